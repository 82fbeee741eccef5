namespace PipelineKit.Evidence;

/// <summary>The three tables sequences are coded by, and what their symbols stand for (RFC 8878 section 3.1.1.3.2).</summary>
internal sealed class ZstdSequenceTables
{
    private const int OffsetCodes = 32;

    private static readonly FseTable DefaultLiterals = FseTable.Of(
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], accuracy: 6);

    private static readonly FseTable DefaultMatches = FseTable.Of(
        [1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1], accuracy: 6);

    private static readonly FseTable DefaultOffsets = FseTable.Of(
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], accuracy: 5);

    /// <summary>For literal lengths.</summary>
    internal FseTable? Literals { get; private set; }

    /// <summary>For offsets.</summary>
    internal FseTable? Offsets { get; private set; }

    /// <summary>For match lengths.</summary>
    internal FseTable? Matches { get; private set; }

    private static ReadOnlySpan<byte> LiteralBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static ReadOnlySpan<byte> MatchBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static ReadOnlySpan<int> LiteralBases =>
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

    private static ReadOnlySpan<int> MatchBases =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539];

    internal static int LiteralLength(int code, ref BackwardBits bits) => LiteralBases[code] + bits.Read(LiteralBits[code]);

    internal static int MatchLength(int code, ref BackwardBits bits) => MatchBases[code] + bits.Read(MatchBits[code]);

    internal void Reset() => (Literals, Offsets, Matches) = (null, null, null);

    /// <summary>Reads how the three are coded, and those that are given; gives back what follows.</summary>
    internal ReadOnlySpan<byte> Read(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || (rest[0] & 3) != 0)
        {
            throw Damaged();
        }

        var modes = rest[0];
        rest = rest[1..];
        Literals = Read(modes >> 6, ref rest, LiteralBits.Length, maximumAccuracy: 9, DefaultLiterals, Literals);
        Offsets = Read((modes >> 4) & 3, ref rest, OffsetCodes, maximumAccuracy: 8, DefaultOffsets, Offsets);
        Matches = Read((modes >> 2) & 3, ref rest, MatchBits.Length, maximumAccuracy: 9, DefaultMatches, Matches);
        return rest;
    }

    private static FseTable Read(int mode, ref ReadOnlySpan<byte> rest, int symbols, int maximumAccuracy, FseTable standard, FseTable? before)
    {
        switch (mode)
        {
            case 0:
                return standard;
            case 1 when !rest.IsEmpty && rest[0] < symbols:
                var only = FseTable.Of(rest[0]);
                rest = rest[1..];
                return only;
            case 2:
                var table = FseTable.Read(rest, symbols, maximumAccuracy, out var used);
                rest = rest[used..];
                return table;
            default:
                return mode == 3 && before is not null ? before : throw Damaged();
        }
    }

    private static InvalidDataException Damaged() => new("the tables of a zstd block are damaged");
}
