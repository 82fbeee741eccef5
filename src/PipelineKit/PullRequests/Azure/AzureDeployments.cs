using PipelineKit.Git;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Tells Azure Repos of a deployment: a status of the commit it is deployed from. There are no records by digest.</summary>
internal static class AzureDeployments
{
    private const int MaximumDescription = 140;

    /// <summary>Tells it; what could not be told is returned.</summary>
    internal static async Task<IReadOnlyList<string>> ReportAsync(AzureClient client, DeploymentReport deployment, CancellationToken cancellation)
    {
        var commit = GitNames.IsCommit(deployment.Reference) ? deployment.Reference : await new AzureRefs(client).HeadAsync(deployment.Reference, cancellation);
        if (commit is null)
        {
            return [$"Azure Repos was not told of the deployment: there is no branch `{deployment.Reference}`."];
        }

        var text = deployment.Description.Length > 0 ? deployment.Description : $"{deployment.App} {deployment.Digest}";
        var answer = await client.SendAsync(AzureRequest.Post(client.Place.Of($"commits/{commit}/statuses"), AzureRequest.Object(json =>
        {
            json.WriteString("state", deployment.State switch
            {
                DeploymentState.InProgress => "pending",
                DeploymentState.Success => "succeeded",
                DeploymentState.Failure => "failed",
                _ => "notApplicable",
            });
            json.WriteString("description", text.Length <= MaximumDescription ? text : text[..MaximumDescription]);
            json.WriteStartObject("context");
            json.WriteString("name", $"{deployment.App}/{deployment.Environment}");
            json.WriteString("genre", "pipelinekit-deployment");
            json.WriteEndObject();
            if (deployment.LogUrl is { } url)
            {
                json.WriteString("targetUrl", url);
            }
        })), cancellation);
        return answer.IsSuccess ? [] : [AzureRefusal.Note("Azure Repos was not told of the deployment", answer)];
    }
}
