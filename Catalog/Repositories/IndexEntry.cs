namespace Dodas.Catalog.Repositories;

/// <summary>The fields of one index entry, as they are written.</summary>
internal sealed record IndexEntry
{
    private const int MostWords = 50;

    public string? ApiVersion { get; private set; }

    public string? Name { get; private set; }

    public string Version { get; private set; } = "";

    public string? AppVersion { get; private set; }

    public string? Type { get; private set; }

    public string? Description { get; private set; }

    public string? Icon { get; private set; }

    public string Digest { get; private set; } = "";

    public string? Created { get; private set; }

    public bool Deprecated { get; private set; }

    public IReadOnlyList<string> Keywords { get; private set; } = [];

    public IReadOnlyList<string> Urls { get; private set; } = [];

    public string? Block { get; private set; }

    /// <summary>Reads the entry that is here; null (passing over it) when it is no mapping.</summary>
    public static IndexEntry? Read(IndexParser parser, string blockAnnotation)
    {
        if (!parser.EnterMapping())
            return null;
        var entry = new IndexEntry();
        while (parser.NextKey() is { } key)
            entry.ReadField(parser, key, blockAnnotation);
        return entry;
    }

    private void ReadField(IndexParser parser, string key, string blockAnnotation)
    {
        switch (key)
        {
            case "apiVersion": ApiVersion = parser.Text(); break;
            case "name": Name = parser.Text(); break;
            case "version": Version = parser.Text() ?? ""; break;
            case "appVersion": AppVersion = parser.Text(); break;
            case "type": Type = parser.Text(); break;
            case "description": Description = parser.Text(); break;
            case "icon": Icon = parser.Text(); break;
            case "digest": Digest = parser.Text() ?? ""; break;
            case "created": Created = parser.Text(); break;
            case "deprecated": Deprecated = parser.Text() == "true"; break;
            case "keywords": Keywords = parser.Texts(MostWords); break;
            case "urls": Urls = parser.Texts(MostWords); break;
            case "annotations": ReadAnnotations(parser, blockAnnotation); break;
            default: parser.Skip(); break;
        }
    }

    private void ReadAnnotations(IndexParser parser, string blockAnnotation)
    {
        if (!parser.EnterMapping())
            return;
        while (parser.NextKey() is { } key)
            if (key == blockAnnotation)
                Block = parser.Text();
            else
                parser.Skip();
    }
}
