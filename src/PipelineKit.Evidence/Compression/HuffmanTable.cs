using System.Numerics;

namespace PipelineKit.Evidence;

/// <summary>A decoding table of Huffman codes as zstd has them (RFC 8878 section 4.2).</summary>
internal sealed class HuffmanTable
{
    private const int MaximumBits = 11;
    private const int MaximumWeights = 255;
    private const int WeightAccuracy = 6;

    private readonly byte[] _symbols;
    private readonly byte[] _lengths;
    private readonly int _bits;

    private HuffmanTable(ReadOnlySpan<byte> weights, int bits)
    {
        _bits = bits;
        _symbols = new byte[1 << bits];
        _lengths = new byte[1 << bits];
        var position = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            for (var symbol = 0; symbol < weights.Length; symbol++)
            {
                if (weights[symbol] == weight)
                {
                    var count = 1 << (weight - 1);
                    _symbols.AsSpan(position, count).Fill((byte)symbol);
                    _lengths.AsSpan(position, count).Fill((byte)(bits + 1 - weight));
                    position += count;
                }
            }
        }
    }

    /// <summary>Reads a description of weights (section 4.2.1) and makes the table of it.</summary>
    internal static HuffmanTable Read(ReadOnlySpan<byte> data, out int used)
    {
        if (data.IsEmpty)
        {
            throw Damaged();
        }

        Span<byte> weights = stackalloc byte[MaximumWeights + 1];
        var header = data[0];
        int count;
        if (header >= 128)
        {
            count = header - 127;
            used = 1 + ((count + 1) / 2);
            if (used > data.Length)
            {
                throw Damaged();
            }

            for (var i = 0; i < count; i++)
            {
                weights[i] = (byte)((i & 1) == 0 ? data[1 + (i / 2)] >> 4 : data[1 + (i / 2)] & 15);
            }
        }
        else
        {
            used = 1 + header;
            count = used > data.Length ? throw Damaged() : ReadWeights(data[1..used], weights);
        }

        return Of(weights, count);
    }

    /// <summary>Decodes exactly as many symbols as there is room for; the bits must end there.</summary>
    internal void Decode(ReadOnlySpan<byte> data, Span<byte> into)
    {
        var bits = new BackwardBits(data);
        var (symbols, lengths) = (_symbols, _lengths);
        var i = 0;
        for (; i + 4 <= into.Length; i += 4)
        {
            bits.Refill();
            for (var j = 0; j < 4; j++)
            {
                var code = bits.Peek(_bits);
                into[i + j] = symbols[code];
                bits.Skip(lengths[code]);
            }
        }

        for (; i < into.Length; i++)
        {
            bits.Refill();
            var code = bits.Peek(_bits);
            into[i] = symbols[code];
            bits.Skip(lengths[code]);
        }

        bits.Refill();
        if (!bits.IsFinished)
        {
            throw Damaged();
        }
    }

    // The last weight is not written: it makes the sum a power of two.
    private static HuffmanTable Of(Span<byte> weights, int count)
    {
        var sum = 0;
        foreach (var weight in weights[..count])
        {
            sum += weight > MaximumBits ? throw Damaged() : (1 << weight) >> 1;
        }

        var bits = sum == 0 ? throw Damaged() : BitOperations.Log2((uint)sum) + 1;
        var left = (1 << bits) - sum;
        if (bits > MaximumBits || !BitOperations.IsPow2(left))
        {
            throw Damaged();
        }

        weights[count] = (byte)(BitOperations.Log2((uint)left) + 1);
        return new HuffmanTable(weights[..(count + 1)], bits);
    }

    // Two states take turns until the bits are used up; then the other one still has a symbol.
    private static int ReadWeights(ReadOnlySpan<byte> data, Span<byte> weights)
    {
        var table = FseTable.Read(data, symbols: MaximumBits + 2, WeightAccuracy, out var used);
        var bits = new BackwardBits(data[used..]);
        var one = table.Start(ref bits);
        var other = table.Start(ref bits);
        for (var count = 0; count + 2 <= MaximumWeights; (one, other) = (other, one))
        {
            bits.Refill();
            weights[count++] = (byte)table.Symbol(one);
            one = table.Next(one, ref bits);
            if (bits.IsOver)
            {
                weights[count++] = (byte)table.Symbol(other);
                return count;
            }
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("a zstd Huffman table or what it codes is damaged");
}
