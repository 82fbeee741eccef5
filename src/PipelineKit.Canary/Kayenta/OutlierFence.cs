
namespace PipelineKit.Canary;

/// <summary>Leaves out values far outside of the quartiles, but never those between the first and the ninety-ninth percentile.</summary>
internal static class OutlierFence
{
    /// <summary>The values inside, in their order.</summary>
    /// <param name="sample">Not empty.</param>
    /// <param name="factor">How far, in parts of the distance of the quartiles.</param>
    internal static double[] Inside(double[] sample, double factor)
    {
        var ascending = (double[])sample.Clone();
        Array.Sort(ascending);
        var (first, third) = (Samples.Quantile(ascending, 0.25), Samples.Quantile(ascending, 0.75));
        var lower = Math.Min(Samples.Quantile(ascending, 0.01), first - (factor * (third - first)));
        var upper = Math.Max(Samples.Quantile(ascending, 0.99), third + (factor * (third - first)));
        return Array.FindAll(sample, v => v >= lower && v <= upper);
    }
}
