using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads one pair; what is wrong is told, by its path.</summary>
/// <param name="path">Of the pair.</param>
/// <param name="tell">Takes the path and what is wrong there.</param>
internal sealed class PairReader(string path, Action<string, string> tell)
{
    private bool _isWrong;

    /// <summary>The pair; null when something was wrong.</summary>
    internal MetricPair? Read(JsonElement pair)
    {
        if (pair.ValueKind != JsonValueKind.Object)
        {
            Wrong("", "is no object");
            return null;
        }

        var id = Text(pair, "id") ?? "";
        if (id.Length == 0)
        {
            Wrong(".id", "is missing");
        }

        var read = new MetricPair(id, Sample(pair, "control"), Sample(pair, "experiment"), Options(pair));
        return _isWrong ? null : read;
    }

    private MetricOptions Options(JsonElement pair)
    {
        var usual = new MetricOptions();
        var effect = Member(pair, "effectSize", JsonValueKind.Object);
        var measure = Word(effect, "measure", EffectMeasure.MeanRatio, ("meanRatio", EffectMeasure.MeanRatio), ("cles", EffectMeasure.Cles));
        var neutral = measure == EffectMeasure.Cles ? 0.5 : 1;
        return usual with
        {
            Direction = Word(pair, "direction", MetricDirection.Either, ("either", MetricDirection.Either), ("increase", MetricDirection.Increase), ("decrease", MetricDirection.Decrease)),
            Tolerance = Number(pair, "tolerance", usual.Tolerance, v => v >= 0),
            Confidence = Number(pair, "confLevel", usual.Confidence, v => v is > 0 and < 1),
            NanStrategy = Word(pair, "nanStrategy", NanStrategy.Remove, ("remove", NanStrategy.Remove), ("replace", NanStrategy.Replace)),
            OutlierFactor = Outliers(pair),
            Measure = measure,
            Allowed = (Number(effect, "allowedDecrease", neutral, double.IsFinite), Number(effect, "allowedIncrease", neutral, double.IsFinite)),
            Critical = (Number(effect, "criticalDecrease", neutral, double.IsFinite), Number(effect, "criticalIncrease", neutral, double.IsFinite)),
            IsCritical = Truth(pair, "critical"),
            MustHaveData = Truth(pair, "mustHaveData"),
        };
    }

    // `remove` alone, or an object with strategy and factor.
    private double? Outliers(JsonElement pair)
    {
        const double UsualFactor = 3;
        if (pair.TryGetProperty("outliers", out var outliers) && outliers.ValueKind == JsonValueKind.String)
        {
            return Word(pair, "outliers", false, ("keep", false), ("remove", true)) ? UsualFactor : null;
        }

        var settings = Member(pair, "outliers", JsonValueKind.Object);
        var factor = Number(settings, "outlierFactor", UsualFactor, v => v >= 0);
        return Word(settings, "strategy", false, ("keep", false), ("remove", true)) ? factor : null;
    }

    private double[] Sample(JsonElement pair, string name)
    {
        if (!pair.TryGetProperty(name, out var values) || values.ValueKind != JsonValueKind.Array)
        {
            Wrong($".{name}", "is missing, or no array");
            return [];
        }

        var sample = new double[values.GetArrayLength()];
        var index = 0;
        foreach (var value in values.EnumerateArray())
        {
            if (!TryValue(value, out sample[index]))
            {
                Wrong($".{name}[{index}]", "is no number; a value that is missing is null or \"NaN\"");
            }

            index++;
        }

        return sample;
    }

    private static bool TryValue(JsonElement value, out double number)
    {
        number = double.NaN;
        return value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.Number => value.TryGetDouble(out number) && double.IsFinite(number),
            JsonValueKind.String => TryWord(value.GetString()!, out number),
            _ => false,
        };
    }

    private static bool TryWord(string word, out double number)
    {
        number = word switch
        {
            "Infinity" or "+Infinity" or "+Inf" or "Inf" => double.PositiveInfinity,
            "-Infinity" or "-Inf" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return word == "NaN" || !double.IsNaN(number);
    }

    private double Number(JsonElement parent, string name, double usual, Func<double, bool> isGood)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return usual;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && isGood(number))
        {
            return number;
        }

        Wrong($".{name}", "has a value it cannot have");
        return usual;
    }

    private bool Truth(JsonElement pair, string name)
    {
        if (!pair.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False)
        {
            return false;
        }

        if (value.ValueKind != JsonValueKind.True)
        {
            Wrong($".{name}", "is neither true nor false");
        }

        return true;
    }

    private T Word<T>(JsonElement parent, string name, T usual, params (string Word, T Value)[] words)
    {
        if (parent.ValueKind != JsonValueKind.Object || Text(parent, name) is not { } text)
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

        Wrong($".{name}", $"is one of {string.Join(", ", words.Select(w => w.Word))}");
        return usual;
    }

    private string? Text(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        // Identifiers are often numbers.
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetRawText();
        }

        Wrong($".{name}", "is no text");
        return null;
    }

    private JsonElement Member(JsonElement pair, string name, JsonValueKind kind)
    {
        if (!pair.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        if (value.ValueKind != kind)
        {
            Wrong($".{name}", "is no object");
            return default;
        }

        return value;
    }

    private void Wrong(string member, string what)
    {
        _isWrong = true;
        tell(path + member, what);
    }
}
