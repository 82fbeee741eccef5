using System.Globalization;
using System.Text;
using PipelineKit.Canary;
using PipelineKit.Charts;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// The evidence about the metric that decided, step by step: how much of what is needed for a verdict there was, for "worse" and for "as good". A line at 1 decides. Metrics that go up and down have no
/// such evidence; of them both arms are drawn.
/// </summary>
internal static class CanaryChart
{
    private const int MostPoints = 60;
    private const double Highest = 2;

    internal static Chart Of(CanaryVerifyResult result)
    {
        var series = SeriesOf(result, out var title);
        var window = result.Document.Window;
        var every = Math.Max(1, (window.Count + MostPoints - 1) / MostPoints);
        var points = Enumerable.Range(0, window.Count).Where(i => i % every == every - 1 || i == window.Count - 1).ToList();
        return new Chart
        {
            Title = title,
            Description = CanaryText.Sentence(result.Decision.Text),
            Kind = ChartKind.Lines,
            Categories = [.. points.Select(i => window.EndOf(i).UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture))],
            Series = [.. series.Select(s => s with { Values = [.. points.Select(i => s.Values[i])] })],
        };
    }

    /// <summary>The same as a chart of Mermaid (xychart), which GitHub draws; null when there is nothing to draw.</summary>
    internal static string? Mermaid(CanaryVerifyResult result)
    {
        var chart = Of(result);
        if (chart.Series.Count == 0 || chart.Categories.Count < 2)
        {
            return null;
        }

        var text = new StringBuilder("xychart-beta\n");
        text.Append(CultureInfo.InvariantCulture, $"  title \"{Plain(chart.Title)} ({string.Join(", ", chart.Series.Select(s => Plain(s.Name)))})\"\n");
        text.Append(CultureInfo.InvariantCulture, $"  x-axis [{string.Join(", ", chart.Categories.Select(c => $"\"{c}\""))}]\n");
        foreach (var series in chart.Series)
        {
            text.Append(CultureInfo.InvariantCulture, $"  line [{string.Join(", ", series.Values.Select(v => (double.IsFinite(v) ? v : 0).ToString("0.####", CultureInfo.InvariantCulture)))}]\n");
        }

        return text.ToString();
    }

    private static IReadOnlyList<ChartSeries> SeriesOf(CanaryVerifyResult result, out string title)
    {
        // The one that failed comes first, then those that are open, then the others.
        foreach (var metric in result.Decision.Metrics.OrderBy(m => m.Verdict switch { CanaryVerdict.Fail => 0, CanaryVerdict.Inconclusive => 1, _ => 2 }))
        {
            if (CanaryJudge.Trace(result.Document.Case, metric.Name) is { } trace)
            {
                title = $"Evidence about {metric.Name}";
                return
                [
                    new("worse than the baseline", ChartTone.Bad, [.. trace.Worse.Select(e => Part(e, trace.WorseBound))]),
                    new("as good", ChartTone.Good, [.. trace.Good.Select(e => Part(e, trace.GoodBound))]),
                    new("decides", ChartTone.Neutral, [.. trace.Worse.Select(_ => 1.0)]),
                ];
            }

            if (result.Document.Case.Metrics.FirstOrDefault(d => d.Definition.Name == metric.Name) is { CanaryValues: { } canary, BaselineValues: { } baseline })
            {
                title = metric.Name;
                return [new("canary", ChartTone.Second, canary), new("baseline", ChartTone.First, baseline)];
            }
        }

        title = "Nothing was counted or measured";
        return [];
    }

    // Evidence far beyond what decides would press everything else against the bottom.
    private static double Part(double evidence, double bound) => Math.Clamp(evidence / bound, 0, Highest);

    // Mermaid has no escapes in texts: what could end one is left out.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ',' or '/' ? c : ' '));
}
