namespace Dodas.Catalog.Tests.Charts;

/// <summary>Writes small charts that helm renders.</summary>
internal static class ChartFiles
{
    public const string Block = """
        id: BLOCK
        title: A block
        kind: compute
        """;

    public static string Write(string parent, string name, string version = "1.0.0", string extra = "", string? block = null, string? folder = null)
    {
        var path = Path.Combine(parent, folder ?? name);
        Directory.CreateDirectory(Path.Combine(path, "templates"));
        File.WriteAllText(Path.Combine(path, "Chart.yaml"), $"""
            apiVersion: v2
            name: {name}
            version: {version}
            appVersion: "7"
            description: A chart for tests
            {extra}
            """);
        File.WriteAllText(Path.Combine(path, "values.yaml"), "size: 1\n");
        File.WriteAllText(Path.Combine(path, "README.md"), $"# {name}\n");
        File.WriteAllText(Path.Combine(path, "values.schema.json"), """{"type": "object", "properties": {"size": {"type": "integer"}}}""");
        File.WriteAllText(Path.Combine(path, "templates", "config.yaml"), """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}"}
            data: {size: "{{ .Values.size }}"}
            """);
        if (block is not null)
            File.WriteAllText(Path.Combine(path, "block.yaml"), Block.Replace("BLOCK", block, StringComparison.Ordinal));
        return path;
    }
}
