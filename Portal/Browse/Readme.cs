using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Browse;

/// <summary>
/// Turns an author's Markdown into HTML that can do no harm: raw HTML is text, links lead only to http, https and mailto addresses,
/// nothing is loaded from another host, and what comes out goes through an allow-list once more.
/// </summary>
public static class Readme
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .UseTaskLists()
        .Build();

    private static readonly HtmlSanitizer Sanitizer = Wall();

    /// <summary>HTML to show; empty for an empty text.</summary>
    /// <param name="markdown">The author's text; never trusted.</param>
    public static MarkupString ToHtml(string markdown)
    {
        if (string.IsNullOrWhiteSpace(markdown))
            return default;

        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            // The page has its own first and second level.
            heading.Level = Math.Min(heading.Level + 1, 6);
        }

        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage && !IsPicture(link.Url)).ToList())
        {
            // An image elsewhere becomes a link to it, so that nothing is loaded from another host.
            image.IsImage = false;
            if (image.FirstChild is null)
                image.AppendChild(new LiteralInline(image.Title ?? image.Url ?? ""));
        }

        return new MarkupString(Sanitizer.Sanitize(document.ToHtml(Pipeline)));
    }

    private static HtmlSanitizer Wall()
    {
        var sanitizer = new HtmlSanitizer();
        Only(sanitizer.AllowedTags, "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "ins", "li", "mark", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul");
        Only(sanitizer.AllowedAttributes, "href", "src", "alt", "title", "start", "type", "checked", "disabled", "rel", "target", "class");
        Only(sanitizer.AllowedSchemes, "http", "https", "mailto", "data");
        Only(sanitizer.AllowedCssProperties);
        Only(sanitizer.AllowedClasses);
        sanitizer.FilterUrl += (_, url) =>
        {
            var keep = url.Tag.LocalName == "img" ? IsPicture(url.OriginalUrl) : IsAddress(url.OriginalUrl);
            url.SanitizedUrl = keep ? url.OriginalUrl : null;
        };
        sanitizer.PostProcessNode += (_, processed) =>
        {
            if (processed.Node is AngleSharp.Dom.IElement { LocalName: "a" } link && link.HasAttribute("href"))
            {
                link.SetAttribute("rel", "noopener noreferrer nofollow");
                link.SetAttribute("target", "_blank");
            }
            else if (processed.Node is AngleSharp.Dom.IElement { LocalName: "pre" or "table" } wide)
            {
                // It scrolls sideways by itself, so the keyboard must reach it.
                wide.SetAttribute("tabindex", "0");
            }
            else if (processed.Node is AngleSharp.Dom.IElement { LocalName: "input" } box)
            {
                // Only the boxes of a task list, and those cannot be used.
                box.SetAttribute("type", "checkbox");
                box.SetAttribute("disabled", "");
                box.SetAttribute("aria-label", "task");
            }
        };
        return sanitizer;
    }

    private static void Only(ISet<string> allowed, params string[] entries)
    {
        allowed.Clear();
        allowed.UnionWith(entries);
    }

    // Relative links would lead into the portal's own pages, where the author has no business.
    private static bool IsAddress(string? url)
        => Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeMailto);

    private static bool IsPicture(string? url) => url is not null && url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase);
}
