namespace PipelineKit.Benchmarks;

/// <summary>Xoshiro256** (Blackman and Vigna), seeded by SplitMix64: the same numbers on every machine and framework.</summary>
internal sealed class BenchRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double _spare = double.NaN;

    internal BenchRandom(ulong seed)
    {
        (_a, _b, _c, _d) = (Split(ref seed), Split(ref seed), Split(ref seed), Split(ref seed));
    }

    /// <summary>Above 0 and at most 1.</summary>
    internal double Uniform()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return ((result >> 11) + 1) / (double)(1UL << 53);
    }

    /// <summary>Standard normal (Box and Muller).</summary>
    internal double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        var (radius, angle) = (Math.Sqrt(-2 * Math.Log(Uniform())), 2 * Math.PI * Uniform());
        _spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>Poisson: by products of uniform numbers, in parts where the mean is large.</summary>
    internal double Poisson(double mean)
    {
        var count = 0.0;
        for (; mean > 30; mean -= 30)
        {
            count += Small(30);
        }

        return count + Small(mean);
    }

    private double Small(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), Uniform(), 0);
        for (; product > limit; count++)
        {
            product *= Uniform();
        }

        return count;
    }

    private static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
