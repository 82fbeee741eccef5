namespace PipelineKit.Canary;

/// <summary>The evidence about one metric that counts, after each step.</summary>
internal sealed class CountTrack
{
    private readonly CountEProcess[] _worse;
    private readonly CountEProcess[] _good;

    private CountTrack(MetricData data, CountStep[] steps)
    {
        (Data, Steps, Worse, Good) = (data, steps, new double[steps.Length], new double[steps.Length]);
        var (of, ways) = (data.Definition, data.Definition.Direction == MetricDirection.Either ? 2 : 1);
        (_worse, _good) = (new CountEProcess[ways], new CountEProcess[ways]);
        for (var way = 0; way < ways; way++)
        {
            _worse[way] = CountEProcess.Worse(of.FailRatio, data.Dispersion);
            _good[way] = CountEProcess.Good(of.FailRatio, of.PassRatio, data.Dispersion);
        }

        var negligible = of.Negligible is > 0 and < 1 && of.Direction == MetricDirection.Increase ? new NegligibleEProcess(of.Negligible.Value, data.Dispersion) : null;
        var events = 0.0;
        for (var t = 0; t < steps.Length; t++)
        {
            events += steps[t].IsUsable ? steps[t].CanaryEvents + steps[t].BaselineEvents : 0;
            Add(t, negligible, isEnough: events >= (of.MinimumEvents ?? 0));
        }
    }

    internal MetricData Data { get; }

    internal CountStep[] Steps { get; }

    /// <summary>ln of the evidence that it is worse, after each step.</summary>
    internal double[] Worse { get; }

    /// <summary>ln of the evidence that it is not as bad as must be excluded; below anything while events are too few.</summary>
    internal double[] Good { get; }

    internal static CountTrack Of(MetricData data)
    {
        var (canary, baseline) = (data.CanaryCounts!, data.BaselineCounts!);
        var steps = new CountStep[Math.Min(Math.Min(canary.Events.Length, canary.Total.Length), Math.Min(baseline.Events.Length, baseline.Total.Length))];
        for (var t = 0; t < steps.Length; t++)
        {
            var step = new CountStep(canary.Events[t], canary.Total[t], baseline.Events[t], baseline.Total[t]);
            steps[t] = data.Definition.Direction == MetricDirection.Decrease ? step.Swapped : step;
        }

        return new CountTrack(data, steps);
    }

    /// <summary>How many more steps a decision probably needs.</summary>
    internal int? StepsNeeded(double worseBound, double goodBound)
    {
        var worse = Array.ConvertAll(_worse, w => w.StepsTo(worseBound, Steps.Length)).Min();
        var good = Array.ConvertAll(_good, g => g.StepsTo(goodBound, Steps.Length));
        return Array.TrueForAll(good, g => g is not null) && (worse is null || good.Max() < worse) ? good.Max() : worse;
    }

    private void Add(int t, NegligibleEProcess? negligible, bool isEnough)
    {
        var step = Steps[t];
        var (worse, good) = (_worse[0].Add(step), _good[0].Add(step));
        if (_worse.Length > 1)
        {
            worse = CountEProcess.LogMean([worse, _worse[1].Add(step.Swapped)]);
            good = Math.Min(good, _good[1].Add(step.Swapped));
        }

        good = negligible is null ? good : CountEProcess.LogMean([good, negligible.Add(step)]);
        (Worse[t], Good[t]) = (worse, isEnough ? good : double.NegativeInfinity);
    }
}
