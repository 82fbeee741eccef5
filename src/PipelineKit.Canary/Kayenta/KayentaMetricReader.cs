namespace PipelineKit.Canary;

/// <summary>Reads one metric of a canary configuration.</summary>
internal static class KayentaMetricReader
{
    private const double UsualFactor = 3;

    internal static MetricDefinition Read(JsonPlace metric, JsonPlace templates)
    {
        var name = metric["name"].Text();
        if (name.Length == 0)
        {
            metric["name"].Wrong("is missing");
        }

        var canary = metric["analysisConfigurations"]["canary"];
        var options = Options(canary);
        return new MetricDefinition
        {
            Name = name,
            Kind = MetricKind.Kayenta,
            Query = KayentaQuery.Read(metric["query"], templates),
            Direction = options.Direction,
            Groups = [.. metric["groups"].Items().Select(g => g.Text()).Distinct(StringComparer.Ordinal)],
            IsCritical = options.IsCritical,
            IsMuted = canary["muted"].Flag(),
            Kayenta = options,
        };
    }

    private static MetricOptions Options(JsonPlace canary)
    {
        var effect = canary["effectSize"];
        var measure = Word(effect["measure"], EffectMeasure.MeanRatio, ("meanRatio", EffectMeasure.MeanRatio), ("cles", EffectMeasure.Cles));
        var neutral = measure == EffectMeasure.Cles ? 0.5 : 1;
        return new MetricOptions
        {
            Direction = Word(canary["direction"], MetricDirection.Either, ("either", MetricDirection.Either), ("increase", MetricDirection.Increase), ("decrease", MetricDirection.Decrease)),

            // Whatever is not known removes, as there.
            NanStrategy = string.Equals(canary["nanStrategy"].Text(), "replace", StringComparison.OrdinalIgnoreCase) ? NanStrategy.Replace : NanStrategy.Remove,
            OutlierFactor = Outliers(canary["outliers"]),
            Measure = measure,
            Allowed = (effect["allowedDecrease"].Number(neutral), effect["allowedIncrease"].Number(neutral)),
            Critical = (effect["criticalDecrease"].Number(neutral), effect["criticalIncrease"].Number(neutral)),
            IsCritical = canary["critical"].Flag(),
            MustHaveData = canary["mustHaveData"].Flag(),
        };
    }

    private static double? Outliers(JsonPlace outliers)
    {
        var factor = outliers["outlierFactor"].Number(UsualFactor);
        if (factor <= 0)
        {
            outliers["outlierFactor"].Wrong("is not above 0");
        }

        return Word(outliers["strategy"], false, ("keep", false), ("remove", true)) ? factor : null;
    }

    private static T Word<T>(JsonPlace place, T usual, params (string Word, T Value)[] words)
    {
        var text = place.Text();
        if (text.Length == 0)
        {
            return usual;
        }

        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        place.Wrong($"is `{text}`, and not one of {string.Join(", ", words.Select(w => w.Word))}");
        return usual;
    }
}
