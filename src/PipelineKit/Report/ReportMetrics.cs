namespace PipelineKit.Report;

/// <summary>A figure of a report, as Prometheus knows it.</summary>
/// <param name="Name">With its unit at its end, as OpenMetrics wants it.</param>
/// <param name="Unit"><c>seconds</c> or <c>ratio</c>; empty for counts.</param>
/// <param name="Help">What it is; one sentence.</param>
/// <param name="Samples">Its values for an environment.</param>
internal sealed record ReportMetric(string Name, string Unit, string Help, Func<EnvironmentReport, IReadOnlyList<MetricSample>> Samples);

/// <summary>A value.</summary>
/// <param name="Label">The name of its label beside those all have; empty for none.</param>
/// <param name="Of">The label's value.</param>
/// <param name="Value">The value; one that is not a number is not written.</param>
internal sealed record MetricSample(string Label, string Of, double Value);

/// <summary>Every figure of a report: the only list of them.</summary>
internal static class ReportMetrics
{
    /// <summary>How <see cref="DeploymentOutcome"/> is written, in its order.</summary>
    internal static readonly string[] Outcomes = ["succeeded", "rolled-back", "abandoned"];

    internal static readonly IReadOnlyList<ReportMetric> All =
    [
        new("pipelinekit_deployments", "", "Promotions of the window by how they ended.", e => Array.ConvertAll(Outcomes, o => new MetricSample("result", o, e.Count((DeploymentOutcome)Array.IndexOf(Outcomes, o))))),
        new("pipelinekit_deploy_success_ratio", "ratio", "The part of the promotions that stayed.", e => One(e.SuccessRate)),
        new("pipelinekit_change_failure_ratio", "ratio", "The part of what was deployed that was taken back or caused an incident.", e => One(e.ChangeFailureRate)),
        new("pipelinekit_lead_time_seconds", "seconds", "Time from the first environment to this one.", e => Both(e.LeadSeconds)),
        new("pipelinekit_rollbacks", "", "Rollbacks of the window.", e => One(e.Rollbacks.Count)),
        new("pipelinekit_time_to_rollback_seconds", "seconds", "Time from the decision to roll back until the tag was back.", e => Both(e.RollbackSeconds)),
        new("pipelinekit_time_to_recover_seconds", "seconds", "Time from a bad promotion until it was rolled back.", e => Both(e.RecoverySeconds)),
        new("pipelinekit_time_to_detect_seconds", "seconds", "Time from a bad promotion until it was seen to be bad.", e => Both(e.DetectSeconds)),
        new("pipelinekit_canary_verdicts", "", "Canaries judged in the window by verdict.", e => [new("verdict", "pass", e.Canaries.Passed), new("verdict", "fail", e.Canaries.Failed), new("verdict", "inconclusive", e.Canaries.Inconclusive)]),
        new("pipelinekit_canary_failure_ratio", "ratio", "The part of the judged canaries that failed.", e => One(e.CanaryFailureRate)),
        new("pipelinekit_incidents", "", "Incidents of the window put down to a deployment.", e => One(e.Incidents.Count)),
        new("pipelinekit_incident_restore_seconds", "seconds", "Time from the opening of an incident until it was closed.", e => Both(e.RestoreSeconds)),
        new("pipelinekit_retention_coverage_ratio", "ratio", "The part of the images a rollback may go to that can be pulled, all of them.", e => One(e.RetentionCoverage)),
        new("pipelinekit_bypasses", "", "Promotions of the window for which gates were bypassed.", e => One(e.Bypasses.Count)),
        new("pipelinekit_rejected_digests", "", "Images that may not be promoted now.", e => One(e.History.Rejected.Count)),
        new("pipelinekit_open_intents", "", "Promotions that were announced and neither done nor given up.", e => One(e.History.OpenIntent is null ? 0 : 1)),
        new("pipelinekit_current_since_timestamp_seconds", "seconds", "Since when the image that is there now has been there.", e => e.History.Current is { } now ? [new("digest", now.Digest.Text, now.From.ToUnixTimeSeconds())] : []),
    ];

    private static MetricSample[] One(double value) => [new("", "", value)];

    private static MetricSample[] Both(IEnumerable<double> figures) => Spread.Of(figures) is var spread ? [new("stat", "mean", spread.Mean), new("stat", "median", spread.Median)] : [];
}
