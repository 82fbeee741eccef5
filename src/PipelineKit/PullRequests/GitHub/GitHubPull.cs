using System.Globalization;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Keeps one open pull request of a branch.</summary>
/// <param name="client">Asks.</param>
internal sealed class GitHubPull(GitHubClient client)
{
    private const int Attempts = 4;

    /// <summary>Makes the pull request, or brings the one there is to the state wanted.</summary>
    /// <param name="proposal">What is wanted.</param>
    /// <param name="put">The branch.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when there is nothing to pull.</returns>
    internal async Task<PullRequest?> PutAsync(ChangeProposal proposal, GitHubPut put, CancellationToken cancellation)
    {
        var (status, pull) = (PullRequestStatus.Unchanged, await FindAsync(proposal.Branch, cancellation));
        if (pull.ValueKind == JsonValueKind.Undefined)
        {
            (status, pull) = (PullRequestStatus.Created, await MakeAsync(proposal, put.Branch.Base.Branch, cancellation));
            if (pull.ValueKind == JsonValueKind.Undefined)
            {
                return null;
            }
        }
        else if (!IsAsWanted(pull, proposal, put.Branch.Base.Branch))
        {
            (status, pull) = (PullRequestStatus.Updated, await UpdateAsync(pull, proposal, put.Branch.Base.Branch, cancellation));
        }

        var extras = new GitHubExtras(client, pull, put);
        await extras.PutAsync(proposal.PullRequest, status, cancellation);
        if (status == PullRequestStatus.Unchanged && (extras.IsChanged || put.Changes.Count > 0))
        {
            status = PullRequestStatus.Updated;
        }

        if (status != PullRequestStatus.Unchanged && pull.At("user").Text("login") == "github-actions[bot]")
        {
            extras.Notes.Add("Workflows do not run by themselves for a pull request of the job's own token (a rule of GitHub's): somebody has to approve or start them; act as a GitHub App with `app-id` where its checks must run.");
        }

        return new PullRequest(pull.Number("number"), pull.Text("html_url") ?? "", status, extras.Notes);
    }

    /// <summary>The open pull request of a branch of this repository; of kind Undefined when there is none.</summary>
    internal async Task<JsonElement> FindAsync(string branch, CancellationToken cancellation)
    {
        var place = client.Place;
        var answer = await client.SendAsync(GitHubRequest.Get(place.Of($"pulls?state=open&head={Uri.EscapeDataString($"{place.Owner}:{branch}")}&per_page=10")), cancellation);
        return !answer.IsSuccess ? throw GitHubRefusal.Of(place, answer, "list pull requests", GitHubRefusal.Writing)
            : answer.Json.Items().FirstOrDefault(p => p.At("head").Text("ref") == branch && string.Equals(p.At("head").At("repo").Text("full_name"), place.Repository, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Says why, and closes it.</summary>
    internal async Task CloseAsync(JsonElement pull, JsonElement discussion, string reason, CancellationToken cancellation)
    {
        var comment = $"<!-- pipelinekit:closed -->\n{reason}";
        if (!discussion.At("comments").Items("nodes").Any(c => c.Flag("viewerDidAuthor") && Plain(c.Text("body")) == Plain(comment)))
        {
            // Without the word it is still right to close it.
            var path = client.Place.Of(string.Create(CultureInfo.InvariantCulture, $"issues/{pull.Number("number")}/comments"));
            await client.SendAsync(GitHubRequest.Post(path, j => j.WriteString("body", comment)), cancellation);
        }

        var body = GitHubRequest.Json(j => j.WriteString("state", "closed"));
        var answer = await client.SendAsync(new GitHubRequest(HttpMethod.Patch, PathOf(client.Place, pull), body), cancellation);
        if (!answer.IsSuccess)
        {
            throw GitHubRefusal.Of(client.Place, answer, "close the pull request", GitHubRefusal.Writing);
        }
    }

    /// <summary>The path of a pull request in the REST interface.</summary>
    internal static string PathOf(GitHubPlace place, JsonElement pull, string rest = "") =>
        place.Of(string.Create(CultureInfo.InvariantCulture, $"pulls/{pull.Number("number")}{rest}"));

    // What was just made is not everywhere at once: not the branch, and not the pull request either.
    private async Task<JsonElement> MakeAsync(ChangeProposal proposal, string baseBranch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.SendAsync(GitHubRequest.Post(client.Place.Of("pulls"), j => Write(j, proposal, baseBranch)), cancellation);
            if (answer.Status == 201)
            {
                return answer.Json;
            }

            if (answer.Status != 422)
            {
                throw GitHubRefusal.Of(client.Place, answer, "make a pull request", GitHubRefusal.Writing);
            }

            if (answer.Says("No commits between"))
            {
                return default;
            }

            if (answer.Says("already exists") && await FindAsync(proposal.Branch, cancellation) is { ValueKind: JsonValueKind.Object } other)
            {
                return other;
            }

            if (attempt == Attempts)
            {
                throw GitHubRefusal.Of(client.Place, answer, "make a pull request", GitHubRefusal.Writing);
            }

            await Task.Delay(RetryWait.Backoff(attempt), client.Time, cancellation);
        }
    }

    private async Task<JsonElement> UpdateAsync(JsonElement pull, ChangeProposal proposal, string baseBranch, CancellationToken cancellation)
    {
        var body = GitHubRequest.Json(j =>
        {
            j.WriteString("title", proposal.Title.Trim());
            j.WriteString("body", proposal.Body);
            if (pull.At("base").Text("ref") != baseBranch)
            {
                j.WriteString("base", baseBranch);
            }
        });
        var answer = await client.SendAsync(new GitHubRequest(HttpMethod.Patch, PathOf(client.Place, pull), body), cancellation);
        return answer.IsSuccess ? answer.Json : throw GitHubRefusal.Of(client.Place, answer, "change the pull request", GitHubRefusal.Writing);
    }

    private static void Write(Utf8JsonWriter json, ChangeProposal proposal, string baseBranch)
    {
        json.WriteString("title", proposal.Title.Trim());
        json.WriteString("head", proposal.Branch);
        json.WriteString("base", baseBranch);
        json.WriteString("body", proposal.Body);
        json.WriteBoolean("draft", proposal.PullRequest.IsDraft);
        json.WriteBoolean("maintainer_can_modify", true);
    }

    private static bool IsAsWanted(JsonElement pull, ChangeProposal proposal, string baseBranch) =>
        Plain(pull.Text("title")) == Plain(proposal.Title) && Plain(pull.Text("body")) == Plain(proposal.Body) && pull.At("base").Text("ref") == baseBranch;

    // Ends of line and blanks around are GitHub's matter.
    private static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}
