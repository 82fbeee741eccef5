using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Reads and moves branches.</summary>
/// <param name="client">Asks.</param>
internal sealed class AzureRefs(AzureClient client)
{
    private const string Heads = "refs/heads/";

    /// <summary>The commit of a branch; null when it is not there.</summary>
    internal async Task<string?> HeadAsync(string branch, CancellationToken cancellation)
    {
        // The filter is the beginning of names.
        var answer = await client.MustAsync(AzureRequest.Get(client.Place.Of($"refs?filter={Uri.EscapeDataString("heads/" + branch)}")), "read branches", cancellation);
        var found = answer.Json.Items("value").FirstOrDefault(r => r.Text("name") == Heads + branch).Text("objectId");
        return found is null || GitNames.IsCommit(found) ? found : throw new FailureException(new Failure(
            FailureCodes.RemoteProtocol, $"{client.Place.Project.Host} gives `{found}` as the commit of `{branch}`."));
    }

    /// <summary>The default branch; null while the repository is empty.</summary>
    internal async Task<string?> DefaultAsync(CancellationToken cancellation)
    {
        var answer = await client.MustAsync(AzureRequest.Get(client.Place.Of("").TrimEnd('/')), "see the repository", cancellation);
        return answer.Json.Text("defaultBranch") is { } name && name.StartsWith(Heads, StringComparison.Ordinal) ? name[Heads.Length..] : null;
    }

    /// <summary>How far a branch is from another; null when one of them is not there.</summary>
    internal async Task<AzureStats?> CompareAsync(string branch, string other, CancellationToken cancellation)
    {
        var path = $"stats/branches?name={Uri.EscapeDataString(branch)}&baseVersionDescriptor.version={Uri.EscapeDataString(other)}&baseVersionDescriptor.versionType=branch";
        var answer = await client.SendAsync(AzureRequest.Get(client.Place.Of(path)), cancellation);
        if (answer.Status == 404 || (answer.Status == 400 && answer.Says("TF40117")))
        {
            return null;
        }

        return answer.IsSuccess && answer.Json.At("commit").Text("commitId") is { } head && GitNames.IsCommit(head)
            ? new AzureStats(head, answer.Json.Number("aheadCount"), answer.Json.Number("behindCount"), answer.Json.At("commit"))
            : throw AzureRefusal.Of(client.Place, answer, "compare branches");
    }

    /// <summary>Whether all of the commits that a branch has before another are this program's, unchanged.</summary>
    internal async Task<bool> AreOursAsync(AzureStats stats, CancellationToken cancellation)
    {
        const int Maximum = 20;
        if (stats.Ahead is 0 or > Maximum)
        {
            return false;
        }

        var commit = stats.Commit;
        for (var i = 0; i < stats.Ahead; i++)
        {
            // Lists shorten long messages, and leave out parents.
            if (i > 0 || commit.Flag("commentTruncated") || (i + 1 < stats.Ahead && commit.At("parents").ValueKind != JsonValueKind.Array))
            {
                var id = i == 0 ? stats.Head : commit.Items("parents")[0].GetString();
                commit = (await client.MustAsync(AzureRequest.Get(client.Place.Of("commits/" + id)), "read a commit", cancellation)).Json;
            }

            if (!IsOurs(commit) || (i + 1 < stats.Ahead && commit.Items("parents").Length != 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Among the commits that a branch has before another: the last one of this program's, and the last word on what one was made for, which outlives that it is moved or amended. Null for none.</summary>
    internal async Task<(string? Own, string? Intent)> LastAsync(AzureStats stats, CancellationToken cancellation)
    {
        const int Maximum = 50;
        var (id, intent) = (stats.Head, (string?)null);
        for (var i = 0; i < Math.Min(stats.Ahead, Maximum); i++)
        {
            var commit = (await client.MustAsync(AzureRequest.Get(client.Place.Of("commits/" + id)), "read a commit", cancellation)).Json;
            intent ??= CommitIntent.Find(commit.Text("comment") ?? "");
            if (IsOurs(commit))
            {
                return (id, intent);
            }

            if (commit.Items("parents") is not [{ ValueKind: JsonValueKind.String } parent, ..] || !GitNames.IsCommit(id = parent.GetString()!))
            {
                break;
            }
        }

        return (null, intent);
    }

    /// <summary>Moves a branch, or with <paramref name="to"/> null deletes it, only while it stands where it is said to.</summary>
    /// <returns>False when it stands elsewhere by now.</returns>
    /// <exception cref="FailureException">PK0502 when it may not be moved.</exception>
    internal async Task<bool> MoveAsync(string branch, string from, string? to, CancellationToken cancellation)
    {
        void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("name", Heads + branch);
            json.WriteString("oldObjectId", from);
            json.WriteString("newObjectId", to ?? new string('0', from.Length));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        var answer = await client.MustAsync(AzureRequest.Post(client.Place.Of("refs"), Write), "move a branch", cancellation);
        var result = answer.Json.Items("value").FirstOrDefault();
        if (result.Flag("success"))
        {
            return true;
        }

        var status = result.Text("updateStatus") ?? "unknown";
        if (status == "staleOldObjectId")
        {
            return await HeadAsync(branch, cancellation) == to;
        }

        throw new FailureException(new Failure(
            FailureCodes.BranchConflict,
            $"{client.Place.Project.Host} does not let the branch `{branch}` of {client.Place.Name} be {(to is null ? "deleted" : "moved")}: {status}{(result.Text("customMessage") is { Length: > 0 } said ? $", {said}" : "")}.",
            "Give the identity of the pipeline `Force push` on the branch (whoever makes a branch has it), or delete the branch by hand."));
    }

    private static bool IsOurs(JsonElement commit) =>
        commit.At("author") is var author && commit.At("committer") is var committer
        && author.Text("name") == committer.Text("name") && author.Text("email") == committer.Text("email")
        && CommitIntent.Find(commit.Text("comment") ?? "") is not null;
}

/// <summary>A branch compared with another.</summary>
/// <param name="Head">Its commit.</param>
/// <param name="Ahead">How many commits it has that the other has not.</param>
/// <param name="Behind">How many the other has that it has not.</param>
/// <param name="Commit">What is said about its commit.</param>
internal sealed record AzureStats(string Head, int Ahead, int Behind, JsonElement Commit);
