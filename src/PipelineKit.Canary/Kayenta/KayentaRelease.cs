using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>The score of a release by Kayenta's judge.</summary>
public static class KayentaRelease
{
    /// <summary>Classifies the metrics of kind <see cref="MetricKind.Kayenta"/> and sums them up. A score from <see cref="KayentaScoring.Pass"/> on passes, one from <see cref="KayentaScoring.Marginal"/> on is inconclusive, everything else fails.</summary>
    /// <param name="scoring">Thresholds and weights.</param>
    /// <param name="metrics">What was read; metrics of other kinds are not looked at.</param>
    public static (double Score, CanaryVerdict Verdict, IReadOnlyList<MetricDecision> Metrics) Decide(KayentaScoring scoring, IReadOnlyList<MetricData> metrics)
    {
        var results = new List<KayentaResult>();
        var decisions = new List<MetricDecision>();
        foreach (var metric in metrics.Where(m => m.Definition.Kind == MetricKind.Kayenta))
        {
            var definition = metric.Definition;
            var options = (definition.Kayenta ?? new MetricOptions()) with { IsCritical = definition.IsCritical || definition.Kayenta is { IsCritical: true } };

            // A metric without series is a pair without data, as the placeholder is that Kayenta makes.
            IReadOnlyList<MetricPair> pairs = metric.Pairs.Count > 0 ? metric.Pairs : [new MetricPair(definition.Name, [], [], options)];
            var verdicts = pairs.Select(p => KayentaJudge.Judge(p.Control, p.Experiment, options)).ToList();
            decisions.Add(Of(definition, pairs, verdicts));
            if (!definition.IsMuted)
            {
                results.AddRange(verdicts.Select(v => new KayentaResult(v.Classification, v.IsCritical, definition.Groups)));
            }
        }

        var score = results.Count == 0 ? 0 : KayentaScore.Of(scoring.GroupWeights, results);
        var verdict = results.Count == 0 ? CanaryVerdict.Inconclusive : score >= scoring.Pass ? CanaryVerdict.Pass : score >= scoring.Marginal ? CanaryVerdict.Inconclusive : CanaryVerdict.Fail;
        return (score, verdict, decisions);
    }

    private static MetricDecision Of(MetricDefinition definition, IReadOnlyList<MetricPair> pairs, List<MetricVerdict> verdicts)
    {
        var worst = verdicts.FindIndex(v => v.Classification is Classification.High or Classification.Low or Classification.NodataFailMetric);
        worst = worst >= 0 ? worst : Math.Max(verdicts.FindIndex(v => v.Classification != Classification.Pass), 0);
        var (pair, verdict) = (pairs[worst], verdicts[worst]);
        var others = verdicts.Count(v => v.Classification != Classification.Pass);
        return new MetricDecision
        {
            Name = definition.Name,
            Kind = MetricKind.Kayenta,
            Verdict = verdict.Classification switch
            {
                Classification.Pass => CanaryVerdict.Pass,
                Classification.Nodata or Classification.Error => CanaryVerdict.Inconclusive,
                _ => CanaryVerdict.Fail,
            },
            Reason = KayentaReason.Of(verdict.Classification),
            Text = Text(pair, verdict, others, verdicts.Count),
            Canary = MeanOf(pair.Experiment),
            Baseline = MeanOf(pair.Control),
            Ratio = double.IsFinite(verdict.Deviation) && verdict.Lower is not double.NaN ? verdict.Deviation : null,
        };
    }

    private static string Text(MetricPair pair, MetricVerdict verdict, int others, int all)
    {
        var what = $"{verdict.Classification}{(verdict.IsCritical ? " (critical)" : "")}{(verdict.Reason.Length > 0 ? ": " + verdict.Reason : "")}.";
        return all == 1 ? what : others == 0 ? $"All {all.ToString(CultureInfo.InvariantCulture)} pairs of series pass." : $"{others} of {all} pairs of series do not pass; `{pair.Id}` is {what}";
    }

    private static double? MeanOf(double[] values)
    {
        var numbers = Array.FindAll(values, double.IsFinite);
        return numbers.Length == 0 ? null : Samples.Mean(numbers);
    }
}
