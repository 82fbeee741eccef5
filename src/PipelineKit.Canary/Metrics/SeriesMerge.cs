namespace PipelineKit.Canary;

/// <summary>Joins parts of series, by their labels; the parts come in the order of time.</summary>
internal sealed class SeriesMerge
{
    private readonly Dictionary<string, List<Series>> _parts = new(StringComparer.Ordinal);

    public void Add(IReadOnlyList<Series> list)
    {
        foreach (var series in list)
        {
            var key = CanonicalSeries.LabelText(series.Labels);
            if (!_parts.TryGetValue(key, out var parts))
            {
                _parts.Add(key, parts = []);
            }

            parts.Add(series);
        }
    }

    public List<Series> ToList()
    {
        var list = new List<Series>(_parts.Count);
        foreach (var parts in _parts.Values)
        {
            list.Add(parts is [var only] ? only : new Series(parts[0].Labels, [.. parts.SelectMany(p => p.Times)], [.. parts.SelectMany(p => p.Values)]));
        }

        return list;
    }
}
