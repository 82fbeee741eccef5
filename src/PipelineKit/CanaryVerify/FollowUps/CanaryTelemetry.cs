using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Telemetry;

namespace PipelineKit.CanaryVerify;

/// <summary>Sends verdict, time to detect and time to roll back as metrics.</summary>
internal static class CanaryTelemetry
{
    /// <summary>Sends them.</summary>
    /// <exception cref="FailureException">What <see cref="OtlpExporter"/> throws.</exception>
    internal static async Task<FollowUp> RunAsync(
        TelemetryTarget target, CanaryOutcome outcome, TimeSpan? detect, IReadOnlyList<FollowUp> done, CommandContext context, ServiceCaller caller, CancellationToken cancellation)
    {
        await new OtlpExporter(target.Endpoint, target.Headers, caller).SendAsync(OtlpMetrics.Write(Resource(outcome, context.Ci), Points(outcome, detect, done), context.Time.GetUtcNow()), cancellation);
        return new FollowUp("telemetry", Ok: true, $"{target.Endpoint.Authority} has the metrics.");
    }

    /// <summary>What the measurements are about, by the semantic conventions of OpenTelemetry.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Resource(CanaryOutcome outcome, CiContext run) =>
    [
        new("service.name", outcome.Service),
        new("deployment.environment.name", outcome.Environment),
        new("oci.manifest.digest", outcome.Scopes.Canary.Digest.Text),
        new("vcs.ref.head.revision", run.Commit ?? ""),
        new("cicd.pipeline.run.url.full", run.RunUrl ?? ""),
    ];

    private static List<OtlpPoint> Points(CanaryOutcome outcome, TimeSpan? detect, IReadOnlyList<FollowUp> done)
    {
        var points = new List<OtlpPoint>
        {
            new("pipelinekit.canary.verdict", "1", "A canary was judged; the attribute `verdict` says how.", 1, [new("verdict", outcome.Verdict), new("reason", outcome.Decision.Reason)]),
        };
        if (detect is { } seen)
        {
            points.Add(new OtlpPoint("pipelinekit.canary.time_to_detect", "s", "From the first bad step to the verdict.", seen.TotalSeconds, []));
        }

        if (FollowUpPlan.TimeToRollback(done) is { } back)
        {
            points.Add(new OtlpPoint("pipelinekit.canary.time_to_rollback", "s", "From the verdict until the image before was back.", back.TotalSeconds, []));
        }

        return points;
    }
}
