namespace PipelineKit.Canary;

/// <summary>
/// All gauges, judged together by what happened before: in each window of the history, baseline against baseline, the largest statistic over all looks and metrics. The current one fails at the first look at which it is above the
/// <c>⌈(K+1)(1−alpha)⌉</c>-th smallest of these K, or, where there are windows enough, a little more (<see cref="Margin"/>). Windows being exchangeable, that happens to a good canary with a probability of at most alpha, however
/// its values depend on each other and however often it is looked.
/// </summary>
internal sealed class GaugePanel
{
    /// <summary>The part of alpha that is used when there is more history than alpha needs: without it a good canary would fail with a probability of alpha exactly, and nothing would be left for a past that is not quite like today.</summary>
    internal const double Margin = 0.8;

    private readonly GaugeLooks[] _gauges;
    private readonly CanaryPolicy _policy;
    private readonly double _alpha;
    private readonly double[] _largest;

    internal GaugePanel(IEnumerable<MetricData> metrics, CanaryPolicy policy, double alpha)
    {
        (_policy, _alpha) = (policy, alpha);
        var looks = LooksOf(policy);
        _gauges = [.. metrics.OrderBy(m => m.Definition.Name, StringComparer.Ordinal).Select(m => new GaugeLooks(m, looks))];
        var able = Array.FindAll(_gauges, g => g.Usable >= Needed(alpha) && g.Scale > 0);
        _largest = Largest(able);
        Threshold = _largest.Length >= Needed(alpha) ? ThresholdOf(_largest, alpha) : double.PositiveInfinity;
        FailedAt = Array.FindIndex(looks, 0, look => able.Any(g => At(g, Array.IndexOf(looks, look)) > Threshold)) is var at and >= 0 ? looks[at] : null;
    }

    /// <summary>After which step (from 1) they fail; null when they do not.</summary>
    internal int? FailedAt { get; }

    /// <summary>Above which the largest statistic fails, in units of each metric's scale; infinite when there is too little history.</summary>
    internal double Threshold { get; }

    /// <summary>
    /// Above what a window fails: counted from the largest, the one at the place <c>0.8·alpha·(K+1)</c>, by interpolation between two, but never one after the place <c>alpha·(K+1)</c>, which would be too many, or before the first.
    /// </summary>
    /// <param name="ascending">The largest statistic of each window; as many as <see cref="Needed"/> or more.</param>
    /// <param name="alpha">How many may be above.</param>
    internal static double ThresholdOf(ReadOnlySpan<double> ascending, double alpha)
    {
        var may = (ascending.Length + 1) * alpha;
        var place = Math.Max(Math.Min(may * Margin, Math.Floor(may + 1e-9)), 1);
        var (above, part) = ((int)place, place - Math.Floor(place));
        var first = ascending[^above];
        return part > 0 ? first + (part * (ascending[^(above + 1)] - first)) : first;
    }

    /// <summary>How many windows an alpha needs at least.</summary>
    internal static int Needed(double alpha) => (int)Math.Ceiling((1 / alpha) - 1 - 1e-9);

    /// <summary>The verdict over each; failures are those that stand.</summary>
    internal IEnumerable<MetricDecision> Decisions(int? failedAt) => _gauges.Select(g => Decision(g, failedAt));

    /// <summary>After which steps gauges are looked at.</summary>
    internal static int[] LooksOf(CanaryPolicy policy)
    {
        var every = Math.Max(policy.GaugeLookEvery, 1);
        int[] looks = [.. Enumerable.Range(1, policy.Steps / every).Select(i => i * every)];
        return policy.Steps % every == 0 && looks.Length > 0 ? looks : [.. looks, Math.Max(policy.Steps, 1)];
    }

    // The statistic of a gauge at a look as it is compared: the bad way, less what is tolerated, in units of its scale; below all when it was not looked yet.
    private static double At(GaugeLooks gauge, int look) =>
        look < gauge.Current.Length ? (gauge.Bad(gauge.Current[look]) - (gauge.Tolerated * Math.Sqrt(gauge.Looks[look]))) / gauge.Scale : double.NegativeInfinity;

    private static double[] Largest(GaugeLooks[] gauges)
    {
        var largest = new List<double>();
        for (var k = 0; k < gauges.Select(g => g.History.Length).DefaultIfEmpty().Min(); k++)
        {
            if (Array.TrueForAll(gauges, g => g.History[k] is not null))
            {
                // Of one gauge alone the scale cancels.
                largest.Add(gauges.Max(g => g.History[k]!.Max(g.Bad) / (gauges.Length == 1 ? g.Scale : g.ScaleWithout(k))));
            }
        }

        largest.Sort();
        return [.. largest];
    }

