using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Evidence.Tests.Compression;

public sealed class ZstdStreamTests
{
    private static readonly byte[] Frame = [0x28, 0xb5, 0x2f, 0xfd];

    [SkippableTheory]
    [InlineData("-1")]
    [InlineData("-3")]
    [InlineData("-9")]
    [InlineData("-19")]
    [InlineData("--ultra -22")]
    [InlineData("--fast=5")]
    [InlineData("--no-check")]
    [InlineData("--long=27")]
    [InlineData("--no-content-size -5")]
    [InlineData("--content-size -B1000 -T2")]
    public async Task What_the_program_zstd_compressed_comes_out_as_it_was(string arguments)
    {
        foreach (var (name, content) in ZstdSamples.Contents)
        {
            var compressed = ZstdSamples.Compress(content, arguments.Split(' '));

            var uncompressed = await ZstdSamples.UncompressAsync(compressed);
            Assert.True(uncompressed.AsSpan().SequenceEqual(content), name);
        }
    }

    [SkippableFact]
    public async Task It_does_not_matter_in_which_pieces_it_arrives()
    {
        var text = ZstdSamples.Contents["text"];

        Assert.Equal(text, await ZstdSamples.UncompressAsync(ZstdSamples.Compress(text, "-3"), pieces: 7));
    }

    [SkippableFact]
    public async Task Frames_follow_each_other_and_skippable_ones_are_left_out()
    {
        byte[] skipped = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] all = [.. skipped, .. ZstdSamples.Compress("one "u8.ToArray()), .. skipped, .. ZstdSamples.Compress("two"u8.ToArray()), .. skipped];

        Assert.Equal("one two"u8.ToArray(), await ZstdSamples.UncompressAsync(all));
    }

    [SkippableFact]
    public async Task A_frame_that_ends_early_is_an_error_wherever_it_ends()
    {
        var compressed = ZstdSamples.Compress("hello hello hello hello, and something else"u8.ToArray(), "-19");
        for (var length = 0; length < compressed.Length; length++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => ZstdSamples.UncompressAsync(compressed[..length]));
        }
    }

    [SkippableFact]
    public async Task A_wrong_checksum_is_an_error()
    {
        var compressed = ZstdSamples.Compress(ZstdSamples.Contents["text"], "-3");
        compressed[^1] ^= 1;

        var e = await Assert.ThrowsAsync<InvalidDataException>(() => ZstdSamples.UncompressAsync(compressed));

        Assert.Contains("checksum", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Refused { get; } = new()
    {
        { "no frame", [], "no zstd frame" },
        { "another magic", [1, 2, 3, 4, 5], "does not begin as one" },
        { "a reserved bit", [.. Frame, 0x28, 0, 0, 0, 0], "reserved bit" },
        { "a dictionary", [.. Frame, 0x21, 7, 0, 1, 0, 0], "dictionary" },
        { "a window of 256 MiB", [.. Frame, 0x00, 18 << 3, 1, 0, 0], "window" },
        { "content of 2^62 bytes in one segment", [.. Frame, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0], "window" },
        { "content of a negative size", [.. Frame, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 0], "window" },
        { "a block of the reserved type", [.. Frame, 0x00, 0, 7, 0, 0], "no known type" },
        { "a block larger than the window", [.. Frame, 0x00, 0, 3, 0x40, 0, 9], "larger than it may be" },
        { "less than it says", [.. Frame, 0x20, 5, 1, 0, 0], "says it has 5" },
        { "more than it says", [.. Frame, 0x20, 1, 0x0a, 0, 0, 9, 0x0b, 0, 0, 9], "says it has 1" },
        { "a Huffman table of before, when there is none", [.. Frame, 0x20, 9, 0x2d, 0, 0, 0x93, 0x40, 0, 1, 0], "" },
        { "a bit stream without an end mark", [.. Frame, 0x20, 9, 0x3d, 0, 0, 0x08, 9, 1, 0, 0, 0, 0], "" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_not_allowed_is_refused(string what, byte[] data, string problem)
    {
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => ZstdSamples.UncompressAsync(data));

        Assert.True(e.Message.Contains(problem, StringComparison.Ordinal), $"{what}: {e.Message}");
    }

    [SkippableTheory]
    [InlineData("text", "-1")]
    [InlineData("text", "-19")]
    [InlineData("skewed", "-9")]
    [InlineData("short", "-3")]
    public void Damage_gives_an_error_or_is_found_by_the_checksum(string name, string level)
    {
        var content = ZstdSamples.Contents[name][..Math.Min(ZstdSamples.Contents[name].Length, 20_000)];
        var compressed = ZstdSamples.Compress(content, level);
        var damages = from at in Gen.Choose(0, compressed.Length - 1)
                      from value in Gen.Choose(0, 255)
                      from cut in Gen.OneOf(Gen.Constant(compressed.Length), Gen.Constant(compressed.Length), Gen.Choose(0, compressed.Length))
                      select (at, (byte)value, cut);

        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(damages.ToArbitrary(), damage => IsRefusedOrTheSame(compressed, content, damage)));
    }

    [Fact]
    public void Noise_behind_a_header_never_does_anything_but_fail_or_end()
    {
        var noise = from body in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(60)
                    from window in Gen.Elements<byte>(0, 8, 0x50)
                    select (byte[])[.. Frame, 0x00, window, (byte)((body[0] & 0xf8) | 5), 1, 0, .. body];

        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(noise.ToArbitrary(), data =>
        {
            try
            {
                return ZstdSamples.UncompressAsync(data).GetAwaiter().GetResult().Length <= 128 << 10;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }));
    }

    // Bits of a header that say nothing about the content (the unused one, a larger window) may change.
    private static bool IsRefusedOrTheSame(byte[] compressed, byte[] content, (int At, byte Value, int Cut) damage)
    {
        var damaged = compressed[..damage.Cut];
        if (damage.At < damaged.Length)
        {
            damaged[damage.At] = damage.Value;
        }

        try
        {
            return ZstdSamples.UncompressAsync(damaged).GetAwaiter().GetResult().AsSpan().SequenceEqual(content) || (damaged.Length > 4 && damaged[4] != compressed[4]);
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
