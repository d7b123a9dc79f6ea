using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Dodas.Sandbox.Tests")]
