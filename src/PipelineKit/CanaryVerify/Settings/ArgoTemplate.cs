using System.Globalization;
using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// Reads the metrics of an <c>AnalysisTemplate</c> or <c>ClusterAnalysisTemplate</c> of Argo Rollouts (argoproj.io/v1alpha1) whose provider is Prometheus. Where the server is, and how often is measured, is said elsewhere here:
/// <c>address</c>, <c>interval</c> and <c>initialDelay</c> are not looked at.
/// </summary>
internal sealed class ArgoTemplate
{
    private static readonly string[] MetricKeys =
    [
        "name", "interval", "initialDelay", "count", "successCondition", "failureCondition", "failureLimit", "inconclusiveLimit", "consecutiveErrorLimit", "consecutiveSuccessLimit", "provider",
    ];

    private readonly Dictionary<string, string> _arguments;
    private readonly List<Failure> _problems;

    private ArgoTemplate(Dictionary<string, string> arguments, List<Failure> problems) => (_arguments, _problems) = (arguments, problems);

    internal static IReadOnlyList<MetricDefinition> Read(YamlValue root, IReadOnlyDictionary<string, string> given, List<Failure> problems)
    {
        if (root.Shape != YamlShape.Mapping || root["kind"] is not { Text: "AnalysisTemplate" or "ClusterAnalysisTemplate" } || root["spec"] is not { Shape: YamlShape.Mapping } spec)
        {
            problems.Add(root.Failure("this is no analysis template", "Give a file with one `AnalysisTemplate` or `ClusterAnalysisTemplate` of Argo Rollouts."));
            return [];
        }

        var template = new ArgoTemplate(Arguments(spec, given, problems), problems);
        var muted = (spec["dryRun"]?.Items ?? []).Where(d => d.Shape == YamlShape.Mapping).Select(d => d["metricName"]?.Text).ToList();
        return [.. (spec["metrics"]?.Items ?? []).Select(m => template.Metric(m, muted)).OfType<MetricDefinition>()];
    }

    private static Dictionary<string, string> Arguments(YamlValue spec, IReadOnlyDictionary<string, string> given, List<Failure> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in (spec["args"]?.Items ?? []).Where(a => a.Shape == YamlShape.Mapping))
        {
            var name = argument["name"]?.Text ?? "";
            if (given.TryGetValue(name, out var value) || (value = argument["value"]?.Text) is not null)
            {
                values[name] = value;
            }
            else
            {
                problems.Add(argument.Failure($"the argument `{name}` has no value", $"Give it beside the file, as in `args: {{ {name}: \"{{{{ scope.labels.service }}}}\" }}`."));
                values[name] = "";
            }
        }

        foreach (var name in given.Keys.Where(k => !values.ContainsKey(k)))
        {
            problems.Add(spec.Failure($"the template has no argument `{name}`", Suggestion.For(name, values.Keys) is { } near ? $"Did you mean `{near}`?" : null));
        }

        return values;
    }

    private MetricDefinition? Metric(YamlValue value, List<string?> muted)
    {
        var fields = new PolicyFields(value, _problems, MetricKeys);
        var name = fields.RequiredText("name", "Each metric of a template has a name.");
        if (fields["provider"] is not { Shape: YamlShape.Mapping } provider || provider["prometheus"] is not { Shape: YamlShape.Mapping } prometheus)
        {
            fields.Problem("provider", $"the provider of `{name}` is not Prometheus", "Only metrics of Prometheus are read.");
            return null;
        }

        if (prometheus["rangeQuery"] is { } range)
        {
            _problems.Add(range.Failure("a range query cannot be taken over: the expression is asked at every step", "Write the condition for the value of one step."));
        }

        return new MetricDefinition
        {
            Name = name,
            Kind = MetricKind.Condition,
            Query = Query(prometheus["query"] ?? provider),
            IsMuted = muted.Contains(name),
            Conditions = Conditions(fields),
        };
    }

    private MetricConditions Conditions(PolicyFields fields)
    {
        var usual = new MetricConditions();
        return new MetricConditions
        {
            Success = Expression(fields, "successCondition"),
            Failure = Expression(fields, "failureCondition"),
            Count = Number(fields, "count", usual.Count),
            FailureLimit = Number(fields, "failureLimit", usual.FailureLimit),
            InconclusiveLimit = Number(fields, "inconclusiveLimit", usual.InconclusiveLimit),
            ConsecutiveErrorLimit = Number(fields, "consecutiveErrorLimit", usual.ConsecutiveErrorLimit),
            ConsecutiveSuccessLimit = Number(fields, "consecutiveSuccessLimit", usual.ConsecutiveSuccessLimit),
        };
    }

    private string Query(YamlValue value)
    {
        var query = Filled(value).Trim();
        if ((query.Length == 0 ? "the query is empty" : MetricSection.ProblemOf(query, SourceDialect.Prometheus)) is { } problem)
        {
            _problems.Add(value.Failure(problem, "Give one of its arguments a value such as `{{ scope.labels.service }}` or `{{ scope.digest }}`, which tells the canary apart."));
        }

        return query;
    }

    private string Expression(PolicyFields fields, string key)
    {
        var text = fields[key] is { } value ? Filled(value).Trim() : "";
        if (text.Length > 0 && ConditionSection.ProblemOf(text) is { } problem)
        {
            fields.Problem(key, problem);
        }

        return text;
    }

    private int Number(PolicyFields fields, string key, int usual)
    {
        const int Most = 100_000;
        if (fields[key] is not { } value)
        {
            return usual;
        }

        if (int.TryParse(Filled(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= -1 and <= Most)
        {
            return number;
        }

        fields.Problem(key, $"`{key}` is a number from -1 to {Most}, not `{value.Text}`");
        return usual;
    }

    // Arguments filled in; `{{ scope.NAME }}` out of their values stays, and is filled in for the arm.
    private string Filled(YamlValue value)
    {
        var text = new System.Text.StringBuilder();
        var at = 0;
        for (var start = value.Text.IndexOf("{{", StringComparison.Ordinal); start >= 0; start = value.Text.IndexOf("{{", at, StringComparison.Ordinal))
        {
            var end = value.Text.IndexOf("}}", start, StringComparison.Ordinal);
            var name = end < 0 ? "" : value.Text[(start + 2)..end].Trim();
            text.Append(value.Text, at, start - at);
            if (name.StartsWith("args.", StringComparison.Ordinal) && _arguments.TryGetValue(name[5..], out var argument))
            {
                text.Append(argument);
            }
            else if (name.StartsWith("scope.", StringComparison.Ordinal) || name is "window" or "step")
            {
                text.Append(value.Text, start, end + 2 - start);
            }
            else
            {
                _problems.Add(value.Failure($"`{value.Text[start..(end < 0 ? value.Text.Length : end + 2)]}` is no argument of the template"));
            }

            at = end < 0 ? value.Text.Length : end + 2;
        }

        return text.Append(value.Text, at, value.Text.Length - at).ToString();
    }
}
