using PipelineKit.Audit;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.CanaryVerify;

/// <summary>Puts settings and inputs together; an input comes before the settings.</summary>
/// <param name="options">The inputs.</param>
/// <param name="context">The run.</param>
internal sealed class CanaryRunBuilder(CanaryVerifyOptions options, CommandContext context)
{
    private const string UsualMatcher = "digest=\"{{ scope.digest }}\"";
    private const string UsualPreset = "http-errors";
    private const string ServiceMatcher = "service=\"{{ scope.labels.service }}\"";
    private const double UsualBurn = 10;
    private const int UsualHistory = 4;
    private const int MostSteps = 10_000;
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan UsualStep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsualAzureStep = TimeSpan.FromMinutes(1);

    /// <summary>Builds it.</summary>
    /// <param name="source">Where metrics are read.</param>
    /// <param name="history">What the environment had; null when there is none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FailureException">Something is missing or damaged.</exception>
    internal async Task<CanaryRun> BuildAsync(IMetricSource source, EnvironmentHistory? history, CancellationToken cancellation)
    {
        var settings = await CanarySettingsFile.ReadAsync(context, source.Dialect, cancellation);
        var kayenta = options.KayentaConfig.Length > 0 ? await KayentaFile.ReadAsync(context.WorkingDirectory, options.KayentaConfig, cancellation) : null;
        var metrics = MetricsOf(settings, kayenta, source.Dialect);
        var step = StepOf(settings, source.Dialect);
        var policy = new CanaryPolicy
        {
            Alpha = options.Alpha ?? settings?.Alpha ?? new CanaryPolicy { Steps = 1 }.Alpha,
            Beta = options.Beta ?? settings?.Beta ?? new CanaryPolicy { Steps = 1 }.Beta,
            Steps = StepsOf(settings, step),
            GaugeLookEvery = settings?.GaugeLookEvery ?? new CanaryPolicy { Steps = 1 }.GaugeLookEvery,
            StopsAtPass = options.Mode == CanaryMode.Watch,
            Slo = options.Slo is { } objective ? SloPresets.Of(objective, options.MaximumBurn ?? UsualBurn) : settings?.Slo,
            Kayenta = kayenta is not null ? kayenta.Scoring : options.Presets.Count > 0 ? null : settings?.Kayenta,
        };
        if (options.Judge == CanaryJudgeName.Kayenta && policy.Kayenta is null)
        {
            throw Wrong(CanaryInputs.Judge.Name, "Kayenta's judge has no configuration to judge by.", "Give `kayenta-config`, or `canary.kayenta` in pipelinekit.yaml.");
        }

        return new CanaryRun
        {
            Options = options,
            Metrics = metrics,
            Scopes = ScopesOf(settings, history),
            Policy = policy,
            Source = source,
            Step = step,
            History = new MetricHistory(options.History ?? settings?.History ?? Math.Max(UsualHistory, CanaryJudge.HistoryNeeded(policy, metrics)), policy.Steps),
        };
    }

    private IReadOnlyList<MetricDefinition> MetricsOf(CanarySettings? settings, KayentaConfig? kayenta, SourceDialect dialect)
    {
        if (dialect != SourceDialect.Prometheus && (kayenta is not null || options.Presets.Count > 0 || settings is not { Metrics.Count: > 0 }))
        {
            throw Wrong(
                kayenta is not null ? CanaryInputs.KayentaConfig.Name : CanaryInputs.Preset.Name,
                "Presets and configurations of Kayenta know metrics of Prometheus, and metrics are read from Azure Monitor.",
                "Describe yours under `canary.metrics` in pipelinekit.yaml.");
        }

        if (kayenta is not null)
        {
            return kayenta.Metrics;
        }

        if (options.Presets.Count == 0 && settings is { Metrics.Count: > 0 })
        {
            return settings.Metrics;
        }

        var presets = options.Presets.Count > 0 ? options.Presets : [UsualPreset];
        var names = options.Service.Length > 0 ? new PresetNames { Matchers = ServiceMatcher } : null;
        return [.. presets.Distinct(StringComparer.Ordinal).Select(p => MetricPresets.Find(p, names)
            ?? throw Wrong(CanaryInputs.Preset.Name, $"There is no preset `{p}`.", $"There are {string.Join(", ", MetricPresets.Names)}; others are described under `canary.metrics` in pipelinekit.yaml."))];
    }

    private TimeSpan StepOf(CanarySettings? settings, SourceDialect dialect)
    {
        var step = options.Step ?? settings?.Step ?? (dialect == SourceDialect.Prometheus ? UsualStep : UsualAzureStep);
        return dialect != SourceDialect.AzureMetrics || AzureMetricsSource.Interval(step) is not null ? step
            : throw Wrong(CanaryInputs.Step.Name, $"Azure Monitor keeps metrics in steps of 1, 5, 15, 30 or 60 minutes, not of {step.TotalSeconds:0} s.", "Give one of them, as in `step: 1m`.");
    }

    private int StepsOf(CanarySettings? settings, TimeSpan step)
    {
        var whole = options.Mode == CanaryMode.Watch ? options.MaximumTime : options.Window ?? settings?.Window ?? UsualWindow;
        var steps = (long)(whole / step);
        return steps is >= 1 and <= MostSteps ? (int)steps : throw Wrong(CanaryInputs.Step.Name, $"{whole} in steps of {step} makes {steps} steps, and from 1 to {MostSteps} are read.", "Give a longer or shorter `step`.");
    }

    private ScopePair ScopesOf(CanarySettings? settings, EnvironmentHistory? history)
    {
        var baseline = options.Baseline?.Digest ?? FromLedger(history);
        var canary = options.Canary?.Digest ?? baseline;
        return new ScopePair(
            Scope(Arm.Baseline, baseline, First(options.BaselineSelector, settings?.BaselineMatcher), settings, settings?.BaselineLabels),
            Scope(Arm.Canary, canary, First(options.CanarySelector, settings?.CanaryMatcher), settings, settings?.CanaryLabels),
            options.ScopeCheck.Length > 0 ? options.ScopeCheck : settings?.CheckQuery ?? "");
    }

    private ArmScope Scope(Arm arm, Digest digest, string matcher, CanarySettings? settings, IReadOnlyDictionary<string, string>? own)
    {
        var labels = new Dictionary<string, string>(settings?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in own ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            labels[name] = value;
        }

        if (options.Service.Length > 0)
        {
            labels["service"] = options.Service;
        }

        return new ArmScope(arm, digest, matcher, labels);
    }

    private static string First(string input, string? settings) => input.Length > 0 ? input : settings is { Length: > 0 } ? settings : UsualMatcher;

    // The canary may be on record already; what was there before it is what it is compared with.
    private Digest FromLedger(EnvironmentHistory? history) =>
        history?.Occupancies.LastOrDefault(o => o.Digest != options.Canary?.Digest)?.Digest
        ?? throw Wrong(CanaryInputs.Baseline.Name, $"The ledger of `{options.Environment}` has no image to compare the canary with.", "Give `baseline`, by digest.");

    private static FailureException Wrong(string input, string what, string remedy) => new(new Failure(FailureCodes.BadInputValue, what, remedy, SourcePlace.OfInput(input)));
}
