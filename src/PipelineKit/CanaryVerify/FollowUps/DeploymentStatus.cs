using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.CanaryVerify;

/// <summary>Tells the host how the deployment of the canary went.</summary>
internal static class DeploymentStatus
{
    internal static async Task<FollowUp> RunAsync(EnvironmentAccess access, CanaryOutcome outcome, CancellationToken cancellation)
    {
        var (request, tools) = (access.Request, access.Tools);
        var reference = tools.Context.Ci.Commit ?? tools.Context.Ci.Reference ?? "";
        if (tools.Host.Kind == "git" || reference.Length == 0)
        {
            return new FollowUp("deployment-status", Ok: true, "There is no host to tell of deployments.");
        }

        var notes = await tools.Host.ReportDeploymentAsync(
            new DeploymentReport
            {
                Environment = access.Name,
                IsProduction = request.To.IsProduction,
                App = request.Settings.App,
                Image = EnvironmentPlace.TextOf(request.To.Repository),
                Digest = outcome.Scopes.Canary.Digest,
                Reference = reference,
                State = outcome.Decision.Verdict switch
                {
                    CanaryVerdict.Pass => DeploymentState.Success,
                    CanaryVerdict.Fail => DeploymentState.Failure,
                    _ => DeploymentState.InProgress,
                },
                Description = $"Canary {outcome.Verdict}: {outcome.Decision.Text}",
                LogUrl = tools.Context.Ci.RunUrl,
            },
            cancellation);
        return notes.Count == 0
            ? new FollowUp("deployment-status", Ok: true, $"The host knows that the canary in `{access.Name}` is {outcome.Verdict}.")
            : new FollowUp("deployment-status", Ok: false, string.Join(" ", notes), new Failure(FailureCodes.RemoteRefused, notes[0]));
    }
}
