using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Dodas.Deployer.Tests")]
