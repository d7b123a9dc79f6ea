namespace Dodas.Catalog.Tests;

/// <summary>Files of this test project, found from where the tests run.</summary>
internal static class TestFolder
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Catalog.Tests.csproj")) ? folder
        : Find(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("Run the tests from inside the repository."));
}
