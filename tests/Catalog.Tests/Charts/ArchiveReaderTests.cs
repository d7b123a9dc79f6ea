using System.Formats.Tar;
using System.IO.Compression;
using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Tests.Charts;

public sealed class ArchiveReaderTests
{
    private static readonly ArchiveLimits Limits = ArchiveLimits.From(new CatalogOptions());

    [Fact]
    public void The_texts_of_the_chart_itself_are_read_and_those_of_subcharts_are_not()
    {
        var contents = Read(TarBytes.Chart()
            .File("pool/charts/sub/Chart.yaml", "name: sub")
            .File("pool/charts/sub/values.yaml", "sub: true")
            .File("pool/templates/a.yaml").File("pool/templates/tests/b.yaml")
            .File("pool/values.schema.json", "{}").File("pool/readme.md", "\uFEFF# Pool").File("pool/block.yaml", "id: pool")
            .ToGzip());

        contents.Should().BeEquivalentTo(new
        {
            Folder = "pool",
            Chart = "apiVersion: v2\nname: pool\nversion: 1.0.0\n",
            Values = "size: 1\n",
            Schema = "{}",
            Readme = "# Pool",
            Block = "id: pool",
            Templates = new[] { "templates/a.yaml", "templates/tests/b.yaml" },
        });
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Every_common_tar_format_is_read(TarEntryFormat format)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip, format))
        {
            Write(tar, "pool/Chart.yaml", "apiVersion: v2\nname: pool\nversion: 1.0.0\n");
            Write(tar, $"pool/templates/{new string('x', format == TarEntryFormat.V7 ? 40 : 90)}.yaml", "a: 1");
        }

        Read(packed.ToArray()).Templates.Should().ContainSingle().Which.Should().EndWith("x.yaml");

        void Write(TarWriter tar, string name, string text)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                _ => new PaxTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
            tar.WriteEntry(entry);
        }
    }

    [Fact]
    public void A_global_header_as_git_writes_it_is_passed_over() =>
        Read(new TarBytes().File("pax_global_header", "20 comment=0123456\n", 'g').File("pool/", "", '5').File("pool/Chart.yaml", "name: pool").ToGzip()).Folder.Should().Be("pool");

    [Fact]
    public void Charts_of_the_first_API_version_are_readable()
    {
        var chart = ChartFile.Read("apiVersion: v1\nname: old\nversion: v1.2.3\nappVersion: 7\nkeywords: [a, 1]\nmaintainers:\n- name: Ana\n  email: ana@example.org\n- email: nobody@example.org\n");

        chart.Should().BeEquivalentTo(new { Name = "old", Version = "v1.2.3", AppVersion = "7", Keywords = new[] { "a", "1" }, Maintainers = new[] { new Maintainer("Ana", "ana@example.org") } });
    }

    [Theory]
    [InlineData("name: a/b\nversion: 1.0.0", "no chart name")]
    [InlineData("name: ..\nversion: 1.0.0", "no chart name")]
    [InlineData("name: --post-renderer=x\nversion: 1.0.0", "no chart name")]
    [InlineData("name: a", "no version")]
    [InlineData("name: a\nversion: one", "not SemVer")]
    [InlineData("name: a\nversion: 1.0.0\ntype: library", "library")]
    [InlineData("name: a\nversion: 1.0.0\napiVersion: v9", "apiVersion")]
    [InlineData("- a", "cannot be read")]
    [InlineData("a: &a [*a, *a]", "cannot be read")]
    public void A_Chart_yaml_that_cannot_be_used_says_why(string yaml, string reason)
    {
        var read = () => ChartFile.Read(yaml);
        read.Should().Throw<ArchiveRefusedException>().WithMessage($"*{reason}*");
    }

    [Theory]
    [InlineData("https://example.org/icon.png", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,<script>alert(1)</script>", false)]
    [InlineData("data:image/svg+xml;base64,PHN2Zy8+", true)]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", true)]
    public void Only_an_icon_that_carries_its_image_is_kept(string icon, bool kept) =>
        ChartFile.Read($"name: a\nversion: 1.0.0\nicon: \"{icon}\"").Icon.Should().Be(kept ? icon : null);

    private static ArchiveContents Read(byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        return ArchiveReader.Read(stream, Limits, CancellationToken.None);
    }
}
