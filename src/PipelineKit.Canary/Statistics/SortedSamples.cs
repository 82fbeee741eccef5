using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PipelineKit.Canary;

/// <summary>Sorting of samples: by distributing values evenly over three times as many places, which takes a time in proportion to their number where they do not crowd.</summary>
internal static class SortedSamples
{
    private const int FewEnough = 96;
    private const int Places = 3;
    private const int MostMoves = 8;

    /// <summary>Writes the sample in ascending order. All values are finite.</summary>
    /// <param name="sample">Not empty.</param>
    /// <param name="ascending">As long.</param>
    internal static void Sort(ReadOnlySpan<double> sample, Span<double> ascending)
    {
        var (least, largest) = Ends(sample);
        var scale = ((sample.Length * Places) - 1) / (largest - least);
        if (sample.Length < FewEnough || !double.IsFinite(scale) || !double.IsFinite(largest - least))
        {
            sample.CopyTo(ascending);
            ascending.Sort();
            return;
        }

        var places = ArrayPool<int>.Shared.Rent((sample.Length * Places) + 1);
        var starts = places.AsSpan(0, (sample.Length * Places) + 1);
        Distribute(sample, ascending, starts, least, scale);
        ArrayPool<int>.Shared.Return(places);
        Settle(ascending);
    }

    private static void Distribute(ReadOnlySpan<double> sample, Span<double> ascending, Span<int> starts, double least, double scale)
    {
        starts.Clear();
        foreach (var value in sample)
        {
            starts[(int)((value - least) * scale) + 1]++;
        }

        var before = 0;
        foreach (ref var start in starts)
        {
            before += start;
            start = before;
        }

        foreach (var value in sample)
        {
            ascending[starts[(int)((value - least) * scale)]++] = value;
        }
    }

    // By insertion: each value is at most a few places away from its own, unless values crowd.
    private static void Settle(Span<double> almost)
    {
        // First each next to its neighbour without a branch, as which one is larger cannot be foreseen; little is left then.
        var carried = almost[0];
        for (var i = 1; i < almost.Length; i++)
        {
            var value = almost[i];
            almost[i - 1] = double.MinNative(value, carried);
            carried = double.MaxNative(value, carried);
        }

        almost[^1] = carried;
        var moves = 0;
        for (var i = 1; i < almost.Length; i++)
        {
            var value = almost[i];
            var at = i;
            for (; at > 0 && almost[at - 1] > value; at--)
            {
                almost[at] = almost[at - 1];
            }

            almost[at] = value;
            moves += i - at;
            if (moves > MostMoves * almost.Length)
            {
                almost.Sort();
                return;
            }
        }
    }

    private static (double Least, double Largest) Ends(ReadOnlySpan<double> sample)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(sample);
        var (least, largest) = (new Vector<double>(sample[0]), new Vector<double>(sample[0]));
        foreach (var vector in vectors)
        {
            (least, largest) = (Vector.Min(least, vector), Vector.Max(largest, vector));
        }

        var ends = (Least: sample[0], Largest: sample[0]);
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            ends = (Math.Min(ends.Least, least[i]), Math.Max(ends.Largest, largest[i]));
        }

        foreach (var value in sample[(vectors.Length * Vector<double>.Count)..])
        {
            ends = (Math.Min(ends.Least, value), Math.Max(ends.Largest, value));
        }

        return ends;
    }
}
