namespace PipelineKit.Canary;

/// <summary>
/// What the tests of counts can find at a traffic. An alternative <c>r'</c> gathers, with <c>D</c> events at a true ratio <c>r</c>, evidence of mean <c>D·(p ln(p'/p0) + (1−p) ln((1−p')/(1−p0)))</c> and of
/// variance <c>D·p(1−p)·(ln(r'/r0))²</c>; near <c>r0</c> this is the rule <c>D = z²/(p(1−p)(ln r)²)</c>, with the <c>z</c> of a test that may be looked at any time.
/// </summary>
internal static class CountPower
{
    /// <summary>The normal quantile of a probability of 90 %.</summary>
    internal const double UsualQuantile = 1.2815515655446004;

    private const double Largest = 1000;

    /// <summary>The evidence (natural logarithm) that is reached with the probability of a quantile.</summary>
    /// <param name="test">The test.</param>
    /// <param name="nullRatio">Its null.</param>
    /// <param name="ratio">The true ratio.</param>
    /// <param name="stages">Exposure of each stage with its rate: totals of both arms times the baseline's rate.</param>
    /// <param name="dispersion">At least 1.</param>
    /// <param name="quantile">Of the probability wanted.</param>
    internal static double Reached(CountEProcess test, double nullRatio, double ratio, ReadOnlySpan<(double Canary, double Baseline)> stages, double dispersion, double quantile)
    {
        var best = double.NegativeInfinity;
        for (var j = 0; j < test.Alternatives.Count; j++)
        {
            var alternative = test.Alternatives[j];
            var (mean, variance, gain) = (0.0, 0.0, Math.Log(alternative / nullRatio));
            foreach (var (canary, baseline) in stages)
            {
                var (events, cost) = ((ratio * canary) + baseline, Math.Log(((alternative * canary) + baseline) / ((nullRatio * canary) + baseline)));
                mean += (ratio * canary * gain) - (events * cost);
                variance += events <= 0 ? 0 : ratio * canary * baseline / events * gain * gain;
            }

            best = Math.Max(best, ((mean - (quantile * Math.Sqrt(dispersion * variance))) / dispersion) + Math.Log(test.Stakes[j]));
        }

        return best;
    }

    /// <summary>The least ratio above the null of a metric that is found with a probability of 90 % by what was seen so far; null when there is none, or no event yet.</summary>
    internal static double? Detectable(CountStep[] steps, MetricDefinition of, double dispersion, double bound)
    {
        var (canary, baseline, canaryEvents, baselineEvents) = (0.0, 0.0, 0.0, 0.0);
        foreach (var step in steps)
        {
            if (step.IsUsable)
            {
                (canary, baseline) = (canary + step.CanaryTotal, baseline + step.BaselineTotal);
                (canaryEvents, baselineEvents) = (canaryEvents + step.CanaryEvents, baselineEvents + step.BaselineEvents);
            }
        }

        var rate = baselineEvents > 0 ? baselineEvents / baseline : canaryEvents / (canary + baseline);
        return rate > 0 ? Detectable([(canary * rate, baseline * rate)], of.FailRatio, dispersion, bound, UsualQuantile) : null;
    }

    /// <summary>The same at expected traffic.</summary>
    internal static double? Detectable(ReadOnlySpan<(double Canary, double Baseline)> stages, double failRatio, double dispersion, double bound, double quantile)
    {
        var test = CountEProcess.Worse(failRatio, dispersion);
        var (low, high) = (Math.Log(failRatio), Math.Log(failRatio * Largest));
        if (Reached(test, failRatio, Math.Exp(high), stages, dispersion, quantile) < bound)
        {
            return null;
        }

        for (var turn = 0; turn < 40; turn++)
        {
            var middle = (low + high) / 2;
            (low, high) = Reached(test, failRatio, Math.Exp(middle), stages, dispersion, quantile) >= bound ? (low, middle) : (middle, high);
        }

        return Math.Exp(high);
    }
}
