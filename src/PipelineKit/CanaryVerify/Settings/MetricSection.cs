using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads one metric: a preset, or a description.</summary>
internal sealed class MetricSection
{
    private static readonly string[] Keys =
    [
        "preset", "name", "kind", "query", "total", "metric", "code-label", "codes", "matchers", "threshold", "direction", "fail-ratio", "pass-ratio", "minimum-events", "negligible", "critical", "muted", "data", "conditions", "kayenta", "groups",
    ];

    // In the order of MetricKind.
    private static readonly string[] Kinds = ["errors", "latency", "gauge", "condition", "kayenta"];

    private readonly YamlValue _value;
    private readonly SourceDialect _dialect;
    private readonly List<Failure> _problems;
    private readonly PolicyFields _fields;

    internal MetricSection(YamlValue value, SourceDialect dialect, List<Failure> problems) => (_value, _dialect, _problems, _fields) = (value, dialect, problems, new PolicyFields(value.Shape == YamlShape.Scalar ? null : value, problems, Keys));

    internal MetricDefinition? Read()
    {
        if (_dialect != SourceDialect.Prometheus && (_value.Shape == YamlShape.Scalar || _fields["preset"] is not null))
        {
            _fields.Problem(_value, "a preset knows metrics of Prometheus, and metrics are read from Azure Monitor", $"Give `name`, `kind`, and `query` as in `{Example()}`.");
            return null;
        }

        // A name alone is a preset.
        if (_value.Shape == YamlShape.Scalar)
        {
            return MetricPresets.Find(_value.Text) ?? Unknown(_value);
        }

        return _fields["preset"] is { } preset ? FromPreset(preset) : Described();
    }

    private MetricDefinition? FromPreset(YamlValue preset)
    {
        var names = new PresetNames
        {
            Metric = _fields.Text("metric"),
            CodeLabel = _fields.Text("code-label"),
            Codes = _fields.Text("codes"),
            Matchers = _fields.Text("matchers"),
            Threshold = Threshold(),
        };
        if (MetricPresets.Find(preset.Text, names) is not { } found)
        {
            return Unknown(preset);
        }

        Refuse(["kind", "query", "total", "direction", "conditions", "kayenta", "groups"], $"is said by the preset `{found.Name}`");
        Refuse(found.Kind == MetricKind.Errors ? ["threshold"] : found.Kind == MetricKind.Latency ? ["code-label", "codes"] : ["code-label", "codes", "threshold"], $"means nothing for the preset `{found.Name}`");
        foreach (var key in (IReadOnlyList<string>)["metric", "code-label"])
        {
            if (_fields.Text(key) is { Length: > 0 } text && !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':'))
            {
                _fields.Problem(key, $"`{text}` is no name of a metric or label");
            }
        }

        if (names.Codes.Contains('"', StringComparison.Ordinal) || names.Codes.Contains('\\', StringComparison.Ordinal))
        {
            _fields.Problem("codes", $"`{names.Codes}` is no expression for codes", "Write it as in `5..` or `5..|429`.");
        }

