using System.Text;
using PipelineKit.Testing;

namespace PipelineKit.Evidence.Tests.Compression;

/// <summary>Content of many kinds, and what the program <c>zstd</c> makes of it.</summary>
internal static class ZstdSamples
{
    internal static IReadOnlyDictionary<string, byte[]> Contents { get; } = Make();

    internal static byte[] Compress(byte[] content, params string[] arguments) => Peers.Compress(content, arguments).GetAwaiter().GetResult();

    internal static async Task<byte[]> UncompressAsync(byte[] compressed, int pieces = int.MaxValue)
    {
        await using var stream = new ZstdStream(new PiecewiseStream(compressed, pieces));
        var output = new MemoryStream();
        await stream.CopyToAsync(output);
        return output.ToArray();
    }

    private static Dictionary<string, byte[]> Make()
    {
        var random = new Random(8878);
        var noise = new byte[200_000];
        random.NextBytes(noise);
        var words = new StringBuilder();
        while (words.Length < 200_000)
        {
            words.Append("Package: lib").Append(random.Next(3000)).Append("\nVersion: ").Append(random.Next(9)).Append('.').Append(random.Next(99)).Append("-1\nStatus: install ok installed\n\n");
        }

        var skewed = new byte[150_000];
        for (var i = 0; i < skewed.Length; i++)
        {
            skewed[i] = (byte)(random.NextDouble() < 0.8 ? random.Next(4) : random.Next(256));
        }

        // Repeats from far away, as layers of an image have.
        var far = new byte[1_200_000];
        for (var i = 0; i < far.Length; i += noise.Length)
        {
            noise.AsSpan(0, Math.Min(noise.Length, far.Length - i)).CopyTo(far.AsSpan(i));
            far[i] = (byte)i;
        }

        return new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["empty"] = [],
            ["one byte"] = [42],
            ["short"] = "hello hello hello"u8.ToArray(),
            ["zeros"] = new byte[1_000_000],
            ["two bytes in turn"] = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i & 1))],
            ["noise"] = noise,
            ["text"] = Encoding.UTF8.GetBytes(words.ToString()),
            ["skewed"] = skewed,
            ["far repeats"] = far,
            ["program"] = File.ReadAllBytes(typeof(ZstdSamples).Assembly.Location)[..100_000],
        };
    }

    private static class Peers
    {
        internal static async Task<byte[]> Compress(byte[] content, string[] arguments)
        {
            using var folder = new TempFolder();
            var input = folder.Write("input", content);
            var output = Path.Combine(folder.Path, "output");
            (await new Child(Peer.Program("zstd"), ["-q", "-f", .. arguments, input, "-o", output]).RunAsync()).Expect(0);
            return await File.ReadAllBytesAsync(output);
        }
    }

    /// <summary>Gives at most so many bytes at once, as networks do.</summary>
    private sealed class PiecewiseStream(byte[] content, int pieces) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieces)], cancellationToken);
    }
}
