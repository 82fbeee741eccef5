using System.Text.Json;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Reads who approved the run where it waited for an environment.</summary>
/// <param name="client">Asks, about the project of the run.</param>
internal sealed class AzureApprovals(AzureClient client)
{
    private const string Preview = "7.1-preview.1";

    // The type of checks that people answer, the same in every organisation.
    private const string ApprovalType = "8c6f20a7-a545-4486-9777-f762fafe0d4d";

    /// <summary>
    /// Approvals of the run for an environment. A stage that waits has a checkpoint, whose checks say which resource they guard; approvals of a checkpoint count when all it waits for is that
    /// environment, or when the check itself says so.
    /// </summary>
    internal async Task<List<Approval>> OfRunAsync(string run, string environment, CancellationToken cancellation)
    {
        var timeline = await client.MustAsync(AzureRequest.Get($"_apis/build/builds/{Uri.EscapeDataString(run)}/timeline"), "read the run", cancellation);
        var records = timeline.Json.Items("records").ToList();
        var ids = new List<string>();
        foreach (var checkpoint in records.Where(r => r.Text("type") == "Checkpoint").Select(r => r.Text("id")).OfType<string>().Where(IsId))
        {
            var asked = records.Where(r => r.Text("type") == "Checkpoint.Approval" && r.Text("parentId") == checkpoint).Select(r => r.Text("id")).OfType<string>().Where(IsId).ToList();
            if (asked.Count > 0)
            {
                ids.AddRange(await GuardingAsync(checkpoint, asked, environment, cancellation));
            }
        }

        return ids.Count == 0 ? [] : await ReadAsync(ids, cancellation);
    }

    private async Task<IEnumerable<string>> GuardingAsync(string checkpoint, List<string> asked, string environment, CancellationToken cancellation)
    {
        var request = AzureRequest.Get($"_apis/pipelines/checks/runs/{checkpoint}?$expand=resources") with { Version = Preview };
        var suite = (await client.MustAsync(request, "read the checks of the run", cancellation)).Json;
        var checks = suite.Items("checkRuns").Where(c => string.Equals(c.At("checkConfigurationRef").At("type").Text("id"), ApprovalType, StringComparison.OrdinalIgnoreCase)).ToList();
        var guarding = checks.Where(c => Guards(c, environment)).ToList();
        return guarding.Count == checks.Count && checks.Count > 0 ? asked : asked.Where(id => guarding.Any(c => c.Text("id") == id));
    }

    private static bool Guards(JsonElement check, string environment) =>
        check.At("checkConfigurationRef").At("resource") is var resource && resource.Text("type") == "environment"
        && string.Equals(resource.Text("name"), environment, StringComparison.OrdinalIgnoreCase);

    private async Task<List<Approval>> ReadAsync(List<string> ids, CancellationToken cancellation)
    {
        var approvals = new List<Approval>();
        var answer = await client.MustAsync(AzureRequest.Get($"_apis/pipelines/approvals?approvalIds={string.Join(',', ids)}&$expand=steps"), "read approvals", cancellation);
        foreach (var step in answer.Json.Items("value").SelectMany(a => a.Items("steps")).Where(s => s.Text("status") == "approved"))
        {
            if (step.At("actualApprover").Text("uniqueName") is { } who)
            {
                var at = AzureTime.Of(step, "lastModifiedOn");
                approvals.Add(new Approval(who, "azure-approval", at, at is null ? "" : "steps.lastModifiedOn", Bound: null, step.Text("comment") ?? ""));
            }
        }

        return approvals;
    }

    private static bool IsId(string id) => Guid.TryParseExact(id, "D", out _);
}

/// <summary>Reads times.</summary>
internal static class AzureTime
{
    /// <summary>A member that is a time (RFC 3339); null when it is none.</summary>
    internal static DateTimeOffset? Of(JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null;
}
