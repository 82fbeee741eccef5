using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>
/// Reads Kayenta's canary configuration (JSON): metrics of Prometheus with their <c>analysisConfigurations.canary</c>, templates, groups, weights and thresholds. A request with <c>canaryConfig</c> and
/// <c>executionRequest.thresholds</c> is read too. What cannot be done here is refused with its JSON path; members that are about neither reading nor judging are not looked at.
/// </summary>
public static class KayentaConfigReader
{
    private const int MostBytes = 4 << 20;
    private const int MostMetrics = 500;
    private const double UsualPass = 95;
    private const double UsualMarginal = 75;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads one.</summary>
    /// <exception cref="KayentaConfigException">Everything that is wrong with it.</exception>
    public static KayentaConfig Read(ReadOnlyMemory<byte> content)
    {
        if (content.Length > MostBytes)
        {
            throw new KayentaConfigException([new KayentaConfigProblem("$", $"has {content.Length} bytes; at most {MostBytes} are read")]);
        }

        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new KayentaConfigException([new KayentaConfigProblem("$", $"is not JSON: {e.Message}")], e);
        }
    }

    private static KayentaConfig Read(JsonElement root)
    {
        var problems = new List<KayentaConfigProblem>();
        var whole = new JsonPlace(root, "$", problems);
        var config = whole["canaryConfig"].IsGiven ? whole["canaryConfig"] : whole;
        var judge = config["judge"]["name"];
        if (judge.Text() is not ("" or "NetflixACAJudge-v1.0"))
        {
            judge.Wrong($"is `{judge.Text()}`; only NetflixACAJudge-v1.0 is known here");
        }

        var metrics = MetricsOf(config);
        var scoring = ScoringOf(config["classifier"], whole["executionRequest"]["thresholds"]);
        return problems.Count == 0 ? new KayentaConfig(config["name"].Text(), metrics, scoring) : throw new KayentaConfigException(problems);
    }

    private static List<MetricDefinition> MetricsOf(JsonPlace config)
    {
        var metrics = new List<MetricDefinition>();
        var scope = "";
        foreach (var place in config["metrics"].Items().Take(MostMetrics + 1))
        {
            var metric = KayentaMetricReader.Read(place, config["templates"]);
            var scopeName = place["scopeName"].Text();
            if (metrics.Exists(m => string.Equals(m.Name, metric.Name, StringComparison.Ordinal)))
            {
                place["name"].Wrong($"`{metric.Name}` is there already");
            }
            else if (scope.Length > 0 && scopeName.Length > 0 && !string.Equals(scope, scopeName, StringComparison.Ordinal))
            {
                place["scopeName"].Wrong($"is another scope than `{scope}`; one pair of scopes is compared here");
            }

            scope = scopeName.Length > 0 ? scopeName : scope;
            metrics.Add(metric);
        }

        var list = config["metrics"];
        if (metrics.Count is 0 or > MostMetrics && (!list.IsGiven || list.Value.ValueKind == JsonValueKind.Array))
        {
            list.Wrong(metrics.Count == 0 ? "has no metrics" : $"has more than {MostMetrics} metrics");
        }

        return metrics;
    }

    private static KayentaScoring ScoringOf(JsonPlace classifier, JsonPlace request)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, place) in classifier["groupWeights"].Members())
        {
            weights[name] = place.Number(0);
            if (weights[name] is < 0 or > 100)
            {
                place.Wrong("is no weight from 0 to 100");
            }
        }

        var thresholds = classifier["scoreThresholds"];
        var pass = request["pass"].Number(thresholds["pass"].Number(UsualPass));
        var marginal = request["marginal"].Number(thresholds["marginal"].Number(UsualMarginal));
        if (!(pass is >= 0 and <= 100 && marginal >= 0 && marginal <= pass))
        {
            thresholds.Wrong($"has pass {pass} and marginal {marginal}; both are from 0 to 100, and marginal is not above pass");
        }

        return new KayentaScoring(pass, marginal, weights);
    }
}
