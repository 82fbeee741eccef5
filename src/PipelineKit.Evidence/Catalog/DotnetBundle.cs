using System.Buffers.Binary;

namespace PipelineKit.Evidence;

/// <summary>
/// Programs of .NET published as a single file: the launcher points, in front of a signature, to a header that says where in the file its <c>deps.json</c> is
/// (versions 2 and 6 of the bundle format, .NET 5 and later).
/// </summary>
internal static class DotnetBundle
{
    private const int PointerSize = 8;
    private const int FixedSize = 12;

    // The SHA-256 of ".net core bundle\n".
    private static ReadOnlySpan<byte> Signature =>
        [0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32, 0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae];

    /// <summary>The deps.json in a program, empty when it was left out; null when it is no bundle.</summary>
    internal static ReadOnlyMemory<byte>? Dependencies(ReadOnlyMemory<byte> program)
    {
        var span = program.Span;
        for (var from = 0; span[from..].IndexOf(Signature) is >= 0 and var found; from += found + 1)
        {
            var at = from + found - PointerSize;
            if (at >= 0 && BinaryPrimitives.ReadInt64LittleEndian(span[at..]) is > 0 and var header && header <= span.Length - FixedSize && Locate(program, (int)header) is { } dependencies)
            {
                return dependencies;
            }
        }

        return null;
    }

    // Major and minor version, number of files, an identifier with its length in front, then start and size of deps.json.
    private static ReadOnlyMemory<byte>? Locate(ReadOnlyMemory<byte> program, int header)
    {
        var rest = program.Span[header..];
        var version = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[FixedSize..];
        if (version is not (2 or 6) || rest.IsEmpty || rest[0] >= 0x80 || rest.Length < 1 + rest[0] + (2 * PointerSize))
        {
            return null;
        }

        rest = rest[(1 + rest[0])..];
        var start = BinaryPrimitives.ReadInt64LittleEndian(rest);
        var size = BinaryPrimitives.ReadInt64LittleEndian(rest[PointerSize..]);
        return start >= 0 && size >= 0 && size <= program.Length && start <= program.Length - size ? program.Slice((int)start, (int)size) : null;
    }
}
