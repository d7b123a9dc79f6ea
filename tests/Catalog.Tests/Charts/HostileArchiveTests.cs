using System.IO.Compression;
using System.Text;
using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Tests.Charts;

public sealed class HostileArchiveTests
{
    private static readonly ArchiveLimits Limits = new(PackedBytes: 2_000_000, UnpackedBytes: 20_000_000, Entries: 1000);

    private static readonly Dictionary<string, (Func<byte[]> Archive, string Message)> Corpus = new()
    {
        ["climbs out of its folder"] = (() => TarBytes.Chart().File("pool/../../etc/cron.d/x").ToGzip(), "'..'"),
        ["climbs by its top folder"] = (() => TarBytes.Chart().File("../x").ToGzip(), "'..'"),
        ["absolute path"] = (() => TarBytes.Chart().File("/etc/passwd").ToGzip(), "absolute"),
        ["drive letter"] = (() => TarBytes.Chart().File("C:/windows/x").ToGzip(), "absolute"),
        ["backslashes"] = (() => TarBytes.Chart().File("pool\\..\\..\\x").ToGzip(), "backslash"),
        ["dot segment"] = (() => TarBytes.Chart().File("pool/./Chart.yaml").ToGzip(), "'.'"),
        ["empty segment"] = (() => TarBytes.Chart().File("pool//Chart.yaml").ToGzip(), "empty"),
        ["line break in a name"] = (() => TarBytes.Chart().File("pool/a\nb").ToGzip(), "control"),
        ["name that is not UTF-8"] = (() => TarBytes.Chart().Entry("", '0', [], change: h => h[0] = 0xff).ToGzip(), "UTF-8"),
        ["path climbs in a pax header"] = (() => TarBytes.Chart().Pax("path", "pool/../../x").File("pool/x").ToGzip(), "'..'"),
        ["path climbs in a GNU long name"] = (() => TarBytes.Chart().File("././@LongLink", "pool/../../x", 'L').File("pool/x").ToGzip(), "'..'"),
        ["path climbs in a prefix"] = (() => TarBytes.Chart().Entry("x", '0', [], change: h => "pool/.."u8.CopyTo(h.AsSpan(345))).ToGzip(), "'..'"),
        ["NUL in a pax path"] = (() => TarBytes.Chart().Pax("path", "pool/x\0y").File("pool/x").ToGzip(), "NUL"),
        ["symbolic link"] = (() => TarBytes.Chart().Entry("pool/templates/x", '2', [], "/etc/passwd").ToGzip(), "is a link"),
        ["hard link"] = (() => TarBytes.Chart().Entry("pool/x", '1', [], "pool/Chart.yaml").ToGzip(), "is a link"),
        ["GNU long link"] = (() => TarBytes.Chart().File("././@LongLink", "/etc/passwd", 'K').ToGzip(), "neither a file nor a folder"),
        ["character device"] = (() => TarBytes.Chart().Entry("pool/x", '3', []).ToGzip(), "neither a file nor a folder"),
        ["block device"] = (() => TarBytes.Chart().Entry("pool/x", '4', []).ToGzip(), "neither a file nor a folder"),
        ["pipe"] = (() => TarBytes.Chart().Entry("pool/x", '6', []).ToGzip(), "neither a file nor a folder"),
        ["sparse file"] = (() => TarBytes.Chart().Entry("pool/x", 'S', []).ToGzip(), "neither a file nor a folder"),
        ["sparse file by pax"] = (() => TarBytes.Chart().Pax("GNU.sparse.realsize", "99999999999").File("pool/x").ToGzip(), "sparse"),
        ["two Chart.yaml"] = (() => TarBytes.Chart().File("pool/Chart.yaml", "apiVersion: v2\nname: other\nversion: 2.0.0\n").ToGzip(), "twice"),
        ["two top folders"] = (() => TarBytes.Chart().File("other/x").ToGzip(), "two top folders"),
        ["file outside the folder"] = (() => TarBytes.Chart().File("Chart.yaml").ToGzip(), "outside"),
        ["no Chart.yaml"] = (() => new TarBytes().File("pool/values.yaml").ToGzip(), "no Chart.yaml"),
        ["nothing"] = (() => new TarBytes().ToGzip(), "empty"),
        ["too many entries"] = (() => Enumerable.Range(0, 1001).Aggregate(TarBytes.Chart(), (tar, i) => tar.File($"pool/f{i}", "")).ToGzip(), "more than 1000 entries"),
        ["too many folders"] = (() => Enumerable.Range(0, 1001).Aggregate(TarBytes.Chart(), (tar, i) => tar.File($"pool/f{i}/", "", '5')).ToGzip(), "more than 1000 entries"),
        ["bomb of zeros"] = (() => TarBytes.Chart().Entry("pool/x", '0', new byte[4 * 1024 * 1024]).Entry("pool/y", '0', new byte[4 * 1024 * 1024]).ToGzip(), "unpacks to more than"),
        ["larger than allowed as it is"] = (() => new byte[3_000_000], "more than the 2000000 allowed"),
        ["one file too long"] = (() => TarBytes.Chart().Entry("pool/x", '0', new byte[6 * 1024 * 1024]).ToGzip(), "more than the 5242880 allowed"),
        ["text too long to keep"] = (() => TarBytes.Chart().Entry("pool/README.md", '0', new byte[1024 * 1024 + 1]).ToGzip(), "longer than"),
        ["claims eight gigabytes"] = (() => TarBytes.Chart().Entry("pool/x", '0', [], size: 0_77777777777).ToGzip(end: false), "more than the 5242880 allowed"),
        ["claims a long name of gigabytes"] = (() => TarBytes.Chart().Entry("x", 'L', [], size: 2_000_000_000).ToGzip(end: false), "too long"),
        ["claims a pax header of gigabytes"] = (() => TarBytes.Chart().Entry("x", 'x', [], size: 2_000_000_000).ToGzip(end: false), "too long"),
        ["negative size by pax"] = (() => TarBytes.Chart().Pax("size", "-1").File("pool/x").ToGzip(), "size of a file"),
        ["size of more than 8 GiB"] = (() => TarBytes.Chart().Entry("pool/x", '0', [], change: h => h[124] = 0x80).ToGzip(), "number in a tar header"),
        ["pax header that lies about its length"] = (() => TarBytes.Chart().File("pax", "99 path=pool/x\n", 'x').File("pool/x").ToGzip(), "extended tar header"),
        ["folder with contents"] = (() => TarBytes.Chart().File("pool/dir/", "hidden", '5').ToGzip(), "contents of its own"),
        ["wrong checksum"] = (() => TarBytes.Gzip(TarBytes.Chart().ToTar().Select((b, i) => i == 3 ? (byte)'X' : b).ToArray()), "checksum"),
        ["cut in a header"] = (() => TarBytes.Gzip(TarBytes.Chart().ToTar()[..700]), "ends in the middle of a file"),
        ["cut in a file"] = (() => TarBytes.Gzip(TarBytes.Chart().ToTar()[..(1024 + 100)]), "ends in the middle of a tar header"),
        ["empty block in the middle"] = (() => TarBytes.Chart().Raw(new byte[512]).File("pool/x").ToGzip(), "stands in the middle"),
        ["bomb in a packed subchart"] = (() => TarBytes.Chart().Entry("pool/charts/b.tgz", '0', TarBytes.Chart().Entry("pool/x", '0', new byte[5_000_000]).ToGzip()).ToGzip(), "unpacks to more than"),
        ["many packed subcharts that are too much together"] = (() => Enumerable.Range(0, 10).Aggregate(TarBytes.Chart(), (tar, i) => tar.Entry($"pool/charts/s{i}.tgz", '0', TarBytes.Chart().Entry("pool/x", '0', new byte[3_000_000]).ToGzip())).ToGzip(), "unpacks to more than"),
        ["link in a packed subchart"] = (() => TarBytes.Chart().Entry("pool/charts/b.tgz", '0', TarBytes.Chart().Entry("pool/x", '2', [], "/etc/passwd").ToGzip()).ToGzip(), "is a link"),
        ["subcharts without end"] = (() => Enumerable.Range(0, 8).Aggregate(TarBytes.Chart().ToGzip(), (inner, _) => TarBytes.Chart().Entry("pool/charts/a.tgz", '0', inner).ToGzip()), "subchart of a subchart"),
        ["no gzip"] = (() => Encoding.UTF8.GetBytes("<html>404</html>"), "no gzip"),
        ["broken gzip"] = (() => TarBytes.Chart().ToGzip() is var gzip ? [.. gzip[..30], .. new byte[] { 1, 2, 3, 4, 5, 6 }, .. gzip[36..]] : [], "gzip"),
        ["gzip of nothing"] = (() => TarBytes.Gzip([]), "empty"),
    };