    private MetricDecision Decision(GaugeLooks gauge, int? failedAt)
    {
        var isCalibrated = double.IsFinite(Threshold) && gauge.Usable >= Needed(_alpha) && gauge.Scale > 0;
        var isWorse = isCalibrated && failedAt is { } step && At(gauge, Array.IndexOf(gauge.Looks, step)) > Threshold;
        var isOver = gauge.Current.Length == gauge.Looks.Length;
        var detectable = isCalibrated ? gauge.AsRatio(Detectable(gauge)) : null;
        var passes = !isWorse && isCalibrated && isOver && detectable <= gauge.Data.Definition.PassRatio;
        var (lower, upper) = isCalibrated ? Interval(gauge) : (null, null);
        return new MetricDecision
        {
            Name = gauge.Data.Definition.Name,
            Kind = MetricKind.Gauge,
            Verdict = isWorse ? CanaryVerdict.Fail : passes ? CanaryVerdict.Pass : CanaryVerdict.Inconclusive,
            Reason = isWorse ? DecisionReason.Worse : passes ? DecisionReason.NotWorse : DecisionReason.NotEnoughEvidence,
            Text = Text(gauge, isCalibrated, isWorse ? failedAt : null, isOver, detectable),
            Canary = Known(gauge.CanaryMean),
            Baseline = Known(gauge.BaselineMean),
            Ratio = double.IsFinite(gauge.Mean) ? gauge.AsRatio(gauge.Mean) : null,
            RatioLower = lower,
            RatioUpper = upper,
            WorseEvidence = isCalibrated && gauge.Current.Length > 0 ? Evidence(gauge) : null,
            DecidedAt = isWorse ? failedAt : passes ? gauge.Looks[^1] : null,
            DetectableRatio = detectable,
            StepsNeeded = isCalibrated && !isWorse && !isOver ? Math.Max(_policy.Steps - gauge.Data.Window.Count, 1) : null,
        };
    }

    // -ln of (1 + how many windows were at least as large) / (K + 1).
    private double Evidence(GaugeLooks gauge)
    {
        var largest = Enumerable.Range(0, gauge.Current.Length).Max(look => At(gauge, look));
        return Math.Log((_largest.Length + 1.0) / (1 + _largest.Count(one => one >= largest)));
    }

    // The least shift that nine of ten windows of the history would have failed with.
    private double Detectable(GaugeLooks gauge)
    {
        var shifts = new List<double>();
        foreach (var window in gauge.History)
        {
            if (window is not null)
            {
                var sign = gauge.Data.Definition.Direction == MetricDirection.Decrease ? -1 : 1;
                shifts.Add(window.Select((s, look) => ((Threshold * gauge.Scale) - (sign * s)) / Math.Sqrt(gauge.Looks[look])).Min());
            }
        }

        shifts.Sort();
        return shifts[Math.Min((int)Math.Ceiling(shifts.Count * 0.9), shifts.Count) - 1] + gauge.Tolerated;
    }

    private (double? Lower, double? Upper) Interval(GaugeLooks gauge)
    {
        if (gauge.Current.Length == 0)
        {
            return (null, null);
        }

        var (reach, looks) = (Threshold * gauge.Scale, Enumerable.Range(0, gauge.Current.Length).ToArray());
        var lower = looks.Max(i => (gauge.Current[i] - reach) / Math.Sqrt(gauge.Looks[i]));
        var upper = looks.Min(i => (gauge.Current[i] + reach) / Math.Sqrt(gauge.Looks[i]));
        return gauge.Data.Definition.Direction switch
        {
            MetricDirection.Increase => (gauge.AsRatio(lower), null),
            MetricDirection.Decrease => (null, gauge.AsRatio(upper)),
            _ => (gauge.AsRatio(lower), gauge.AsRatio(upper)),
        };
    }

    private string Text(GaugeLooks gauge, bool isCalibrated, int? failedAt, bool isOver, double? detectable)
    {
        if (!isCalibrated)
        {
            return gauge is { Usable: > 0, Scale: 0 } ? "the history has no variation at all to compare with"
                : $"{(gauge.Usable >= Needed(_alpha) ? _largest.Length : gauge.Usable)} windows of history without gaps, and alpha needs {Needed(_alpha)}";
        }

        var seen = double.IsFinite(gauge.Mean) && gauge.AsRatio(gauge.Mean) is { } ratio ? $"{Words.Of(ratio)} times the baseline" : "not comparable as a ratio";
        return failedAt is { } step ? $"{seen}, more than {_largest.Length} windows before it allow; found at step {step}"
            : !isOver ? $"{seen} so far; gauges pass only at the end, after step {_policy.Steps}"
            : detectable is { } least ? $"{seen}; from {Words.Of(least)} times on it would have been found{(least > gauge.Data.Definition.PassRatio ? $", which is not enough to exclude {Words.Of(gauge.Data.Definition.PassRatio)} times" : "")}"
            : $"{seen}; what would have been found cannot be said as a ratio to a mean of 0";
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
