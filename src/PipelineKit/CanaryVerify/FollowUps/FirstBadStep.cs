using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// Finds since when a canary was bad: the most probable point at which its rate left that of the baseline. Of the sums of log likelihood ratios (or, of values, of what exceeds half of
/// the mean difference) up to each step, the lowest one before the decision is where it began (Page's cumulative sum).
/// </summary>
internal static class FirstBadStep
{
    private const double LeastRatio = 1.25;

    /// <summary>The step, from 0; the earliest over all metrics that failed. Null when none of them can tell.</summary>
    internal static int? Of(CanaryOutcome outcome)
    {
        int? first = null;
        foreach (var data in outcome.Data)
        {
            var decision = outcome.Decision.Metrics.FirstOrDefault(m => m.Name == data.Definition.Name);
            if (decision is { Verdict: CanaryVerdict.Fail } && !data.Definition.IsMuted)
            {
                first = Earlier(first, Of(data, decision.DecidedAt ?? data.Window.Count, outcome.Slo));
            }
        }

        if (first is null && outcome is { Decision.Slo.Verdict: CanaryVerdict.Fail, Slo: { } slo })
        {
            foreach (var data in outcome.Data.Where(d => slo.Metrics.Count == 0 || slo.Metrics.Contains(d.Definition.Name, StringComparer.Ordinal)))
            {
                first = Earlier(first, data.CanaryCounts is null ? null : Of(data, data.Window.Count, slo));
            }
        }

        return first;
    }

    private static int? Earlier(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private static int? Of(MetricData data, int steps, SloPolicy? slo) =>
        data is { CanaryCounts: { } canary, BaselineCounts: { } baseline } ? Lowest(Scores(data.Definition, canary, baseline, slo), steps)
        : data is { CanaryValues: { } values, BaselineValues: { } others } ? Lowest(Scores(data.Definition, values, others), steps)
        : null;

    private static double[] Scores(MetricDefinition definition, ArmCounts canary, ArmCounts baseline, SloPolicy? slo)
    {
        var total = Sum(baseline.Total);
        var rate = total > 0 ? Sum(baseline.Events) / total : 0;
        var expected = (rate > 0 ? rate : 1 - (slo?.Objective ?? 1)) * definition.FailRatio;
        var ratio = Math.Max(definition.PassRatio / definition.FailRatio, LeastRatio);
        var scores = new double[canary.Events.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Known((canary.Events[i] * Math.Log(ratio)) - ((ratio - 1) * expected * canary.Total[i]));
        }

        return scores;
    }

    private static double[] Scores(MetricDefinition definition, double[] canary, double[] baseline)
    {
        var scores = new double[canary.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Known(canary[i] - baseline[i]);
        }

        var half = Sum(scores) / Math.Max(1, scores.Length) / 2;
        var sign = definition.Direction == MetricDirection.Decrease || (definition.Direction == MetricDirection.Either && half < 0) ? -1 : 1;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = sign * (scores[i] - half);
        }

        return scores;
    }

    // The last of equal ones: a step without any event is not a bad one yet.
    private static int? Lowest(double[] scores, int steps)
    {
        if (scores.Length == 0)
        {
            return null;
        }

        var (sum, least, first) = (0d, 0d, 0);
        for (var i = 0; i < Math.Min(steps, scores.Length) - 1; i++)
        {
            sum += scores[i];
            if (sum <= least)
            {
                (least, first) = (sum, i + 1);
            }
        }

        return first;
    }

    private static double Sum(double[] values)
    {
        var sum = 0d;
        foreach (var value in values)
        {
            sum += Known(value);
        }

        return sum;
    }

    // A step without data says nothing.
    private static double Known(double value) => double.IsFinite(value) ? value : 0;
}
