namespace PipelineKit.Evidence;

/// <summary>Opinions in the order they came, each once. Most findings have a handful, so there is no table until there are many.</summary>
internal sealed class OpinionList
{
    private const int Few = 16;

    private HashSet<SeverityRating>? _known;

    internal List<SeverityRating> Items { get; } = [];

    internal void Clear()
    {
        _known = null;
        Items.Clear();
    }

    internal void Add(SeverityRating opinion)
    {
        if (_known is null && Items.Count >= Few)
        {
            _known = [.. Items];
        }

        if (_known?.Add(opinion) ?? !Items.Contains(opinion))
        {
            Items.Add(opinion);
        }
    }
}
