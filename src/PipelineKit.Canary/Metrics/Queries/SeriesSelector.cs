namespace PipelineKit.Canary;

/// <summary>An instant vector selector of PromQL, <c>name{label="value",...}</c>, without a range, offset or function.</summary>
public sealed class SeriesSelector
{
    internal const string NameLabel = "__name__";

    internal SeriesSelector(string name, IReadOnlyList<LabelMatcher> matchers) => (Name, Matchers) = (name, matchers);

    /// <summary>The name of the metric; empty when only labels select.</summary>
    public string Name { get; }

    /// <summary>The conditions in braces, as written.</summary>
    public IReadOnlyList<LabelMatcher> Matchers { get; }

    /// <summary>Reads one.</summary>
    /// <exception cref="QueryTextException">It is something else, or every series would fit.</exception>
    public static SeriesSelector Parse(string text) => new SelectorReader(text).ReadSelector();

    /// <summary>Reads conditions without braces, such as <c>track="canary",zone=~"a|b"</c>; a name with other signs stands in double quotes.</summary>
    /// <exception cref="QueryTextException">They cannot be read.</exception>
    public static IReadOnlyList<LabelMatcher> ParseMatchers(string text) => new SelectorReader(text).ReadMatchersOnly();

    /// <summary>Whether a series fits.</summary>
    public bool Fits(IReadOnlyDictionary<string, string> labels)
    {
        if (Name.Length > 0 && labels.GetValueOrDefault(NameLabel, "") != Name)
        {
            return false;
        }

        foreach (var matcher in Matchers)
        {
            if (!matcher.Fits(labels.GetValueOrDefault(matcher.Label, "")))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same with one more condition.</summary>
    internal SeriesSelector With(LabelMatcher matcher) => new(Name, [.. Matchers, matcher]);

    /// <summary>Whether all series of the other fit this one too, as far as the conditions show it.</summary>
    internal bool Covers(SeriesSelector other) =>
        Name == other.Name && Matchers.All(m => other.Matchers.Any(o => o.Label == m.Label && o.Operator == m.Operator && o.Value == m.Value));

    /// <inheritdoc />
    public override string ToString() => Matchers.Count == 0 ? Name : $"{Name}{{{string.Join(",", Matchers)}}}";
}
