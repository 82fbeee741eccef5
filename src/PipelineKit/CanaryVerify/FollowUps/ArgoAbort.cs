using System.Text.Json;
using PipelineKit.Clusters;
using PipelineKit.Failures;
using PipelineKit.Telemetry;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// Aborts a Rollout of Argo Rollouts: a merge patch (RFC 7396) of <c>status.abort</c>, on its status where that is a resource of its own, else on the object. The controller then sends all
/// traffic to the stable version; <c>spec.template</c> stays what it is.
/// </summary>
internal static class ArgoAbort
{
    private const string MergePatch = "application/merge-patch+json";
    private static readonly byte[] Abort = """{"status":{"abort":true}}"""u8.ToArray();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Aborts it.</summary>
    /// <exception cref="FailureException">PK0301: refused; PK0302: it cannot be reached; PK0304: it does not answer with a Rollout that is aborted.</exception>
    internal static async Task<FollowUp> RunAsync(RolloutTarget target, ClusterAccess access, ServiceCaller caller, CancellationToken cancellation)
    {
        var path = $"{access.Server.TrimEnd('/')}/apis/argoproj.io/v1alpha1/namespaces/{target.Namespace}/rollouts/{target.Name}";
        var answer = await PatchAsync(path + "/status");
        if (answer.Status == 404)
        {
            answer = await PatchAsync(path);
        }

        var (name, host) = ($"{target.Namespace}/{target.Name}", new Uri(path).Authority);
        if (!answer.IsSuccess)
        {
            throw new FailureException(Refused(answer.Status, name, host));
        }

        return IsAborted(answer.Body)
            ? new FollowUp("argo-abort", Ok: true, $"The Rollout `{name}` is aborted: traffic goes to the stable version. Its spec still has the image that failed, so Git has to go back as well (`on-fail: rollback`).")
            : throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{host} answered, and the Rollout `{name}` is not aborted.", "Check that this is the API server with Argo Rollouts; `kubectl argo rollouts abort` does the same."));

        Task<ServiceAnswer> PatchAsync(string address) => caller.SendAsync(
            new ServiceRequest(HttpMethod.Patch, new Uri(address), Abort) { MediaType = MergePatch, Headers = access.Token.Length > 0 ? [new("Authorization", $"Bearer {access.Token}")] : [] }, cancellation);
    }

    private static Failure Refused(int status, string name, string host) => status switch
    {
        401 => new Failure(FailureCodes.RemoteRefused, $"{host} does not know who asks (401 for the Rollout `{name}`).", "Give a `cluster-token` that is still valid."),
        403 => new Failure(FailureCodes.RemoteRefused, $"{host} refused to abort the Rollout `{name}` (403).", "The account needs the verb `patch` on `rollouts/status` and `rollouts` of `argoproj.io` in this namespace."),
        404 => new Failure(FailureCodes.RemoteRefused, $"{host} has no Rollout `{name}`.", "Check `argo-rollout`, and that `cluster` is the one with Argo Rollouts."),
        _ => new Failure(FailureCodes.RemoteRefused, $"{host} refused to abort the Rollout `{name}` ({status}).", "Abort it with `kubectl argo rollouts abort`."),
    };

    // A server that ignores the status in a patch of the object answers with success all the same.
    private static bool IsAborted(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
                && status.TryGetProperty("abort", out var abort) && abort.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            // Whoever answers so is no API server, and nothing was aborted there.
            return false;
        }
    }
}
