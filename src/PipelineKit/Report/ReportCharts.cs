using System.Globalization;
using PipelineKit.Charts;

namespace PipelineKit.Report;

/// <summary>The charts of a report.</summary>
internal static class ReportCharts
{
    private const int MostWeeks = 60;
    private static readonly ChartTone[] Tones = [ChartTone.Good, ChartTone.Bad, ChartTone.Neutral];
    private static readonly ChartTone[] EnvironmentTones = [ChartTone.First, ChartTone.Second, ChartTone.Third, ChartTone.Good, ChartTone.Bad, ChartTone.Neutral];

    internal static IEnumerable<ReportFile> Of(ReportResult result)
    {
        var folder = result.Options.ChartFolder;
        return [.. result.Environments.Select(e => new ReportFile($"{folder}/deployments-{e.Name}.svg", () => SvgChart.Write(Deployments(result, e)))), new ReportFile($"{folder}/time-to-rollback.svg", () => SvgChart.Write(Rollbacks(result)))];
    }

    /// <summary>Promotions of each week by how they ended; of a long window the last weeks.</summary>
    internal static Chart Deployments(ReportResult result, EnvironmentReport environment)
    {
        var last = ReportWindow.WeekOf(result.Options.Window.Until.AddTicks(-1));
        var weeks = new List<DateTimeOffset>();
        for (var week = last; weeks.Count < MostWeeks && week >= ReportWindow.WeekOf(result.Options.Window.Since); week = week.AddDays(-7))
        {
            weeks.Insert(0, week);
        }

        var series = Array.ConvertAll(Tones, tone => new ChartSeries(
            ReportMetrics.Outcomes[(int)tone], tone, [.. weeks.Select(w => (double)environment.Deployments.Count(d => (int)d.Outcome == (int)tone && ReportWindow.WeekOf(d.At) == w))]));
        var told = weeks.Select((w, i) => $"week of {Day(w)}: {string.Join(", ", series.Where(s => s.Values[i] > 0).Select(s => $"{ReportText.Number(s.Values[i])} {s.Name}"))}").Where(t => !t.EndsWith(": ", StringComparison.Ordinal)).ToList();
        return new Chart
        {
            Title = $"Promotions of {result.App} to {environment.Name} per week",
            Description = told.Count == 0 ? "There were none." : string.Join("; ", told) + ".",
            Kind = ChartKind.Stacked,
            Categories = [.. weeks.Select(w => w.UtcDateTime.ToString("MM-dd", CultureInfo.InvariantCulture))],
            Series = series,
        };
    }

    /// <summary>Every rollback whose time is known, by when it was.</summary>
    internal static Chart Rollbacks(ReportResult result)
    {
        var all = result.Environments.SelectMany(e => e.Rollbacks.Where(r => r.Seconds is not null).Select(r => new Point(e.Name, r.Entry.At, r.Seconds!.Value))).OrderBy(p => p.At).ToList();
        return new Chart
        {
            Title = $"Time to roll {result.App} back",
            Description = all.Count == 0 ? "There were no rollbacks." : string.Join("; ", all.Select(p => $"{Day(p.At)} in {p.Environment}: {ReportText.Span(p.Seconds)}")) + ".",
            Kind = ChartKind.Lines,
            Unit = "s",
            Categories = [.. all.Select(p => Day(p.At))],
            Series = [.. result.Environments.Select((e, i) => new ChartSeries(e.Name, EnvironmentTones[i % EnvironmentTones.Length], [.. all.Select(p => p.Environment == e.Name ? p.Seconds : double.NaN)]))],
        };
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Point(string Environment, DateTimeOffset At, double Seconds);
}
