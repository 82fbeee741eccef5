using PipelineKit.Actions;

namespace PipelineKit.CanaryVerify;

/// <summary>The outputs of canary-verify.</summary>
internal static class CanaryOutputs
{
    internal static readonly Output Reason = new("reason", "Why, as a word such as `not-worse`, `worse`, `slo.burn`, `data.missing`, `not-enough-evidence`.");

    internal static readonly Output VerdictFile = new("verdict-file", "The path of the verdict; empty when it was not written.");

    internal static readonly Output VerdictDigest = new("verdict-digest", "The digest of the verdict, `sha256:...`.");

    internal static readonly Output ChartFile = new("chart-file", "The path of the picture; empty when it was not written.");

    internal static readonly Output DetectableRatio = new("detectable-ratio", "How many times as bad a canary has to be to be found at the traffic so far, nine times of ten, by the metric that knows least; empty when it cannot be said.");

    internal static readonly Output TimeNeeded = new("time-needed", "Seconds a decision probably needs yet at the traffic so far; empty when it is decided or cannot be said.");

    internal static readonly Output TimeToDetect = new("time-to-detect", "Seconds from the first bad step to the verdict; empty when nothing failed.");

    internal static readonly Output TimeToRollback = new("time-to-rollback", "Seconds from the verdict until it was rolled back, and checked where that was asked for; empty without a rollback.");

    internal static readonly Output MetricsFailed = new("metrics-failed", "The metrics that failed, one a line.");

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Output> All { get; } = [Reason, VerdictFile, VerdictDigest, ChartFile, DetectableRatio, TimeNeeded, TimeToDetect, TimeToRollback, MetricsFailed];
}
