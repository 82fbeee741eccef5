using System.Buffers;
using System.Net;
using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.Telemetry;

namespace PipelineKit.CanaryVerify;

/// <summary>Puts an annotation from the start of the window to the verdict into Grafana (HTTP API, <c>POST /api/annotations</c>).</summary>
internal static class GrafanaAnnotation
{
    /// <summary>Puts it there.</summary>
    /// <exception cref="FailureException">PK0301: refused; PK0302: it cannot be reached.</exception>
    internal static async Task<FollowUp> RunAsync(GrafanaTarget target, CanaryOutcome outcome, IReadOnlyList<FollowUp> done, ServiceCaller caller, CancellationToken cancellation)
    {
        var request = new ServiceRequest(HttpMethod.Post, new Uri(target.Address.AbsoluteUri.TrimEnd('/') + "/api/annotations"), Body(target, outcome, done))
        {
            Headers = target.Token.Length > 0 ? [new("Authorization", $"Bearer {target.Token}")] : [],
        };
        var answer = await caller.SendAsync(request, cancellation);
        return answer.IsSuccess
            ? new FollowUp("annotation", Ok: true, $"Grafana at {request.Host} has an annotation.")
            : throw new FailureException(new Failure(
                FailureCodes.RemoteRefused, $"Grafana at {request.Host} did not take the annotation ({answer.Status}).",
                answer.Status is 401 or 403 ? "Give a `grafana-token` of a service account that may `annotations:create`." : "Check `grafana-url` and `grafana-dashboard`."));
    }

    /// <summary>The body: milliseconds since 1970; text is HTML to Grafana.</summary>
    internal static byte[] Body(GrafanaTarget target, CanaryOutcome outcome, IReadOnlyList<FollowUp> done)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (target.Dashboard.Length > 0)
            {
                json.WriteString("dashboardUID", target.Dashboard);
            }

            if (target.Panel is { } panel)
            {
                json.WriteNumber("panelId", panel);
            }

            json.WriteNumber("time", outcome.Window.Start.ToUnixTimeMilliseconds());
            json.WriteNumber("timeEnd", outcome.DecidedAt.ToUnixTimeMilliseconds());
            json.WriteStartArray("tags");
            foreach (var tag in (string[])["pipelinekit", "canary", $"verdict:{outcome.Verdict}", outcome.Service, outcome.Environment])
            {
                if (tag.Length > 0)
                {
                    json.WriteStringValue(tag);
                }
            }

            json.WriteEndArray();
            var rollback = done.FirstOrDefault(f => f.Name == "rollback");
            json.WriteString("text", WebUtility.HtmlEncode(
                $"Canary {PromotionText.Short(outcome.Scopes.Canary.Digest)} against {PromotionText.Short(outcome.Scopes.Baseline.Digest)}: {outcome.Verdict}. {outcome.Decision.Text}{(rollback is null ? "" : $" {rollback.Text}")}"));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
