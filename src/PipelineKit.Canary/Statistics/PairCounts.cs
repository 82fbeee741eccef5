using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PipelineKit.Canary;

/// <summary>Counts of pairs of two ascending samples whose difference is above a value: one pass over both samples for six values at once, as each pass alone would mostly wait for its own last step.</summary>
internal static class PairCounts
{
    /// <summary>How many values are counted for at once.</summary>
    internal const int Width = 6;

    /// <summary>Counts.</summary>
    /// <param name="x">Ascending, and after its end one infinity.</param>
    /// <param name="y">The same.</param>
    /// <param name="values">Six values.</param>
    /// <param name="above">How many pairs have <c>x - y</c> above each.</param>
    internal static void Above(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> values, Span<long> above)
    {
        // In each step either x or y goes on. With an infinity after both ends that comes out at the ends of both after exactly all steps, and no end needs to be looked for.
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        var (v0, v1, v2, v3, v4, v5) = (values[0], values[1], values[2], values[3], values[4], values[5]);
        nint j0 = 0, j1 = 0, j2 = 0, j3 = 0, j4 = 0, j5 = 0;
        long s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0;
        nint steps = x.Length - 1 + y.Length - 1;
        for (nint t = 0; t < steps; t++)
        {
            s0 += j0;
            s1 += j1;
            s2 += j2;
            s3 += j3;
            s4 += j4;
            s5 += j5;
            j0 += Unsafe.Add(ref xs, t - j0) - Unsafe.Add(ref ys, j0) > v0 ? (nint)1 : 0;
            j1 += Unsafe.Add(ref xs, t - j1) - Unsafe.Add(ref ys, j1) > v1 ? (nint)1 : 0;
            j2 += Unsafe.Add(ref xs, t - j2) - Unsafe.Add(ref ys, j2) > v2 ? (nint)1 : 0;
            j3 += Unsafe.Add(ref xs, t - j3) - Unsafe.Add(ref ys, j3) > v3 ? (nint)1 : 0;
            j4 += Unsafe.Add(ref xs, t - j4) - Unsafe.Add(ref ys, j4) > v4 ? (nint)1 : 0;
            j5 += Unsafe.Add(ref xs, t - j5) - Unsafe.Add(ref ys, j5) > v5 ? (nint)1 : 0;
        }

        // The steps in which y went on added 0 to n - 1.
        long n = y.Length - 1, own = n * (n - 1) / 2;
        (above[0], above[1], above[2], above[3], above[4], above[5]) = (s0 - own, s1 - own, s2 - own, s3 - own, s4 - own, s5 - own);
    }

    /// <summary>For three values at once: where in y, for each of x, the first is from which on the difference is not above the value; and how many differences are above 0, and how many are not below.</summary>
    /// <param name="x">Ascending, and after its end one infinity.</param>
    /// <param name="y">The same.</param>
    /// <param name="values">Three values.</param>
    /// <param name="positions">Three times as long as <paramref name="x"/>: all positions for the first value, then for the next.</param>
    internal static (long Above, long NotBelow) Positions(ReadOnlySpan<double> x, ReadOnlySpan<double> y, (double First, double Second, double Third) values, Span<int> positions)
    {
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var ys = ref MemoryMarshal.GetReference(y);
        ref var first = ref MemoryMarshal.GetReference(positions);
        ref var second = ref Unsafe.Add(ref first, x.Length);
        ref var third = ref Unsafe.Add(ref second, x.Length);
        nint j0 = 0, j1 = 0, j2 = 0, j3 = 0, j4 = 0;
        long s3 = 0, s4 = 0;
        nint steps = x.Length - 1 + y.Length - 1;
        for (nint t = 0; t < steps; t++)
        {
            // What is written last before x goes on stays.
            Unsafe.Add(ref first, t - j0) = (int)j0;
            Unsafe.Add(ref second, t - j1) = (int)j1;
            Unsafe.Add(ref third, t - j2) = (int)j2;
            s3 += j3;
            s4 += j4;
            j0 += Unsafe.Add(ref xs, t - j0) - Unsafe.Add(ref ys, j0) > values.First ? (nint)1 : 0;
            j1 += Unsafe.Add(ref xs, t - j1) - Unsafe.Add(ref ys, j1) > values.Second ? (nint)1 : 0;
            j2 += Unsafe.Add(ref xs, t - j2) - Unsafe.Add(ref ys, j2) > values.Third ? (nint)1 : 0;
            j3 += Unsafe.Add(ref xs, t - j3) > Unsafe.Add(ref ys, j3) ? (nint)1 : 0;
            j4 += Unsafe.Add(ref xs, t - j4) >= Unsafe.Add(ref ys, j4) ? (nint)1 : 0;
        }

        long n = y.Length - 1, own = n * (n - 1) / 2;
        return (s3 - own, s4 - own);
    }
}
