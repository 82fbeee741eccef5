using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>
/// The events of one metric held against an objective, step by step. While the long window is the whole age of the canary, its rate is shown by an e-process, for which it does not matter how often one looks; once the window
/// slides, by the interval of Clopper and Pearson at a risk that falls with every step so that all of them together stay within it. Half of the risk is for each. The short window only tells whether it still burns, by the same
/// interval at the policy's confidence. Counts are divided by their dispersion.
/// </summary>
internal sealed class BurnWatch
{
    private const int LeastShortSteps = 4;

    // A rate that every event is bad at cannot be exceeded.
    private const double AlmostAll = 1 - 1e-9;

    private readonly SloPolicy _policy;
    private readonly MetricData _data;
    private readonly double _risk;
    private readonly double _budget;

    // Sums of everything before a step.
    private readonly double[] _bad;
    private readonly double[] _all;

    internal BurnWatch(SloPolicy policy, MetricData data, double risk)
    {
        (_policy, _data, _risk, _budget) = (policy, data, risk, 1 - policy.Objective);
        (_bad, _all) = (Sums(data.CanaryCounts!.Events), Sums(data.CanaryCounts.Total));
    }

    private int Age => _all.Length - 1;

    private double Dispersion => Math.Max(_data.Dispersion, 1);

    internal SloDecision Decide()
    {
        var spans = _policy.Tiers.Where(t => t.Factor * _budget < AlmostAll).ToList();
        for (var step = 1; step <= Age; step++)
        {
            foreach (var tier in spans)
            {
                if (Burns(tier, step, spans.Count))
                {
                    return Failed(tier, step);
                }
            }
        }

        var burning = spans.Find(t => IsBurning(t));
        var unseen = spans.Find(t => -Math.Log(1 - (t.Factor * _budget)) * Effective(_all, 0, Age) < Math.Log(1 / _risk));
        return spans.Count == 0 ? Open($"An error budget of {Number(_budget * 100)} % cannot burn as fast as any tier of the objective says.")
            : unseen is not null ? Open($"{Number(_all[Age])} events of `{_data.Definition.Name}` are too few to see a burn rate of {Number(unseen.Factor)}: about {Number(Math.Ceiling(Dispersion * Math.Log(1 / _risk) / -Math.Log(1 - (unseen.Factor * _budget))))} are needed.")
            : burning is not null ? Open($"`{_data.Definition.Name}` burns {Number(Burn(0, Age))} times too fast, above {Number(burning.Factor)}, but only {Number(AtLeast())} is shown.")
            : Of(CanaryVerdict.Pass, DecisionReason.NotWorse, $"`{_data.Definition.Name}` burns the error budget at a rate of {Number(Burn(0, Age))}.", Age);
    }

    private SloDecision Failed(BurnTier tier, int step)
    {
        var (from, late) = Windows(tier, step);
        var text = $"`{_data.Definition.Name}` burns the error budget {Number(Burn(from, step))} times too fast over {Minutes(step - from)} and {Number(Burn(late, step))} times over the last {Minutes(step - late)}, "
            + $"surely more than {Number(tier.Factor)}.";
        return Of(CanaryVerdict.Fail, DecisionReason.SloBurn, text, step) with { Tier = tier, DecidedAt = step };
    }

    private SloDecision Open(string text) => Of(CanaryVerdict.Inconclusive, DecisionReason.NotEnoughEvidence, text, Age);

    private SloDecision Of(CanaryVerdict verdict, string reason, string text, int step) => new()
    {
        Verdict = verdict,
        Reason = reason,
        Metric = _data.Definition.Name,
        ProjectedBurn = Burn(0, step),
        ProjectedBurnAtLeast = AtLeast(step),
        BudgetSpent = Spent(step),
        Text = text,
    };

    private bool Burns(BurnTier tier, int step, int tiers)
    {
        var rate = tier.Factor * _budget;
        var (from, late) = Windows(tier, step);
        return IsShown(rate, from, step, tiers) && EventRate.IsAbove(Effective(_bad, late, step), Effective(_all, late, step), rate, 1 - _policy.Confidence);
    }

    private bool IsShown(double rate, int from, int step, int tiers)
    {
        var (bad, all) = (Effective(_bad, from, step), Effective(_all, from, step));
        double slid = from;
        return from == 0 ? EventRate.LogEvidence(bad, all, rate) >= Math.Log(2 / _risk) : EventRate.IsAbove(bad, all, rate, _risk / 2 / tiers / (slid * (slid + 1)));
    }

    private bool IsBurning(BurnTier tier)
    {
        var (from, late) = Windows(tier, Age);
        return Burn(from, Age) > tier.Factor && Burn(late, Age) > tier.Factor;
    }

    // Where the windows of a tier begin at a step; a long one that is cut has a short one that is cut alike.
    private (int Long, int Short) Windows(BurnTier tier, int step)
    {
        var longer = Math.Min(Math.Max(Math.Ceiling(tier.Long / _data.Window.Step), 1), step);
        var shorter = Math.Max(Math.Ceiling(longer * (tier.Short / tier.Long)), LeastShortSteps);
        return (step - (int)longer, step - (int)Math.Min(shorter, longer));
    }

    private double Burn(int from, int to) => _all[to] > _all[from] ? (_bad[to] - _bad[from]) / (_all[to] - _all[from]) / _budget : 0;

    private double AtLeast(int? step = null) => EventRate.AtLeastAlways(Effective(_bad, 0, step ?? Age), Effective(_all, 0, step ?? Age), _risk / 2) / _budget;

    private double Effective(double[] sums, int from, int to) => (sums[to] - sums[from]) / Dispersion;

    private double? Spent(int step)
    {
        var traffic = _data.BaselineCounts is { } baseline && step > 0 ? (Sums(baseline.Total)[step] + _all[step]) / (_data.Window.Step * step).TotalSeconds * _policy.Period.TotalSeconds : 0;
        var events = _policy.PeriodEvents ?? traffic;
        return events > 0 ? _bad[step] / (_budget * events) : null;
    }

    private string Minutes(int steps) => $"{Number((_data.Window.Step * steps).TotalMinutes)} min";

    private static double[] Sums(double[] values)
    {
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            sums[i + 1] = sums[i] + (double.IsFinite(values[i]) ? values[i] : 0);
        }

        return sums;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
