using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.CanaryVerify;

/// <summary>Says how often a configuration failed what was good.</summary>
internal static class CalibrationReport
{
    internal static CommandReport From(CalibrationResult result)
    {
        var (interval, alpha) = (result.Interval, result.Run.Policy.Alpha);
        var isTooHigh = interval.Lower > alpha;
        var verdict = result.Judged == 0 ? "inconclusive" : isTooHigh ? "fail" : "pass";
        return new CommandReport
        {
            Exit = verdict == "pass" ? ExitCode.Ok : ExitCode.GateSaidNo,
            Headline = Headline(result, isTooHigh),
            Outputs = [new(CommonOutputs.Verdict, verdict), new(CanaryOutputs.Reason, result.Judged == 0 ? "no-data" : isTooHigh ? "false-alarms" : "calibrated"), new(CanaryOutputs.MetricsFailed, string.Join('\n', Blamed(result).Select(b => b.Name)))],
            Summary = new Summary("canary-verify calibrate", Blocks(result)),
            Result = CanaryJson.Element(json =>
            {
                json.WriteStartObject();
                json.WriteString("mode", "calibrate");
                json.WriteString("verdict", verdict);
                json.WriteNumber("windows", result.Decisions.Count);
                json.WriteNumber("judged", result.Judged);
                json.WriteNumber("failed", result.Failed);
                json.WriteNumber("passed", result.Passed);
                json.WriteNumber("alpha", alpha);
                json.WriteNumber("rateLower", interval.Lower);
                json.WriteNumber("rateUpper", interval.Upper);
                json.WriteStartObject("metrics");
                foreach (var (name, count) in Blamed(result))
                {
                    json.WriteNumber(name, count);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }),
            ResultToStandardOutput = result.Run.Options.Json,
        };
    }

    private static string Headline(CalibrationResult result, bool isTooHigh)
    {
        if (result.Judged == 0)
        {
            return $"None of {CanaryText.Counted(result.Decisions.Count, "window")} has data that could be judged.";
        }

        var interval = result.Interval;
        return $"This configuration would have failed {result.Failed} of {CanaryText.Counted(result.Judged, "good window")}: between {Percent(interval.Lower)} and {Percent(interval.Upper)} of good releases (95 % confidence)"
            + (isTooHigh ? $", which is more than the {Percent(result.Run.Policy.Alpha)} that were asked for." : ".");
    }

    private static List<SummaryBlock> Blocks(CalibrationResult result)
    {
        var blocks = new List<SummaryBlock>
        {
            new Paragraph("In each window one half of the baseline's pods was the canary of the other half; where a metric cannot be told apart by pods, the window was the canary of the one before, and what really changed in between counts as a false alarm, too."),
            new Table(null, ["Windows", "Failed", "Passed", "Open", "Without data"], [[Count(result.Decisions.Count), Count(result.Failed), Count(result.Passed), Count(result.Judged - result.Failed - result.Passed), Count(result.Unusable)]]),
        };
        var blamed = Blamed(result).ToList();
        if (blamed.Count > 0)
        {
            blocks.Add(new Table("False alarms by metric", ["Metric", "Windows"], [.. blamed.Select(b => new Cell[] { new(b.Name, Code: true), Count(b.Count) })]));
        }

        return blocks;
    }

    private static IEnumerable<(string Name, int Count)> Blamed(CalibrationResult result) => result.Run.Metrics
        .Select(m => (m.Name, Count: result.Decisions.Count(d => d.Verdict == CanaryVerdict.Fail && d.Metrics.Any(x => x.Name == m.Name && x.Verdict == CanaryVerdict.Fail))))
        .Where(b => b.Count > 0);

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double part) => $"{(part * 100).ToString("0.##", CultureInfo.InvariantCulture)} %";
}
