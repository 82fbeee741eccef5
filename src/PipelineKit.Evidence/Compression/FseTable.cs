using System.Numerics;

namespace PipelineKit.Evidence;

/// <summary>A decoding table of finite state entropy (RFC 8878 section 4.1).</summary>
internal sealed class FseTable
{
    private readonly byte[] _symbols;
    private readonly byte[] _bits;
    private readonly ushort[] _bases;

    private FseTable(int accuracy)
    {
        Accuracy = accuracy;
        _symbols = new byte[1 << accuracy];
        _bits = new byte[1 << accuracy];
        _bases = new ushort[1 << accuracy];
    }

    /// <summary>The table has two to the power of this many states.</summary>
    internal int Accuracy { get; }

    /// <summary>A table of one symbol, which takes no bits.</summary>
    internal static FseTable Of(byte symbol)
    {
        var table = new FseTable(0);
        table._symbols[0] = symbol;
        return table;
    }

    /// <summary>A table by probabilities (section 4.1.1, "From normalized distribution to decoding tables"); -1 stands for "less than one".</summary>
    internal static FseTable Of(ReadOnlySpan<short> counts, int accuracy)
    {
        var table = new FseTable(accuracy);
        var size = 1 << accuracy;
        var next = new ushort[counts.Length];
        var high = size - 1;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = (ushort)Math.Abs((int)counts[symbol]);
            if (counts[symbol] == -1)
            {
                table._symbols[high--] = (byte)symbol;
            }
        }

        table.Spread(counts, high);
        for (var state = 0; state < size; state++)
        {
            var number = next[table._symbols[state]]++;
            var bits = accuracy - BitOperations.Log2(number);
            table._bits[state] = (byte)bits;
            table._bases[state] = (ushort)((number << bits) - size);
        }

        return table;
    }

    /// <summary>Reads probabilities (section 4.1.1, "FSE Table Description") and makes the table of them.</summary>
    /// <param name="data">Starts with them.</param>
    /// <param name="symbols">How many symbols there may be.</param>
    /// <param name="maximumAccuracy">How large the table may be.</param>
    /// <param name="used">How many bytes they took.</param>
    internal static FseTable Read(ReadOnlySpan<byte> data, int symbols, int maximumAccuracy, out int used)
    {
        var bits = new ForwardBits(data);
        var accuracy = bits.Read(4) + 5;
        if (accuracy > maximumAccuracy)
        {
            throw new InvalidDataException("a zstd table is larger than it may be");
        }

        Span<short> counts = stackalloc short[symbols];
        var left = 1 << accuracy;
        var symbol = 0;
        while (left > 0 && symbol < symbols)
        {
            var count = ReadCount(ref bits, left);
            left -= Math.Abs(count);
            counts[symbol++] = (short)count;
            if (count == 0)
            {
                symbol += ReadZeros(ref bits);
            }
        }

        used = bits.Bytes;
        return left == 0 && symbol <= symbols && used <= data.Length ? Of(counts[..symbol], accuracy) : throw new InvalidDataException("the probabilities of a zstd table do not add up");
    }

    internal int Start(ref BackwardBits bits) => bits.Read(Accuracy);

    internal int Symbol(int state) => _symbols[state];

    internal int Next(int state, ref BackwardBits bits) => _bases[state] + bits.Read(_bits[state]);

    // One more value than is left is possible; the shorter codes are for the smaller ones.
    private static int ReadCount(ref ForwardBits bits, int left)
    {
        var width = BitOperations.Log2((uint)left + 1) + 1;
        var half = 1 << (width - 1);
        var spare = (1 << width) - 1 - (left + 1);
        var value = bits.Peek(width);
        if ((value & (half - 1)) < spare)
        {
            bits.Skip(width - 1);
            return (value & (half - 1)) - 1;
        }

        bits.Skip(width);
        return (value >= half ? value - spare : value) - 1;
    }

    private static int ReadZeros(ref ForwardBits bits)
    {
        var zeros = 0;
        int more;
        do
        {
            more = bits.Read(2);
            zeros += more;
        }
        while (more == 3 && zeros < 300);

        return zeros;
    }

    private void Spread(ReadOnlySpan<short> counts, int high)
    {
        var mask = _symbols.Length - 1;
        var step = (_symbols.Length >> 1) + (_symbols.Length >> 3) + 3;
        var position = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var i = 0; i < counts[symbol]; i++)
            {
                _symbols[position] = (byte)symbol;
                do
                {
                    position = (position + step) & mask;
                }
                while (position > high);
            }
        }
    }
}
