using System.Globalization;

namespace PipelineKit.Benchmarks;

/// <summary>Tables in Markdown, and how many rows of good releases lie on which side of alpha.</summary>
internal sealed class BenchTable(TextWriter output)
{
    private const double AlphaLimit = 0.01;

    /// <summary>How many parts of good releases were told.</summary>
    internal int Rows { get; private set; }

    /// <summary>How many of them have the whole error bar at alpha or below.</summary>
    internal int Below { get; private set; }

    /// <summary>How many of them have the whole error bar above it: there alpha does not hold.</summary>
    internal int Above { get; private set; }

    internal void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    internal void Head(params string[] names)
    {
        Row(names);
        Row(Array.ConvertAll(names, _ => "---"));
    }

    internal void Row(params string[] cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>The part of good releases that fail, with its error bar.</summary>
    internal string Alpha(BenchOutcome outcome)
    {
        var (low, high) = BenchOutcome.Interval(outcome.Fails, outcome.Runs);
        Rows++;
        Below += high <= AlphaLimit ? 1 : 0;
        Above += low > AlphaLimit ? 1 : 0;
        return BenchOutcome.Part(outcome.Fails, outcome.Runs);
    }
}
