namespace PipelineKit.Evidence;

/// <summary>Compressed blocks of one frame after the other (RFC 8878 section 3.1.1.3): literals, and sequences that say where to put what.</summary>
internal sealed class ZstdBlockDecoder(ZstdWindow window)
{
    internal const int MaximumBlock = 128 << 10;

    private readonly ZstdLiterals _literals = new();
    private readonly ZstdSequenceTables _tables = new();
    private readonly int[] _recent = [1, 4, 8];

    /// <summary>Starts a frame: nothing of the one before is known any more.</summary>
    internal void Begin()
    {
        _literals.Reset();
        _tables.Reset();
        (_recent[0], _recent[1], _recent[2]) = (1, 4, 8);
    }

    /// <summary>Decodes a block into what was reserved in the window; gives back how many bytes it made.</summary>
    internal int Decode(ReadOnlySpan<byte> block, int maximum)
    {
        var rest = _literals.Read(block);
        var literals = _literals.Bytes;
        var output = window.Reserve(maximum);
        var count = ReadCount(ref rest);
        var made = 0;
        if (count > 0)
        {
            rest = _tables.Read(rest);
            made = Execute(new BackwardBits(rest), count, ref literals, output);
        }
        else if (!rest.IsEmpty)
        {
            throw Damaged();
        }

        if (literals.Length > output.Length - made)
        {
            throw Damaged();
        }

        literals.CopyTo(output[made..]);
        return made + literals.Length;
    }

    private static int ReadCount(ref ReadOnlySpan<byte> rest)
    {
        var size = rest.IsEmpty ? throw Damaged() : rest[0] switch { < 128 => 1, < 255 => 2, _ => 3 };
        if (rest.Length < size)
        {
            throw Damaged();
        }

        var count = size switch
        {
            1 => rest[0],
            2 => ((rest[0] - 128) << 8) + rest[1],
            _ => rest[1] + (rest[2] << 8) + 0x7F00,
        };
        rest = rest[size..];
        return count;
    }

    private int Execute(BackwardBits bits, int count, ref ReadOnlySpan<byte> literals, Span<byte> output)
    {
        var (lengths, offsets, matches) = (_tables.Literals!, _tables.Offsets!, _tables.Matches!);
        var lengthState = lengths.Start(ref bits);
        var offsetState = offsets.Start(ref bits);
        var matchState = matches.Start(ref bits);
        var made = 0;
        for (var i = 0; i < count; i++)
        {
            bits.Refill();
            var code = offsets.Symbol(offsetState);
            var offsetValue = (1L << code) + bits.Read(code);
            bits.Refill();
            var match = ZstdSequenceTables.MatchLength(matches.Symbol(matchState), ref bits);
            var length = ZstdSequenceTables.LiteralLength(lengths.Symbol(lengthState), ref bits);
            var offset = Offset(offsetValue, length);
            if (length > literals.Length || length > output.Length - made || match > output.Length - made - length || !window.Reaches(offset, made + length) || bits.IsOver)
            {
                throw Damaged();
            }

            literals[..length].CopyTo(output[made..]);
            literals = literals[length..];
            window.Repeat(made + length, (int)offset, match);
            made += length + match;
            if (i + 1 < count)
            {
                bits.Refill();
                lengthState = lengths.Next(lengthState, ref bits);
                matchState = matches.Next(matchState, ref bits);
                offsetState = offsets.Next(offsetState, ref bits);
            }
        }

        bits.Refill();
        return bits.IsFinished ? made : throw Damaged();
    }

    // Section 3.1.1.5: values up to three mean one of the last offsets; without literals, the one after.
    private long Offset(long value, int literalLength)
    {
        long offset;
        if (value > 3)
        {
            offset = value - 3;
            (_recent[2], _recent[1]) = (_recent[1], _recent[0]);
        }
        else
        {
            var index = (int)value - 1 + (literalLength == 0 ? 1 : 0);
            offset = index == 3 ? _recent[0] - 1 : _recent[index];
            if (index > 0)
            {
                _recent[2] = index > 1 ? _recent[1] : _recent[2];
                _recent[1] = _recent[0];
            }
        }

        _recent[0] = offset is > 0 and <= ZstdFrameHeader.MaximumWindow ? (int)offset : throw Damaged();
        return offset;
    }

    private static InvalidDataException Damaged() => new("the sequences of a zstd block are damaged");
}
