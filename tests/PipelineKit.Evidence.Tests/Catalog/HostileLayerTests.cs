using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PipelineKit.Oci;
using Xunit;
using static PipelineKit.Evidence.Tests.Catalog.CatalogAssertions;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class HostileLayerTests
{
    private static readonly byte[] Sound = ImageBuilder.Tar(("var/lib/dpkg/status", Status(("a", "1"))));

    /// <summary>Archives that are none, and what is said about them.</summary>
    public static TheoryData<string, byte[], string> Archives { get; } = new()
    {
        { "text", Encoding.ASCII.GetBytes(new string('x', 2000)), "wrong checksum" },
        { "less than a header", new byte[100], "ends in the middle of a header" },
        { "a changed header", Changed(Sound, FileHeader(Sound) + 10, (byte)'X'), "wrong checksum" },
        { "content that is cut off", Sound[..(FileHeader(Sound) + 520)], "ends in the middle of `var/lib/dpkg/status`" },
        { "a size that is no number", Header(h => "9zzzzzzzzzz\0"u8.CopyTo(h[124..])), "size that is no number" },
        { "a negative size", Header(h => h.Slice(124, 12).Fill(0xff)), "size that is no number" },
        { "a size of 2^63", Header(h => { h.Slice(124, 12).Clear(); h[124] = 0x80; h[128] = 0x80; }), "size that is no number" },
        { "a size of 2^62 and nothing", Header(h => { h.Slice(124, 12).Clear(); h[124] = 0x80; h[128] = 0x40; }), "ends in the middle of" },
        { "an extended header of 2 GiB", Header(h => { h[156] = (byte)'x'; "17777777777\0"u8.CopyTo(h[124..]); }), "an extended header has 2147483647 bytes" },
        { "a name of 2 GiB", Header(h => { h[156] = (byte)'L'; "17777777777\0"u8.CopyTo(h[124..]); }), "an extended header has 2147483647 bytes" },
        { "a name of 100 kB", Extension('L', new string('n', 100_000)), "a name has 100000 bytes" },
        { "an extended header that is none", Extension('x', "nonsense"), "an extended header is not one" },
        { "an extended header with a length beyond it", Extension('x', "99 path=x\n"), "an extended header is not one" },
        { "an extended header with a negative size", Extension('x', "11 size=-1\n"), "an extended header is not one" },
        { "a path that leads out", ImageBuilder.Tar(("a/../../etc/passwd", "x")), "has `..` in it" },
        { "a whiteout that leads out", ImageBuilder.Tar(("../.wh.x", "x")), "has `..` in it" },
        { "a file in place of everything", Header(h => "./.\0"u8.CopyTo(h)), "names nothing" },
        { "a whiteout of everything", ImageBuilder.Tar((".wh.", "x")), "names nothing" },
        { "a path of 600 folders", ImageBuilder.Tar((string.Concat(Enumerable.Repeat("d/", 600)) + "package-lock.json", "{}")), "deeper than 500 folders" },
        { "links in a circle", ImageBuilder.Tar(("a", "->b"), ("b", "->a"), ("a/x/package-lock.json", "{}")), "more than 40 links" },
        { "a link to itself", ImageBuilder.Tar(("var/lib/dpkg", "->dpkg/dpkg"), ("var/lib/dpkg/status", "x")), "links" },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task What_is_no_sound_archive_is_refused(string what, byte[] tar, string problem)
    {
        using var image = new ImageBuilder().Layer(tar, ImageBuilder.Plain);

        var e = await Assert.ThrowsAsync<EvidenceException>(() => image.CatalogueAsync());

        Assert.True(e.Message.Contains(problem, StringComparison.Ordinal), $"{what}: {e.Message}");
        Assert.StartsWith("example.test/app@sha256:", e.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_bytes_are_changed_nothing_but_known_errors_comes_of_it()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var tar = Sound.ToArray();
            for (var j = 0; j < 3; j++)
            {
                tar[random.Next(tar.Length)] = (byte)random.Next(256);
            }

            var budget = new CatalogBudget(CatalogLimits.Default);
            var walk = new LayerWalk(new LayerTree("test", budget), budget);
            var error = await Record.ExceptionAsync(() => walk.ReadAsync(new MemoryStream(tar), layer: 0, "test", CancellationToken.None));
            Assert.True(error is null or EvidenceException, error?.ToString());
        }
    }

    [Fact]
    public async Task Truncated_gzip_is_refused()
    {
        var packed = ImageBuilder.Pack(Sound);
        using var image = new ImageBuilder().Layer(Sound, packed[..^20], ImageBuilder.Gzip);

        var e = await Record.ExceptionAsync(() => image.CatalogueAsync());

        Assert.True(e is EvidenceException or DigestMismatchException, e?.ToString());
    }

    public static TheoryData<string, CatalogLimits, string> Bounds { get; } = new()
    {
        { "bytes", new CatalogLimits { UnpackedBytes = 1000 }, "unpack to more than 1000 bytes" },
        { "entries", new CatalogLimits { Entries = 3 }, "more than 3 entries" },
        { "packages", new CatalogLimits { Packages = 4 }, "more than 4 packages" },
        { "kept", new CatalogLimits { Kept = 6 }, "more than 6 links and files" },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task Bounds_hold_for_all_layers_together(string what, CatalogLimits limits, string problem)
    {
        using var image = new ImageBuilder();
        for (var i = 0; i < 5; i++)
        {
            image.Layer(($"app{i}/status", Status(("a", $"{i}"), ("b", "1"))));
        }

        var e = await Assert.ThrowsAsync<EvidenceException>(() => image.CatalogueAsync(limits));

        Assert.Equal(EvidenceProblem.TooLarge, e.Problem);
        Assert.True(e.Message.Contains(problem, StringComparison.Ordinal), $"{what}: {e.Message}");
    }

    [Fact]
    public async Task A_layer_that_unpacks_to_a_thousand_times_its_size_is_refused()
    {
        var tar = ImageBuilder.Write(writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = new MemoryStream(new byte[70 << 20]) }));
        using var image = new ImageBuilder().Layer(tar, ImageBuilder.Pack(tar, CompressionLevel.Optimal), ImageBuilder.Gzip);

        Assert.Contains("500 times its size", (await Assert.ThrowsAsync<EvidenceException>(() => image.CatalogueAsync(new CatalogLimits()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_larger_than_is_read_is_said_to_be_unreadable()
    {
        using var image = new ImageBuilder().Layer(
            ("var/lib/dpkg/status", Status(("a", "1"), ("b", "1"))),
            ("usr/bin/app", "\u007fELF" + new string('x', 2000)));

        var catalogued = await image.CatalogueAsync(new CatalogLimits { TextBytes = 50, FileBytes = 1500 });

        Assert.Contains("at most 50 are read", Assert.Single(catalogued.Unreadable("deb")), StringComparison.Ordinal);
        Assert.Contains("at most 1500 are read", Assert.Single(catalogued.Unreadable("golang")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sparse_list_is_said_to_be_unreadable()
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["GNU.sparse.name"] = "var/lib/dpkg/status", ["GNU.sparse.major"] = "1" };
        var tar = ImageBuilder.Write(writer =>
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "GNUSparseFile.0/status", attributes) { DataStream = new MemoryStream("1\n0\n20\n"u8.ToArray()) }));
        using var image = new ImageBuilder().Layer(tar);

        Assert.Contains("sparse", Assert.Single((await image.CatalogueAsync()).Unreadable("deb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_nobody_asks_for_takes_no_memory()
    {
        var scanner = new TarScanner(new GeneratedStream(Header(h => "01000000000\0"u8.CopyTo(h[124..])), length: 128 << 20), "test");
        Assert.NotNull(await scanner.NextAsync(CancellationToken.None));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(await scanner.NextAsync(CancellationToken.None));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
    }

    private static int FileHeader(byte[] tar) => tar.AsSpan().LastIndexOf("ustar"u8) - 257;

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        return changed;
    }

    private static byte[] Extension(char type, string content)
    {
        var bytes = Encoding.ASCII.GetBytes(content);
        var header = Header(h =>
        {
            h[156] = (byte)type;
            Encoding.ASCII.GetBytes(Convert.ToString(bytes.Length, 8).PadLeft(11, '0')).CopyTo(h[124..]);
        });
        return [.. header, .. bytes, .. new byte[-bytes.Length & 511], .. Sound];
    }

    private static byte[] Header(Change change)
    {
        var header = new byte[512];
        "file"u8.CopyTo(header);
        "00000000000\0"u8.CopyTo(header.AsSpan(124));
        header[156] = (byte)'0';
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        change(header);
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private delegate void Change(Span<byte> header);

    /// <summary>A header, then zeros without end or until its length.</summary>
    private sealed class GeneratedStream(byte[] first, long length) : ForwardStream
    {
        private long _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var left = first.Length + length + 1024 - _given;
            var count = (int)Math.Min(buffer.Length, left);
            buffer.Span[..count].Clear();
            for (var i = 0; i < count && _given + i < first.Length; i++)
            {
                buffer.Span[i] = first[_given + i];
            }

            _given += count;
            return ValueTask.FromResult(count);
        }
    }
}
