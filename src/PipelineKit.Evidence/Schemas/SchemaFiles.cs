using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>
/// The embedded schemas: those of CycloneDX (Apache-2.0, https://github.com/CycloneDX/specification) and the ones they refer to, without descriptions, in one compressed resource. Packed by <c>eng/cyclonedx-schemas.js</c>.
/// </summary>
internal static class SchemaFiles
{
    private static readonly Lazy<Dictionary<string, ReadOnlyMemory<byte>>> Files = new(Unpack);

    /// <summary>A file by its name, <c>bom-1.6.schema.json</c>.</summary>
    public static ReadOnlyMemory<byte> Get(string name) => Files.Value[name];

    // Each file: its name, a blank, its length, a line feed, its bytes, a line feed.
    private static Dictionary<string, ReadOnlyMemory<byte>> Unpack()
    {
        using var packed = typeof(SchemaFiles).Assembly.GetManifestResourceStream("PipelineKit.Evidence.Schemas.cyclonedx.br")
            ?? throw new InvalidOperationException("The program was built without its schemas.");
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        using var memory = new MemoryStream(1 << 20);
        brotli.CopyTo(memory);
        ReadOnlyMemory<byte> rest = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            var blank = rest.Span.IndexOf((byte)' ');
            _ = Utf8Parser.TryParse(rest.Span[(blank + 1)..], out int length, out var digits);
            files.Add(Encoding.UTF8.GetString(rest.Span[..blank]), rest.Slice(blank + 1 + digits + 1, length));
            rest = rest[(blank + 1 + digits + 1 + length + 1)..];
        }

        return files;
    }
}
