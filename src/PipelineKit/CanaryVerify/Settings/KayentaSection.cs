using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads <c>kayenta</c> of a metric: how Kayenta's judge takes it; and the scoring of all of them.</summary>
internal static class KayentaSection
{
    private const double UsualPass = 95;
    private const double UsualMarginal = 75;

    private static readonly KayentaScoring Usual = new(UsualPass, UsualMarginal, new Dictionary<string, double>(StringComparer.Ordinal));

    internal static MetricOptions Options(YamlValue? section, MetricDirection direction, bool isCritical, List<Failure> problems)
    {
        var fields = new PolicyFields(
            section, problems, "tolerance", "confidence", "nan-strategy", "outlier-factor", "effect", "allowed-decrease", "allowed-increase", "critical-decrease", "critical-increase", "must-have-data");
        var usual = new MetricOptions();
        var measure = (EffectMeasure)fields.Word("effect", ["mean-ratio", "cles"], 0);
        var neutral = measure == EffectMeasure.Cles ? 0.5 : 1;
        return new MetricOptions
        {
            Direction = direction,
            Tolerance = fields.Real("tolerance", v => v >= 0, "a number from 0 on") ?? usual.Tolerance,
            Confidence = fields.Part("confidence", "0.98") ?? usual.Confidence,
            NanStrategy = (NanStrategy)fields.Word("nan-strategy", ["remove", "replace"], 0),
            OutlierFactor = fields.Real("outlier-factor", v => v > 0, "a number above 0"),
            Measure = measure,
            Allowed = (Effect("allowed-decrease"), Effect("allowed-increase")),
            Critical = (Effect("critical-decrease"), Effect("critical-increase")),
            IsCritical = isCritical,
            MustHaveData = fields.Flag("must-have-data", otherwise: false),
        };

        double Effect(string key) => fields.Real(key, v => v >= 0, "a number from 0 on") ?? neutral;
    }

    /// <summary>Thresholds and weights: those of the settings, otherwise those of a configuration of Kayenta.</summary>
    internal static KayentaScoring Scoring(PolicyFields fields, KayentaScoring? otherwise, List<Failure> problems)
    {
        var before = otherwise ?? Usual;
        var pass = Score("pass") ?? before.Pass;
        var marginal = Score("marginal") ?? Math.Min(before.Marginal, pass);
        if (marginal > pass)
        {
            fields.Problem("marginal", $"`marginal` is above `pass`, which is {pass}");
        }

        var weights = before.GroupWeights.ToDictionary(w => w.Key, w => w.Value, StringComparer.Ordinal);
        if (fields["group-weights"] is { } section)
        {
            var groups = new PolicyFields(section, problems, [.. section.Pairs.Select(p => p.Key)]);
            foreach (var pair in section.Pairs)
            {
                weights[pair.Key] = groups.Real(pair.Key, v => v is >= 0 and <= 100, "a weight from 0 to 100") ?? 0;
            }
        }

        return new KayentaScoring(pass, marginal, weights);

        double? Score(string key) => fields.Real(key, v => v is >= 0 and <= 100, "a score from 0 to 100");
    }
}
