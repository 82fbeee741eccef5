namespace PipelineKit.Canary;

/// <summary>The series of both arms, paired by equal labels; the side that is missing has no values.</summary>
internal static class KayentaPairs
{
    public static IReadOnlyList<MetricPair> Of(MetricDefinition metric, IReadOnlyList<Series> baseline, IReadOnlyList<Series> canary, TimeWindow window)
    {
        var options = metric.Kayenta ?? new MetricOptions { Direction = metric.Direction };
        var (before, after) = (ByLabels(baseline), ByLabels(canary));
        var none = new double[window.Count];
        Array.Fill(none, double.NaN);
        return [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(k => new MetricPair(metric.Name + k, before.GetValueOrDefault(k, none), after.GetValueOrDefault(k, none), options))];
    }

    private static Dictionary<string, double[]> ByLabels(IReadOnlyList<Series> list) => list.ToDictionary(s => CanonicalSeries.LabelText(s.Labels), s => s.Values, StringComparer.Ordinal);
}
