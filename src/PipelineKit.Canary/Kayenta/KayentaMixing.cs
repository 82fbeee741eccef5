namespace PipelineKit.Canary;

/// <summary>
/// Pairs the series of both arms as Kayenta does: those with equal labels; a series whose counterpart is missing is paired with values that are no numbers. Series that differ in the label of a pod thus stand alone each, and have
/// no data. Values stand in the order they came in, and are not aligned by time.
/// </summary>
public static class KayentaMixing
{
    private static readonly double[] None = [];

    /// <summary>The pairs, in the order of their labels.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="control">The series of the baseline.</param>
    /// <param name="experiment">Those of the canary.</param>
    /// <param name="expected">How many values the window has: fewer are filled up with NaN at the end.</param>
    /// <param name="options">How they are judged.</param>
    public static IReadOnlyList<MetricPair> Mix(string name, IReadOnlyList<Series> control, IReadOnlyList<Series> experiment, int expected, MetricOptions options)
    {
        var (before, after) = (ByLabels(control), ByLabels(experiment));
        var (isPlain, isPlainAfter) = (before.ContainsKey(""), after.ContainsKey(""));

        // Where one side alone has a series without labels, it stands for "nothing" beside each series of the other.
        var keys = isPlain && !isPlainAfter ? after.Keys : !isPlain && isPlainAfter ? before.Keys : before.Keys.Union(after.Keys, StringComparer.Ordinal);
        return [.. keys.Order(StringComparer.Ordinal).Select(key => new MetricPair(key.Length == 0 ? name : $"{name}{{{key}}}", Padded(before.GetValueOrDefault(key), expected), Padded(after.GetValueOrDefault(key), expected), options))];
    }

    /// <summary>Whether the arms have labels of different names, which Kayenta refuses to compare.</summary>
    public static bool LabelsDiffer(IReadOnlyList<Series> control, IReadOnlyList<Series> experiment)
    {
        var (before, after) = (Names(control), Names(experiment));
        return before.Count > 0 && after.Count > 0 && !before.SetEquals(after);
    }

    // The first one of equal labels; a side without series has one without labels and values.
    private static Dictionary<string, double[]> ByLabels(IReadOnlyList<Series> series)
    {
        var found = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var one in series)
        {
            found.TryAdd(Text(one.Labels), one.Values);
        }

        if (found.Count == 0)
        {
            found[""] = None;
        }

        return found;
    }

    private static HashSet<string> Names(IReadOnlyList<Series> series) => series.SelectMany(s => s.Labels.Keys).ToHashSet(StringComparer.Ordinal);

    private static string Text(IReadOnlyDictionary<string, string> labels) => string.Join(",", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{l.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));

    private static double[] Padded(double[]? values, int expected)
    {
        var from = values ?? None;
        if (from.Length >= expected)
        {
            return from;
        }

        var padded = new double[expected];
        from.CopyTo(padded, 0);
        padded.AsSpan(from.Length).Fill(double.NaN);
        return padded;
    }
}
