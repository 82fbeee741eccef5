namespace PipelineKit.Canary;

/// <summary>All metrics that count, judged together: the mean of their evidence fails, each passes for itself.</summary>
internal sealed class CountPanel
{
    private readonly CountTrack[] _tracks;
    private readonly AlphaShares _shares;
    private readonly CanaryPolicy _policy;

    /// <summary>Judges.</summary>
    /// <param name="metrics">Those with data that can be judged.</param>
    /// <param name="policy">How.</param>
    /// <param name="shares">Of alpha; the metrics without data count in it, with evidence that says nothing.</param>
    internal CountPanel(IEnumerable<MetricData> metrics, CanaryPolicy policy, AlphaShares shares)
    {
        // In an order of their own: sums of floating point numbers depend on it.
        _tracks = [.. metrics.OrderBy(m => m.Definition.Name, StringComparer.Ordinal).Select(CountTrack.Of)];
        (_policy, _shares) = (policy, shares);
        FailedAt = Failure();
        Passes = Array.ConvertAll(_tracks, PassOf);
    }

    /// <summary>After which step (from 1) the evidence of all together fails; null when it does not.</summary>
    internal int? FailedAt { get; }

    /// <summary>After which step each metric passes; null for those that do not.</summary>
    internal int?[] Passes { get; }

    private double GoodBound => Math.Log(1 / _policy.Beta);

    /// <summary>The verdict over each; failures are those that stand.</summary>
    /// <param name="failedAt">After which step the failure stands; null when it does not.</param>
    internal IEnumerable<MetricDecision> Decisions(int? failedAt) => _tracks.Select((track, i) => Decision(track, Passes[i], failedAt));

    /// <summary>How evidence about a metric went.</summary>
    internal EvidenceTrace? Trace(string metric) =>
        Array.Find(_tracks, t => t.Data.Definition.Name == metric) is { } track ? new EvidenceTrace(track.Worse, track.Good, _shares.CountBound, GoodBound) : null;

    private int? Failure()
    {
        var evidence = new double[_shares.CountMetrics];
        for (var t = 0; t < _tracks.Select(k => k.Steps.Length).DefaultIfEmpty().Max(); t++)
        {
            for (var i = 0; i < _tracks.Length; i++)
            {
                evidence[i] = At(_tracks[i].Worse, t);
            }

            if (CountEProcess.LogMean(evidence) >= Math.Log(1 / _shares.Counts))
            {
                return t + 1;
            }
        }

        return null;
    }

    private static double At(double[] evidence, int t) => evidence.Length == 0 ? 0 : evidence[Math.Min(t, evidence.Length - 1)];

    private int? PassOf(CountTrack track)
    {
        var at = Array.FindIndex(track.Good, g => g >= GoodBound);
        return at < 0 || (!_policy.StopsAtPass && !(track.Good[^1] >= GoodBound)) ? null : at + 1;
    }

    private MetricDecision Decision(CountTrack track, int? passedAt, int? failedAt)
    {
        // Of all together the one with most evidence is worse on its own, too: the mean reaches the bound.
        var isWorse = failedAt is { } step && At(track.Worse, step - 1) >= Math.Log(1 / _shares.Counts);
        var (of, dispersion) = (track.Data.Definition, track.Data.Dispersion);
        var rates = Rates(track);
        var decision = new MetricDecision
        {
            Name = of.Name,
            Kind = of.Kind,
            Verdict = isWorse ? CanaryVerdict.Fail : passedAt is null ? CanaryVerdict.Inconclusive : CanaryVerdict.Pass,
            Reason = isWorse ? DecisionReason.Worse : passedAt is null ? DecisionReason.NotEnoughEvidence : DecisionReason.NotWorse,
            Text = "",
            Canary = rates.Canary,
            Baseline = rates.Baseline,
            Ratio = rates.Baseline > 0 ? rates.Canary / rates.Baseline : null,
            RatioLower = Lower(track),
            RatioUpper = Upper(track),
            WorseEvidence = track.Worse.Length > 0 ? track.Worse[^1] : 0,
            GoodEvidence = track.Good.Length > 0 && double.IsFinite(track.Good[^1]) ? track.Good[^1] : null,
            DecidedAt = isWorse ? failedAt : passedAt,
            DetectableRatio = CountPower.Detectable(track.Steps, of, dispersion, _shares.CountBound),
            StepsNeeded = isWorse || passedAt is not null ? null : track.StepsNeeded(_shares.CountBound, GoodBound),
        };
        return decision with { Text = CountWords.Of(decision, of) };
    }

    // The tests look at the way that is bad: the other way round the ends change places.
    private double? Lower(CountTrack track) =>
        track.Data.Definition.Direction != MetricDirection.Decrease ? WorseEnd(track) : GoodEnd(track) is { } upper ? 1 / upper : null;

    private double? Upper(CountTrack track) =>
        track.Data.Definition.Direction != MetricDirection.Decrease ? GoodEnd(track) : WorseEnd(track) is { } lower ? 1 / lower : null;

    private double? WorseEnd(CountTrack track) => RatioInterval.Lower(track.Steps, track.Data.Definition, track.Data.Dispersion, _shares.CountBound);

    private double? GoodEnd(CountTrack track) => RatioInterval.Upper(track.Steps, track.Data.Definition, track.Data.Dispersion, GoodBound);

    private static (double Canary, double Baseline) Rates(CountTrack track)
    {
        var (canary, canaryTotal, baseline, baselineTotal) = (0.0, 0.0, 0.0, 0.0);
        foreach (var step in track.Steps)
        {
            if (step.IsUsable)
            {
                (canary, canaryTotal, baseline, baselineTotal) = (canary + step.CanaryEvents, canaryTotal + step.CanaryTotal, baseline + step.BaselineEvents, baselineTotal + step.BaselineTotal);
            }
        }

        var (first, second) = (canary / canaryTotal, baseline / baselineTotal);
        return track.Data.Definition.Direction == MetricDirection.Decrease ? (second, first) : (first, second);
    }
}
