namespace PipelineKit.Canary;

/// <summary>What all metrics and the objective make together: every one must pass for a pass, one that fails fails.</summary>
internal static class CanarySummary
{
    /// <summary>No metric decides: <c>no-metrics</c>.</summary>
    private const string NoMetrics = "no-metrics";

    /// <summary>Kayenta's score is below what passes: <c>kayenta.score</c>.</summary>
    private const string Score = "kayenta.score";

    internal static CanaryDecision Of(JudgedTogether together, SloDecision? slo, IReadOnlyList<MetricDecision> metrics)
    {
        var verdict = Verdict(together, slo);
        var (reason, text) = Why(together, slo, verdict);
        return new CanaryDecision
        {
            Verdict = verdict,
            Reason = reason,
            Text = text,
            Metrics = metrics,
            Slo = slo,
            Score = together.Kayenta?.Score,
            MayExtend = verdict == CanaryVerdict.Inconclusive && MayExtend(together, slo),
        };
    }

    // A single one of Kayenta's metrics decides nothing, its score does.
    private static IEnumerable<MetricDecision> Deciding(JudgedTogether together) =>
        together.Decisions.Where(d => d.Kind != MetricKind.Kayenta || d.Reason.StartsWith("data.", StringComparison.Ordinal));

    private static CanaryVerdict Verdict(JudgedTogether together, SloDecision? slo)
    {
        List<CanaryVerdict> all = [.. Deciding(together).Select(d => d.Verdict)];
        if (together.Kayenta is { } kayenta)
        {
            all.Add(kayenta.Verdict);
        }

        if (slo is not null)
        {
            all.Add(slo.Verdict);
        }

        return all.Contains(CanaryVerdict.Fail) ? CanaryVerdict.Fail
            : together.Decisions.Count > 0 && all.TrueForAll(v => v == CanaryVerdict.Pass) ? CanaryVerdict.Pass
            : CanaryVerdict.Inconclusive;
    }

    private static (string Reason, string Text) Why(JudgedTogether together, SloDecision? slo, CanaryVerdict verdict)
    {
        if (together.Decisions.Count == 0 && verdict == CanaryVerdict.Inconclusive)
        {
            return (NoMetrics, "no metric decides anything: there is none, or all are only told");
        }

        if (verdict == CanaryVerdict.Pass)
        {
            return (DecisionReason.NotWorse, together.Decisions.Count == 1 ? $"{together.Decisions[0].Name}: {together.Decisions[0].Text}" : $"all {together.Decisions.Count} metrics pass");
        }

        // The critical ones first, then by when they were found, then by name.
        var critical = together.Critical.ToHashSet(StringComparer.Ordinal);
        List<MetricDecision> blamed = [.. Deciding(together).Where(d => d.Verdict == verdict).OrderBy(d => critical.Contains(d.Name) ? 0 : 1).ThenBy(d => d.DecidedAt ?? int.MaxValue)];
        if (blamed.Count > 0)
        {
            var others = blamed.Count > 1 ? $" (and {blamed.Count - 1} more: {string.Join(", ", blamed.Skip(1).Take(5).Select(d => d.Name))})" : "";
            return (blamed[0].Reason, $"{blamed[0].Name}: {blamed[0].Text}{others}");
        }

        return slo?.Verdict == verdict ? (slo.Reason, slo.Text) : (Score, $"the score is {Words.Of(together.Kayenta?.Score ?? 0)} of 100");
    }

    // A gap that is to be waited for; or evidence that gathers, where no gap says that this is all there is.
    private static bool MayExtend(JudgedTogether together, SloDecision? slo) =>
        !together.Gaps.Contains(DataAction.Inconclusive)
        && (together.Gaps.Contains(DataAction.Extend) || slo?.Verdict == CanaryVerdict.Inconclusive || together.Decisions.Any(IsGathering));

    private static bool IsGathering(MetricDecision decision) =>
        decision.Verdict == CanaryVerdict.Inconclusive && decision.Kind switch
        {
            MetricKind.Errors or MetricKind.Latency => true,
            MetricKind.Gauge => decision.StepsNeeded is not null,
            _ => false,
        };
}
