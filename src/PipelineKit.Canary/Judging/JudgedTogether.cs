namespace PipelineKit.Canary;

/// <summary>Metrics that decide together, each by the judge of its kind; those with gaps by what their policy makes of these.</summary>
internal sealed class JudgedTogether
{
    private readonly Dictionary<string, MetricDecision> _decisions = new(StringComparer.Ordinal);
    private readonly List<MetricData> _metrics;

    internal JudgedTogether(CanaryPolicy policy, IEnumerable<MetricData> metrics)
    {
        // By name, so that nothing depends on the order.
        _metrics = [.. metrics.OrderBy(m => m.Definition.Name, StringComparer.Ordinal)];
        var gaps = _metrics.ConvertAll(DataGate.Of);
        List<MetricData> whole = [.. _metrics.Where((_, i) => gaps[i] is null)];
        Gaps = [.. gaps.Where(g => g is not null).Select(g => g!.Value.Action)];
        var shares = AlphaShares.Of(policy, _metrics.Select(m => m.Definition));
        Counts = new CountPanel(whole.Where(m => m.Definition.Kind is MetricKind.Errors or MetricKind.Latency), policy, shares);
        var gauges = new GaugePanel(whole.Where(m => m.Definition.Kind == MetricKind.Gauge), policy, shares.Gauges);
        Add(Counts.Decisions(StandsAgainstPass(policy) ? Counts.FailedAt : null));
        Add(gauges.Decisions(gauges.FailedAt));
        Add(whole.Where(m => m.Definition.Kind == MetricKind.Condition).Select(m => ConditionJudge.DecideWithin(m, policy.Steps)));
        AddKayenta(policy);
        for (var i = 0; i < _metrics.Count; i++)
        {
            if (gaps[i] is { } gap)
            {
                Add([DataGate.Decide(_metrics[i], gap.Problem, gap.Action)]);
            }
        }

        Decisions = [.. _metrics.Select(m => _decisions[m.Definition.Name])];
    }

    /// <summary>What the gaps of the others lead to.</summary>
    internal IReadOnlyList<DataAction> Gaps { get; }

    /// <summary>Those that count.</summary>
    internal CountPanel Counts { get; }

    /// <summary>The verdict over each, by name.</summary>
    internal IReadOnlyList<MetricDecision> Decisions { get; }

    /// <summary>Of the metrics, those whose failure is marked as critical.</summary>
    internal IEnumerable<string> Critical => _metrics.Where(m => m.Definition.IsCritical).Select(m => m.Definition.Name);

    /// <summary>Kayenta's score and verdict; null without its metrics.</summary>
    internal (double Score, CanaryVerdict Verdict)? Kayenta { get; private set; }

    // A failure counts unless everything had passed before: whoever looks at every step has ended then. What has no step (objectives, conditions) or passes at the end only (gauges) cannot have passed before.
    private bool StandsAgainstPass(CanaryPolicy policy) =>
        !policy.StopsAtPass || policy.Slo is not null || Counts.Passes.Length < _metrics.Count || Array.Exists(Counts.Passes, p => p is null) || !(Counts.Passes.Max() < Counts.FailedAt);

    private void AddKayenta(CanaryPolicy policy)
    {
        var metrics = _metrics.FindAll(m => m.Definition.Kind == MetricKind.Kayenta);
        if (metrics.Count > 0)
        {
            var (score, verdict, decisions) = KayentaRelease.Decide(policy.Kayenta ?? new KayentaScoring(95, 75, new Dictionary<string, double>()), metrics);
            Kayenta = (score, verdict);
            Add(decisions);
        }
    }

    private void Add(IEnumerable<MetricDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            _decisions[decision.Name] = decision;
        }
    }
}
