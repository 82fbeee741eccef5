namespace PipelineKit.Canary;

/// <summary>Knows of a series whether it began while its target was already scraped.</summary>
internal sealed class CounterBirths
{
    private readonly Dictionary<string, List<Series>> _byTarget = new(StringComparer.Ordinal);

    public CounterBirths(IReadOnlyList<Series> witnesses)
    {
        foreach (var series in witnesses)
        {
            if (TargetOf(series.Labels) is not { } target || series.Times.Length < 2)
            {
                continue;
            }

            if (!_byTarget.TryGetValue(target, out var list))
            {
                _byTarget.Add(target, list = []);
            }

            list.Add(series);
        }
    }

    /// <summary>What was scraped, as far as labels tell; null when they do not.</summary>
    public static string? TargetOf(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue("instance", out var instance) ? $"i\0{labels.GetValueOrDefault("job", "")}\0{instance}\0{labels.GetValueOrDefault("pod", "")}"
        : labels.TryGetValue("pod", out var pod) ? $"p\0{labels.GetValueOrDefault("namespace", "")}\0{pod}"
        : null;

    /// <summary>Whether another series has a sample at the very time of this one's first, and one before.</summary>
    public bool IsBorn(Series series)
    {
        if (series.Times.Length == 0 || TargetOf(series.Labels) is not { } target || !_byTarget.TryGetValue(target, out var list))
        {
            return false;
        }

        var first = series.Times[0];
        foreach (var witness in list)
        {
            if (witness.Times[0] < first && Array.BinarySearch(witness.Times, first) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
