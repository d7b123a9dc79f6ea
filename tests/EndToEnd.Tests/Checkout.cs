using System.Runtime.CompilerServices;

namespace Dodas.EndToEnd.Tests;

/// <summary>Where things are on this machine: the checkout, and the tools that ./test names.</summary>
internal static class Checkout
{
    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    public static string Helm => Tool("DODAS_HELM", "helm");

    public static string Kubectl => Tool("DODAS_KUBECTL", "kubectl");

    private static string Tool(string variable, string name) => Environment.GetEnvironmentVariable(variable) ?? name;
}