        return WithRest(found with { Name = _fields["name"] is null ? found.Name : Name() }, found);
    }

    private MetricDefinition? Described()
    {
        if (_value.Shape != YamlShape.Mapping)
        {
            return null;
        }

        var name = Name();
        if (_fields["kind"] is null)
        {
            _fields.Problem(_value, "it is not said what kind of metric this is", $"Give `kind`, one of {PolicyText.List(Kinds)}, or `preset`, one of {PolicyText.List(MetricPresets.Names)}.");
            return null;
        }

        var index = _fields.Word("kind", Kinds, -1);
        if (index < 0)
        {
            return null;
        }

        var kind = (MetricKind)index;
        if (kind == MetricKind.Latency && _dialect != SourceDialect.Prometheus)
        {
            _fields.Problem("kind", "`latency` is read from histograms of Prometheus, and metrics are read from Azure Monitor", "Count the slow requests with `kind: errors`, or take a percentile with `kind: gauge`.");
            return null;
        }

        var found = new MetricDefinition { Name = name, Kind = kind, Query = Query("query", isNeeded: true), TotalQuery = Query("total", kind == MetricKind.Errors), Threshold = Threshold() ?? 0 };
        if (kind == MetricKind.Latency && _fields["threshold"] is null)
        {
            _fields.Problem(_value, "`threshold` is missing here", "Say from where on an event is slow, one of the histogram's bounds, as in `threshold: 0.5`.");
        }

        if (kind == MetricKind.Condition && _fields["conditions"] is null)
        {
            _fields.Problem(_value, "`conditions` is missing here", "Say what the values are held against, as in `conditions: { success: 'result[0] < 0.05' }`.");
        }

        Refuse(["metric", "code-label", "codes", "matchers"], "is for presets; the query says it here");
        Refuse(Foreign(kind), $"means nothing for a metric of kind `{Kinds[index]}`");
        return WithRest(found, new MetricDefinition { Name = name, Kind = kind, Query = "" });
    }

    private MetricDefinition WithRest(MetricDefinition metric, MetricDefinition usual)
    {
        var direction = metric.Kind == MetricKind.Kayenta
            ? (MetricDirection)_fields.Word("direction", ["either", "increase", "decrease"], 0)
            : (MetricDirection)_fields.Word("direction", ["either", "increase", "decrease"], (int)usual.Direction);
        var isCritical = _fields.Flag("critical", otherwise: false);
        var fail = _fields.Real("fail-ratio", v => v >= 1, "a ratio of at least 1") ?? usual.FailRatio;
        var pass = _fields.Real("pass-ratio", v => v > 1, "a ratio above 1") ?? Math.Max(usual.PassRatio, fail * usual.PassRatio / usual.FailRatio);
        if (pass <= fail)
        {
            _fields.Problem("pass-ratio", $"`pass-ratio` is {pass}, and not above `fail-ratio`, which is {fail}: nothing could be told apart");
        }

        return metric with
        {
            Direction = direction,
            FailRatio = fail,
            PassRatio = pass,
            MinimumEvents = _fields.Real("minimum-events", v => v >= 0, "a number from 0 on"),
            Negligible = _fields.Part("negligible", "0.05%") ?? usual.Negligible,
            IsCritical = isCritical,
            IsMuted = _fields.Flag("muted", otherwise: false),
            Data = DataSection.Read(_fields["data"], _problems),
            Conditions = metric.Kind == MetricKind.Condition && _fields["conditions"] is { } conditions ? ConditionSection.Read(conditions, _problems) : null,
            Kayenta = metric.Kind == MetricKind.Kayenta ? KayentaSection.Options(_fields["kayenta"], direction, isCritical, _problems) : null,
            Groups = _fields.Texts("groups"),
        };
    }

    private string Name()
    {
        const int Longest = 100;
        var name = _fields.RequiredText("name", "Name the metric, as in `name: checkout-errors`: it is what a verdict tells.");
        if (name.Length > Longest || name.Any(char.IsControl))
        {
            _fields.Problem("name", $"a name has at most {Longest} characters, and none that cannot be seen");
        }

        return name;
    }

    private string Query(string key, bool isNeeded)
    {
        var text = _fields.Text(key).Trim();
        if (text.Length == 0 && isNeeded)
        {
            _fields.Problem(_fields[key] ?? _value, $"`{key}` is missing here", key == "total" ? $"Give the selector of all events, as in `total: {Example()}`." : "Give a query with `{{ scope.matcher }}` where the arm is told apart.");
        }
        else if (text.Length > 0 && ProblemOf(text, _dialect) is { } problem)
        {
            _fields.Problem(key, problem, $"Write it as in `{Example()}`; `{{{{ scope.digest }}}}` and `{{{{ scope.labels.NAME }}}}` tell the arms apart too.");
        }

        return text;
    }

    private string Example() => _dialect switch
    {
        SourceDialect.Kusto => "AppRequests | where {{ scope.matcher }} | summarize count() by bin(TimeGenerated, {{ step }})",
        SourceDialect.AzureMetrics => "{ __name__=\"requests/count\", {{ scope.matcher }} }",
        _ => "http_requests_total{ {{ scope.matcher }} }",
    };

    /// <summary>What is wrong with a query template; null for nothing.</summary>
    internal static string? ProblemOf(string query, SourceDialect dialect)
    {
        try
        {
            _ = MetricQueryTemplate.Parse(query, dialect);
            return null;
        }
        catch (QueryTextException e)
        {
            return e.Message;
        }
    }

    private double? Threshold() => _fields.Real("threshold", v => v > 0, "a number above 0, in the unit of the histogram");

    private static string[] Foreign(MetricKind kind) => kind switch
    {
        MetricKind.Errors => ["threshold", "direction", "conditions", "kayenta", "groups"],
        MetricKind.Latency => ["total", "direction", "conditions", "kayenta", "groups"],
        MetricKind.Gauge => ["total", "threshold", "minimum-events", "negligible", "conditions", "kayenta", "groups"],
        MetricKind.Condition => ["total", "threshold", "direction", "fail-ratio", "pass-ratio", "minimum-events", "negligible", "kayenta", "groups"],
        _ => ["total", "threshold", "fail-ratio", "pass-ratio", "minimum-events", "negligible", "conditions"],
    };

    private void Refuse(string[] keys, string why)
    {
        foreach (var key in keys.Where(k => _fields[k] is not null))
        {
            _fields.Problem(key, $"`{key}` {why}");
        }
    }

    private MetricDefinition? Unknown(YamlValue value)
    {
        var near = value.Shape == YamlShape.Scalar ? Suggestion.For(value.Text, MetricPresets.Names) : null;
        _problems.Add(value.Failure($"there is no preset `{value.Text}`", near is null ? $"It is one of {PolicyText.List(MetricPresets.Names)}; a metric of your own has `name`, `kind` and `query`." : $"Did you mean `{near}`?"));
        return null;
    }
}
