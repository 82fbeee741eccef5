using System.Buffers.Binary;

namespace PipelineKit.Evidence;

/// <summary>The header of a frame (RFC 8878 section 3.1.1.1).</summary>
/// <param name="Window">How far a match may point back, in bytes.</param>
/// <param name="ContentSize">Bytes of the whole frame, when it says so.</param>
/// <param name="HasChecksum">Whether a checksum follows the last block.</param>
internal sealed record ZstdFrameHeader(int Window, long? ContentSize, bool HasChecksum)
{
    internal const int MaximumWindow = 128 << 20;

    /// <summary>How many bytes follow the descriptor.</summary>
    internal static int SizeAfter(byte descriptor) =>
        (IsSingleSegment(descriptor) ? 0 : 1) + DictionarySize(descriptor) + ContentSizeSize(descriptor);

    internal static ZstdFrameHeader Read(byte descriptor, ReadOnlySpan<byte> rest)
    {
        if ((descriptor & 8) != 0)
        {
            throw new InvalidDataException("a zstd frame has a reserved bit set");
        }

        long window = 0;
        if (!IsSingleSegment(descriptor))
        {
            var unit = 1L << (10 + (rest[0] >> 3));
            window = unit + (unit / 8 * (rest[0] & 7));
            rest = rest[1..];
        }

        if (rest[..DictionarySize(descriptor)].ContainsAnyExcept((byte)0))
        {
            throw new InvalidDataException("a zstd frame needs a dictionary, which is not there");
        }

        var size = ContentSize(rest[DictionarySize(descriptor)..]);
        window = IsSingleSegment(descriptor) ? size!.Value : window;
        return window is >= 0 and <= MaximumWindow
            ? new ZstdFrameHeader((int)window, size, (descriptor & 4) != 0)
            : throw new InvalidDataException($"a zstd frame needs a window of {window} bytes; at most {MaximumWindow} are given");

        static long? ContentSize(ReadOnlySpan<byte> field) =>
            field.Length switch
            {
                0 => null,
                1 => field[0],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(field) + 256,
                4 => BinaryPrimitives.ReadUInt32LittleEndian(field),
                _ => BinaryPrimitives.ReadInt64LittleEndian(field),
            };
    }

    private static bool IsSingleSegment(byte descriptor) => (descriptor & 0x20) != 0;

    private static int DictionarySize(byte descriptor) => (descriptor & 3) == 3 ? 4 : descriptor & 3;

    private static int ContentSizeSize(byte descriptor) => (descriptor >> 6) switch { 0 => IsSingleSegment(descriptor) ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
}
