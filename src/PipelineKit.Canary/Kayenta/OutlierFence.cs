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
        var (first, third) = (Percentile(ascending, 25), Percentile(ascending, 75));
        var lower = Math.Min(Percentile(ascending, 1), first - (factor * (third - first)));
        var upper = Math.Max(Percentile(ascending, 99), third + (factor * (third - first)));

        // With infinities a fence may be no number, and then nothing is outside of it.
        return Array.FindAll(sample, v => !(v > upper || v < lower));
    }

    // R's type 7 with places counted from 1, as Kayenta has it: that decides the last bit of the part between two values.
    private static double Percentile(double[] ascending, double percent)
    {
        var place = 1 + ((ascending.Length - 1) * (percent / 100));
        if (place >= ascending.Length)
        {
            return ascending[^1];
        }

        var (whole, value) = ((int)Math.Floor(place), ascending[(int)Math.Floor(place) - 1]);
        return value + ((place - whole) * (ascending[whole] - value));
    }
}
