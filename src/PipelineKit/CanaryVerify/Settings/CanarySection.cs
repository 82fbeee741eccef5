using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>What the part <c>canary</c> says itself, and which other files it names.</summary>
/// <param name="Settings">What it says.</param>
/// <param name="Kayenta">The part that names a configuration of Kayenta; null for none.</param>
/// <param name="Argo">The part that names an analysis template of Argo Rollouts; null for none.</param>
internal sealed record CanaryParts(CanarySettings Settings, YamlValue? Kayenta, YamlValue? Argo);

/// <summary>Reads the part <c>canary</c>; what is wrong is added to the problems, and the value is a default then.</summary>
internal static class CanarySection
{
    /// <summary>Its name in the file.</summary>
    internal const string Key = "canary";

    private const int MostMetrics = 500;
    private const int MostHistory = 10_000;
    private const int MostSteps = 10_000;

    internal static CanaryParts Read(YamlValue section, SourceDialect dialect, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "metrics", "slo", "scope", "kayenta", "argo", "alpha", "beta", "step", "window", "history", "gauge-look-every");
        var scope = new PolicyFields(fields["scope"], problems, "baseline", "canary", "labels", "baseline-labels", "canary-labels", "check");
        var settings = new CanarySettings
        {
            Metrics = MetricsOf(fields, dialect, problems),
            Slo = SloSection.Read(fields["slo"], problems),
            Alpha = fields.Part("alpha", "1%"),
            Beta = fields.Part("beta", "1%"),
            BaselineMatcher = scope.Text("baseline"),
            CanaryMatcher = scope.Text("canary"),
            Labels = scope.Map("labels", "labels: { service: shop }"),
            BaselineLabels = scope.Map("baseline-labels", "baseline-labels: { scope: shop-stable }"),
            CanaryLabels = scope.Map("canary-labels", "canary-labels: { scope: shop-canary }"),
            CheckQuery = scope.Text("check"),
            Step = fields.Seconds("step", TimeSpan.FromHours(1)),
            Window = fields.Seconds("window", TimeSpan.FromDays(30)),
            History = fields["history"] is null ? null : fields.Number("history", 0, MostHistory, 0),
            GaugeLookEvery = fields["gauge-look-every"] is null ? null : fields.Number("gauge-look-every", 1, MostSteps, 1),
        };
        foreach (var (key, text) in (IReadOnlyList<(string, string)>)[("baseline", settings.BaselineMatcher), ("canary", settings.CanaryMatcher)])
        {
            if (text.Length > 0 && ProblemOfMatcher(text) is { } problem)
            {
                scope.Problem(key, problem, "Write label matchers without braces, as in `track=\"canary\"` or `image=~\".*{{ scope.digest }}\"`.");
            }
        }

        if (settings.CheckQuery.Length > 0 && MetricSection.ProblemOf(settings.CheckQuery, dialect) is { } wrong)
        {
            scope.Problem("check", wrong);
        }

        if (settings.BaselineMatcher.Length > 0 && string.Equals(settings.BaselineMatcher, settings.CanaryMatcher, StringComparison.Ordinal) && !settings.CanaryMatcher.Contains("{{", StringComparison.Ordinal))
        {
            scope.Problem("canary", "`baseline` and `canary` match the same series", "Say how they are told apart, as in `baseline: track=\"stable\"` and `canary: track=\"canary\"`.");
        }

        if (settings is { Step: { } step, Window: { } window } && (window < step || window / step > MostSteps))
        {
            fields.Problem("window", $"a window has from 1 to {MostSteps} steps");
        }

        if (dialect != SourceDialect.Prometheus)
        {
            RefuseFiles(fields);
        }

        return new CanaryParts(settings, fields["kayenta"], fields["argo"]);
    }

    /// <summary>What can be told only once all metrics are known.</summary>
    internal static void Check(CanarySettings settings, YamlValue section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, [], [.. section.Pairs.Select(p => p.Key)]);
        foreach (var same in settings.Metrics.GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add((fields["metrics"] ?? section).Failure($"there are {same.Count()} metrics `{same.Key}`", "Give each a `name` of its own."));
        }

        foreach (var name in (section["slo"] is { Shape: YamlShape.Mapping } slo ? slo["metrics"] : null) is { } named ? Named(named) : [])
        {
            var found = settings.Metrics.FirstOrDefault(m => string.Equals(m.Name, name.Text, StringComparison.Ordinal));
            if (found is null)
            {
                var near = Suggestion.For(name.Text, settings.Metrics.Select(m => m.Name));
                problems.Add(name.Failure($"there is no metric `{name.Text}`", near is null ? "`metrics` of an objective names metrics of the same part." : $"Did you mean `{near}`?"));
            }
            else if (found.Kind is not (MetricKind.Errors or MetricKind.Latency))
            {
                problems.Add(name.Failure($"`{name.Text}` counts no events: an objective is about metrics of kind `errors` and `latency`"));
            }
        }
    }

    // What Kayenta's judge makes of metrics described here needs no file.
    private static void RefuseFiles(PolicyFields fields)
    {
        const string Remedy = "Describe them under `metrics`.";
        if (fields["kayenta"] is { } kayenta && (kayenta.Shape == YamlShape.Scalar || (kayenta.Shape == YamlShape.Mapping && kayenta["file"] is not null)))
        {
            fields.Problem(kayenta, "a configuration of Kayenta has queries for Prometheus, and metrics are read from Azure Monitor", Remedy);
        }

        if (fields["argo"] is { } argo)
        {
            fields.Problem(argo, "an analysis template has queries for Prometheus, and metrics are read from Azure Monitor", Remedy);
        }
    }

    private static string? ProblemOfMatcher(string text)
    {
        try
        {
            _ = MetricQueryTemplate.ParseMatcher(text);
            return null;
        }
        catch (QueryTextException e)
        {
            return e.Message;
        }
    }

    private static IReadOnlyList<YamlValue> Named(YamlValue value) => value.Shape == YamlShape.Sequence ? [.. value.Items.Where(i => i.Shape == YamlShape.Scalar)] : [value];

    private static List<MetricDefinition> MetricsOf(PolicyFields fields, SourceDialect dialect, List<Failure> problems)
    {
        var values = fields.Values("metrics");
        if (values.Count > MostMetrics)
        {
            fields.Problem("metrics", $"there are {values.Count} metrics; at most {MostMetrics} are read");
            return [];
        }

        return [.. values.Select(v => new MetricSection(v, dialect, problems).Read()).OfType<MetricDefinition>()];
    }
}
