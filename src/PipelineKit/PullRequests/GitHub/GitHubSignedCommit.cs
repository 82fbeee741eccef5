using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// Commits by <c>createCommitOnBranch</c>, for branches whose rules take only signed commits: GitHub signs those, whoever the token is of. They can only be put on top of a
/// branch that is there, and say nothing about modes of files.
/// </summary>
internal static class GitHubSignedCommit
{
    /// <summary>Makes it; null when the branch stands elsewhere by now.</summary>
    internal static async Task<string?> MakeAsync(GitHubClient client, GitHubRefs refs, string branch, string head, TreeChanges changes, string message, CancellationToken cancellation)
    {
        var answer = await client.ChangeAsync(
            GitHubQueries.CreateCommit,
            j =>
            {
                j.WriteStartObject("branch");
                j.WriteString("repositoryNameWithOwner", client.Place.Repository);
                j.WriteString("branchName", branch);
                j.WriteEndObject();
                j.WriteString("expectedHeadOid", head);
                Message(j, message);
                Files(j, changes);
            },
            isOnce: true,
            cancellation);
        if (GitHubGraph.ErrorOf(answer) is not { } error)
        {
            return GitHubRefs.Id(answer.Json.At("data").At("createCommitOnBranch").At("commit"));
        }

        if ((await refs.ReadAsync(branch, cancellation)).Head != head)
        {
            return null;
        }

        throw GitHubGraph.IsForbidden(answer)
            ? GitHubRefusal.Of(client.Place, answer, $"commit to the branch `{branch}`", GitHubRefusal.Writing)
            : new FailureException(new Failure(FailureCodes.BranchConflict, $"{client.Place.Api.Host} makes no signed commit on the branch `{branch}` of {client.Place.Repository}: {error}"));
    }

    private static void Message(Utf8JsonWriter json, string message)
    {
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        json.WriteStartObject("message");
        json.WriteString("headline", message[..end]);
        json.WriteString("body", message[end..].Trim());
        json.WriteEndObject();
    }

    private static void Files(Utf8JsonWriter json, TreeChanges changes)
    {
        json.WriteStartObject("fileChanges");
        json.WriteStartArray("additions");
        foreach (var write in changes.Writes)
        {
            json.WriteStartObject();
            json.WriteString("path", write.Path);
            json.WriteBase64String("contents", write.Content.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("deletions");
        foreach (var path in changes.Deletes)
        {
            json.WriteStartObject();
            json.WriteString("path", path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
