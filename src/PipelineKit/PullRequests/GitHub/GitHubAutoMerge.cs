using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// Lets a pull request be merged by itself. GitHub refuses that for one that could be merged at once, which is then merged at exactly this commit; and for one that has to go
/// through the merge queue, which is then put there.
/// </summary>
/// <param name="client">Asks.</param>
/// <param name="pull">The pull request, as REST gives it.</param>
/// <param name="head">The commit that may be merged, and no other.</param>
internal sealed class GitHubAutoMerge(GitHubClient client, JsonElement pull, string head)
{
    private const int Attempts = 5;

    /// <summary>Does it; what hinders goes into the notes. True when something was changed.</summary>
    internal async Task<bool> EnableAsync(MergeMethod method, List<string> notes, CancellationToken cancellation)
    {
        var word = method switch
        {
            MergeMethod.Squash => "squash",
            MergeMethod.Rebase => "rebase",
            _ => "merge",
        };
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.ChangeAsync(GitHubQueries.EnableAutoMerge, j => Input(j, word.ToUpperInvariant()), isOnce: false, cancellation);
            if (GitHubGraph.ErrorOf(answer) is not { } error)
            {
                return true;
            }

            if (answer.Says("clean status"))
            {
                return await MergeAsync(word, notes, cancellation);
            }

            // Whether it can be merged is found out in the background.
            if (attempt == Attempts || !(answer.Says("unknown status") || answer.Says("was modified")))
            {
                notes.Add($"It is not merged by itself: {error}. The setting `Allow auto-merge` of the repository and a rule that requires checks or reviews are needed for that.");
                return false;
            }

            await Task.Delay(RetryWait.Backoff(attempt), client.Time, cancellation);
        }
    }

    private async Task<bool> MergeAsync(string word, List<string> notes, CancellationToken cancellation)
    {
        var body = GitHubRequest.Json(j =>
        {
            j.WriteString("sha", head);
            j.WriteString("merge_method", word);
        });
        var answer = await client.SendAsync(new GitHubRequest(HttpMethod.Put, GitHubPull.PathOf(client.Place, pull, "/merge"), body), cancellation);
        if (answer.Status == 405 && answer.Says("queue"))
        {
            answer = await client.ChangeAsync(GitHubQueries.Enqueue, j => Input(j, method: null), isOnce: false, cancellation);
            if (GitHubGraph.ErrorOf(answer) is null)
            {
                return true;
            }
        }

        if (answer.Status != 200 || answer.Json.At("errors").ValueKind == JsonValueKind.Array)
        {
            notes.Add(GitHubRefusal.Note("It is not merged", answer));
            return false;
        }

        return true;
    }

    private void Input(Utf8JsonWriter json, string? method)
    {
        json.WriteString("pullRequestId", pull.Text("node_id"));
        json.WriteString("expectedHeadOid", head);
        if (method is not null)
        {
            json.WriteString("mergeMethod", method);
        }
    }
}
