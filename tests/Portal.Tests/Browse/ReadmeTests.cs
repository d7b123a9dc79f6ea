using AngleSharp.Html.Parser;
using Dodas.Portal.Browse;

namespace Dodas.Portal.Tests.Browse;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<iframe src='https://evil.example'></iframe>")]
    [InlineData("<style>@import 'https://evil.example/x.css'</style>")]
    [InlineData("<a href='javascript:alert(1)'>x</a>")]
    [InlineData("<form action='https://evil.example'><input name=password></form>")]
    [InlineData("<base href='https://evil.example/'>")]
    [InlineData("<meta http-equiv='refresh' content='0;url=https://evil.example'>")]
    [InlineData("<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java\nscript:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](&#x6A&#x61&#x76&#x61script:alert(1))")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("[x](data:image/svg+xml,<svg onload=alert(1)>)")]
    [InlineData("[x]( javascript:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](https://evil.example/track.png)")]
    [InlineData("![x](//evil.example/track.png)")]
    [InlineData("![x](/account)")]
    [InlineData("![x\" onerror=\"alert(1)](https://evil.example/a.png)")]
    [InlineData("[x](https://ok.example \"t\" onclick=alert(1))")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("```html\n<script>alert(1)</script>\n```")]
    [InlineData("`<script>alert(1)</script>`")]
    [InlineData("# x {onclick=alert(1)}")]
    [InlineData("x<!-- --><script>alert(1)</script>")]
    [InlineData("| a |\n|---|\n| <img src=x onerror=alert(1)> |")]
    [InlineData("- [ ] <img src=x onerror=alert(1)>")]
    public void Hostile_text_gives_no_script_no_foreign_load_and_no_harmful_address(string markdown)
    {
        var document = new HtmlParser().ParseDocument(Readme.ToHtml(markdown).Value ?? "");
        var elements = document.Body!.QuerySelectorAll("*").ToList();

        elements.Select(element => element.LocalName).Should().NotContain(["script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "meta", "link"]);
        elements.SelectMany(element => element.Attributes).Should().NotContain(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name == "style" || attribute.Name == "id");
        elements.Where(element => element.HasAttribute("src")).Should().OnlyContain(element => element.GetAttribute("src")!.StartsWith("data:image/"));
        elements.Where(element => element.HasAttribute("href")).Should().OnlyContain(element => element.GetAttribute("href")!.StartsWith("http") || element.GetAttribute("href")!.StartsWith("mailto:"));
    }

    [Theory]
    [InlineData("[docs](docs/use.md)")]
    [InlineData("[top](#top)")]
    [InlineData("[admin](/admin/repositories)")]
    [InlineData("[host](//evil.example)")]
    [InlineData("[back](\\\\evil.example)")]
    public void A_relative_link_leads_nowhere_but_keeps_its_words(string markdown)
    {
        var html = Readme.ToHtml(markdown).Value;

        html.Should().NotContain("href");
        html.Should().Contain(markdown[1..markdown.IndexOf(']', StringComparison.Ordinal)]);
    }

    [Fact]
    public void A_link_elsewhere_opens_apart_and_gives_nothing_away()
        => Readme.ToHtml("[x](https://ok.example/a?b=1)").Value.Should().Contain("href=\"https://ok.example/a?b=1\"").And.Contain("noopener noreferrer").And.Contain("target=\"_blank\"");

    [Fact]
    public void An_image_elsewhere_becomes_a_link_to_it()
        => Readme.ToHtml("![a picture](https://ok.example/a.png)").Value.Should().Contain("<a ").And.Contain("a picture").And.NotContain("<img");

    [Fact]
    public void An_image_inside_the_text_is_shown() => Readme.ToHtml("![dot](data:image/png;base64,iVBORw0KGgo=)").Value.Should().Contain("<img").And.Contain("alt=\"dot\"");

    [Fact]
    public void Headings_stand_below_the_page_s_own() => Readme.ToHtml("# One\n\n## Two").Value.Should().Contain("<h2>One</h2>").And.Contain("<h3>Two</h3>");

    [Fact]
    public void Tables_code_and_lists_stay_and_what_scrolls_can_be_reached()
        => Readme.ToHtml("| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: 1\n```\n\n- x").Value.Should().Contain("<table tabindex=\"0\">").And.Contain("<pre tabindex=\"0\">").And.Contain("<li>x</li>");

    [Fact]
    public void Nothing_gives_nothing() => Readme.ToHtml(" \n").Value.Should().BeNullOrEmpty();
}
