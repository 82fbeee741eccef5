namespace PipelineKit.Canary;

/// <summary>Judges measurements by conditions and limits, in the order of an analysis of Argo Rollouts: the first measurement that ends it decides, and so it does not matter how often one looks.</summary>
public static class ConditionJudge
{
    /// <summary>The verdict over a metric of kind <see cref="MetricKind.Condition"/>, whose window is taken for the whole one.</summary>
    /// <exception cref="ConditionException">A condition cannot be read.</exception>
    public static MetricDecision Decide(MetricData data) => DecideWithin(data, data.Window.Count);

    /// <summary>The verdict while the window may still grow.</summary>
    /// <param name="data">What was read.</param>
    /// <param name="steps">How many steps the whole window has: without a number of measurements in its conditions the metric passes after these.</param>
    /// <exception cref="ConditionException">A condition cannot be read.</exception>
    public static MetricDecision DecideWithin(MetricData data, int steps)
    {
        var conditions = data.Definition.Conditions ?? new MetricConditions();
        var counters = new ConditionCounters(conditions, conditions.Count > 0 ? conditions.Count : Math.Max(steps, 1));
        var measure = new ConditionMeasure(conditions);
        MetricDecision? decided = null;
        for (var i = 0; i < data.Measurements.Count && decided is null; i++)
        {
            counters.Add(measure.Of(data.Measurements[i]));
            decided = counters.Decide() is var (verdict, reason, text) ? Of(data, verdict, reason, measure.LastError.Length > 0 && reason == ConditionReason.Error ? $"{text} {measure.LastError}" : text) with { DecidedAt = i + 1 } : null;
        }

        return decided ?? Of(data, CanaryVerdict.Inconclusive, DecisionReason.NotEnoughEvidence, $"{counters.Text}; {counters.Missing} more measurements are needed.") with { StepsNeeded = counters.Missing };
    }

    private static MetricDecision Of(MetricData data, CanaryVerdict verdict, string reason, string text) => new()
    {
        Name = data.Definition.Name,
        Kind = MetricKind.Condition,
        Verdict = verdict,
        Reason = reason,
        Text = text,
        Canary = data.Measurements.LastOrDefault(m => m is { Length: > 0 })?[0],
    };
}
