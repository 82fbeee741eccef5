namespace PipelineKit.Canary;

/// <summary>Normal noise of 1e-5 of a constant. Always the same: Kayenta draws it anew each time, which nothing that is decided may depend on.</summary>
internal static class ConstantNoise
{
    private const double Scale = 1e-5;

    /// <summary>The constant with noise.</summary>
    internal static double[] Over(double[] constant, ulong seed)
    {
        var state = seed;
        return Array.ConvertAll(constant, v => v + (v * Scale * Math.Sqrt(-2 * Math.Log(Uniform(ref state))) * Math.Cos(2 * Math.PI * Uniform(ref state))));
    }

    // SplitMix64 (Steele, Lea, Flood, 2014), as a number above 0 and at most 1.
    private static double Uniform(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return ((z >> 11) + 1) / (double)(1UL << 53);
    }
}
