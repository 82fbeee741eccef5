namespace PipelineKit.Report;

/// <summary>Mean and median of figures; NaN without any.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="Median">The one in the middle; the mean of the two in the middle.</param>
internal sealed record Spread(int Count, double Mean, double Median)
{
    internal static Spread Of(IEnumerable<double> figures)
    {
        var sorted = figures.ToArray();
        Array.Sort(sorted);
        var sum = 0d;
        foreach (var figure in sorted)
        {
            sum += figure;
        }

        var middle = sorted.Length / 2;
        return sorted.Length == 0 ? new Spread(0, double.NaN, double.NaN) : new Spread(sorted.Length, sum / sorted.Length, sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
