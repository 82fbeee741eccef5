using System.Globalization;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Tells GitHub what is deployed: a deployment and its status in the repository, and where the organisation keeps them, records of the image by digest.</summary>
/// <param name="client">Asks.</param>
internal sealed class GitHubDeployments(GitHubClient client)
{
    private const int MaximumDescription = 140;
    private const string Metadata = "artifacts/metadata/";

    /// <summary>Tells it; what could not be told is returned.</summary>
    internal async Task<IReadOnlyList<string>> ReportAsync(DeploymentReport report, CancellationToken cancellation)
    {
        var notes = new List<string>();
        if (await DeploymentAsync(report, notes, cancellation) is { } deployment)
        {
            await StatusAsync(report, deployment, notes, cancellation);
        }

        await RecordAsync(Metadata + "storage-record", "where the image is kept", j => Storage(j, report), notes, cancellation);
        if (report.State != DeploymentState.InProgress)
        {
            await RecordAsync(Metadata + "deployment-record", "that the image is deployed", j => Deployed(j, report), notes, cancellation);
        }

        return notes;
    }

    // The deployment of this image from this commit that is there already, or a new one.
    private async Task<string?> DeploymentAsync(DeploymentReport report, List<string> notes, CancellationToken cancellation)
    {
        var path = client.Place.Of("deployments");
        var answer = await client.SendAsync(
            GitHubRequest.Get($"{path}?ref={Uri.EscapeDataString(report.Reference)}&environment={Uri.EscapeDataString(report.Environment)}&per_page=20"), cancellation);
        if (answer.IsSuccess)
        {
            var known = Array.Find(answer.Json.Items(), d => PayloadDigest(d) == report.Digest.ToString());
            if (known.ValueKind == JsonValueKind.Object)
            {
                return IdOf(known);
            }

            answer = await client.SendAsync(GitHubRequest.Post(path, j => Deployment(j, report)) with { IsOnce = true }, cancellation);
        }

        if (answer.Status == 201)
        {
            return IdOf(answer.Json);
        }

        notes.Add(GitHubRefusal.Note("GitHub was not told of the deployment (it takes `permissions: deployments: write`)", answer));
        return null;
    }

    private async Task StatusAsync(DeploymentReport report, string deployment, List<string> notes, CancellationToken cancellation)
    {
        var path = client.Place.Of($"deployments/{deployment}/statuses");
        var state = report.State switch
        {
            DeploymentState.Success => "success",
            DeploymentState.Failure => "failure",
            DeploymentState.Inactive => "inactive",
            _ => "in_progress",
        };
        var answer = await client.SendAsync(GitHubRequest.Get(path + "?per_page=1"), cancellation);
        if (answer.IsSuccess && Array.Exists(answer.Json.Items(), s => s.Text("state") == state))
        {
            return;
        }

        answer = await client.SendAsync(GitHubRequest.Post(path, j => Status(j, report, state)) with { IsOnce = true }, cancellation);
        if (!answer.IsSuccess)
        {
            notes.Add(GitHubRefusal.Note("GitHub was not told how the deployment went", answer));
        }
    }

    // Only organisations keep such records, and not those of older servers; nobody is told that a person's account has none.
    private async Task RecordAsync(string path, string what, Action<Utf8JsonWriter> body, List<string> notes, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(GitHubRequest.Post($"orgs/{client.Place.Owner}/{path}", body), cancellation);
        if (!answer.IsSuccess && answer.Status != 404)
        {
            notes.Add(GitHubRefusal.Note($"The organisation was not told {what} (it takes `permissions: artifact-metadata: write`)", answer));
        }
    }

    private static void Deployment(Utf8JsonWriter json, DeploymentReport report)
    {
        json.WriteString("ref", report.Reference);
        json.WriteString("task", "deploy");
        json.WriteBoolean("auto_merge", false);
        GitHubRequest.Texts(json, "required_contexts", []);
        json.WriteStartObject("payload");
        json.WriteString("app", report.App);
        json.WriteString("image", report.Image);
        json.WriteString("digest", report.Digest.ToString());
        json.WriteEndObject();
        json.WriteString("environment", report.Environment);
        json.WriteString("description", Cut(report.Description));
        json.WriteBoolean("production_environment", report.IsProduction);
    }

    private static void Status(Utf8JsonWriter json, DeploymentReport report, string state)
    {
        json.WriteString("state", state);
        json.WriteString("description", Cut(report.Description));
        json.WriteBoolean("auto_inactive", true);
        if (report.LogUrl is { } log && RemoteUrl.TryParse(log, out _, out _))
        {
            json.WriteString("log_url", log);
        }
    }

    private void Storage(Utf8JsonWriter json, DeploymentReport report)
    {
        var slash = report.Image.IndexOf('/', StringComparison.Ordinal);
        json.WriteString("name", report.App);
        json.WriteString("digest", report.Digest.ToString());
        json.WriteString("registry_url", $"https://{(slash < 0 ? report.Image : report.Image[..slash])}/");
        json.WriteString("repository", report.Image[(slash + 1)..]);
        json.WriteString("github_repository", client.Place.Name);
    }

    private void Deployed(Utf8JsonWriter json, DeploymentReport report)
    {
        json.WriteString("name", report.App);
        json.WriteString("digest", report.Digest.ToString());
        json.WriteString("status", report.State == DeploymentState.Success ? "deployed" : "decommissioned");
        json.WriteString("logical_environment", report.Environment);
        json.WriteString("deployment_name", $"{report.App}-{report.Environment}");
        json.WriteString("github_repository", client.Place.Name);
    }

    // It is an object, or a text that has one.
    private static string? PayloadDigest(JsonElement deployment)
    {
        var payload = deployment.At("payload");
        return payload.ValueKind == JsonValueKind.String ? new HostAnswer(200, System.Text.Encoding.UTF8.GetBytes(payload.GetString()!), "").Json.Text("digest") : payload.Text("digest");
    }

    private static string? IdOf(JsonElement deployment) => deployment.At("id").TryGetInt64(out var id) ? id.ToString(CultureInfo.InvariantCulture) : null;

    private static string Cut(string text) => text.Length <= MaximumDescription ? text : text[..(MaximumDescription - 3)] + "...";
}
