using System.Globalization;
using System.Text;

namespace PipelineKit.Policy;

/// <summary>Writes the YAML of a small policy; lists and texts in the one way that needs no thought: quoted, one per line.</summary>
internal sealed class PolicyWriter
{
    private readonly StringBuilder _text = new();

    internal PolicyWriter Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    internal PolicyWriter Section(string name, bool wanted) => wanted ? Line(name + ":") : this;

    internal PolicyWriter List(string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return this;
        }

        Line(key + ":");
        foreach (var value in values)
        {
            Line($"    - '{value.Replace("'", "''", StringComparison.Ordinal)}'");
        }

        return this;
    }

    internal PolicyWriter Span(string key, TimeSpan? span) => span is { } given ? Line(string.Create(CultureInfo.InvariantCulture, $"{key}: {Written(given)}")) : this;

    internal void Rule(string id, string criterion, string? more = null)
    {
        Line($"  - id: {id}").Line($"    {criterion}");
        if (more is not null)
        {
            Line($"    {more}");
        }
    }

    public override string ToString() => _text.ToString();

    // What Duration.Parse reads back as the same span.
    private static string Written(TimeSpan span)
    {
        var text = new StringBuilder();
        foreach (var (count, unit) in new[] { (span.Days, "d"), (span.Hours, "h"), (span.Minutes, "m"), (span.Seconds, "s"), (span.Milliseconds, "ms") })
        {
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }
}