    public static TheoryData<string> Names => new(Corpus.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_refused_with_the_reason(string name)
    {
        var (make, message) = Corpus[name];
        using var archive = new MemoryStream(make());

        var read = () => ArchiveReader.Read(archive, Limits, CancellationToken.None);

        read.Should().Throw<ArchiveRefusedException>().WithMessage($"*{message}*");
    }

    [Fact]
    public void A_bomb_of_a_gigabyte_is_refused_without_using_memory()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(TarBytes.Chart().ToTar(end: false));
            var header = new TarBytes().Entry("pool/x", '0', [], size: 1_000_000_000).ToTar(end: false);
            zip.Write(header);
            var zeros = new byte[1_000_000];
            for (var i = 0; i < 1000; i++)
                zip.Write(zeros);
        }

        packed.Position = 0;
        var generous = new ArchiveLimits(PackedBytes: 20_000_000, UnpackedBytes: 100_000_000, Entries: 10, FileBytes: long.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = () => ArchiveReader.Read(packed, generous, CancellationToken.None);
        read.Should().Throw<ArchiveRefusedException>().WithMessage("*unpacks to more than*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000);
    }

    [Fact]
    public void Sizes_that_are_claimed_but_not_there_cost_no_memory()
    {
        foreach (var type in "0xLg")
        {
            using var archive = new MemoryStream(TarBytes.Chart().Entry("pool/x", type, [], size: 2_000_000_000).ToGzip(end: false));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = () => ArchiveReader.Read(archive, Limits with { FileBytes = long.MaxValue }, CancellationToken.None);
            read.Should().Throw<ArchiveRefusedException>();
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(500_000);
        }
    }
}
