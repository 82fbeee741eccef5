using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Reads and moves branches, always by compare and swap.</summary>
/// <param name="client">Asks.</param>
internal sealed class GitHubRefs(GitHubClient client)
{
    /// <summary>Where a branch stands.</summary>
    /// <param name="branch">Without <c>refs/heads/</c>; null for the default branch.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<GitHubReference> ReadAsync(string? branch, CancellationToken cancellation)
    {
        var repository = await client.AskAsync(
            GitHubQueries.Reference,
            j =>
            {
                GitHubTrees.Name(j, client.Place);
                j.WriteBoolean("named", branch is not null);
                j.WriteString("head", "refs/heads/" + branch);
            },
            cancellation);
        var found = repository.At(branch is null ? "defaultBranchRef" : "head");
        var target = found.At("target");
        return new GitHubReference(repository.Text("id") ?? "", found.Text("name") ?? branch ?? "", Id(target), Id(target.At("tree")));
    }

    /// <summary>Makes the branch, moves or deletes it, only while it stands where it was read.</summary>
    /// <param name="repositoryId">The repository, as GraphQL names it.</param>
    /// <param name="branch">Without <c>refs/heads/</c>.</param>
    /// <param name="from">Where it stands; null for not there.</param>
    /// <param name="to">The commit; null to delete it.</param>
    /// <param name="isForced">Whether <paramref name="to"/> need not be on top of <paramref name="from"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">PK0301, or PK0502 when rules of the branch forbid it.</exception>
    internal async Task<GitHubMove> MoveAsync(string repositoryId, string branch, string? from, string? to, bool isForced, CancellationToken cancellation)
    {
        var answer = from is null
            ? await client.SendAsync(GitHubRequest.Post(client.Place.Of("git/refs"), j => Make(j, branch, to!)), cancellation)
            : await client.ChangeAsync(GitHubQueries.UpdateRefs, j => Update(j, repositoryId, branch, from, to, isForced), isOnce: false, cancellation);
        var isDone = from is null ? answer.Status == 201 : GitHubGraph.ErrorOf(answer) is null;
        if (isDone)
        {
            return GitHubMove.Done;
        }

        // An answer that was lost on the way looks like a refusal the second time.
        var now = await ReadAsync(branch, cancellation);
        if (now.Head == to || now.Head != from)
        {
            return now.Head == to ? GitHubMove.Done : GitHubMove.Elsewhere;
        }

        if (answer.Says("verified signature") || answer.Says("signed commit"))
        {
            return GitHubMove.Unsigned;
        }

        throw GitHubGraph.IsForbidden(answer) ? GitHubRefusal.Of(client.Place, answer, $"move the branch `{branch}`", GitHubRefusal.Writing)
            : new FailureException(new Failure(
                FailureCodes.BranchConflict, $"{client.Place.Api.Host} does not move the branch `{branch}` of {client.Place.Repository}: {answer.Message}",
                "Look at the rules for this branch in the settings of the repository, or give another branch."));
    }

    private static void Make(Utf8JsonWriter json, string branch, string to)
    {
        json.WriteString("ref", "refs/heads/" + branch);
        json.WriteString("sha", to);
    }

    private static void Update(Utf8JsonWriter json, string repositoryId, string branch, string from, string? to, bool isForced)
    {
        json.WriteString("repositoryId", repositoryId);
        json.WriteStartArray("refUpdates");
        json.WriteStartObject();
        json.WriteString("name", "refs/heads/" + branch);
        json.WriteString("beforeOid", from);
        json.WriteString("afterOid", to ?? GitObjectId.None);
        json.WriteBoolean("force", isForced);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The id of an object, or null for none.</summary>
    internal static string? Id(JsonElement element) => element.Text("oid") is { } id && GitNames.IsCommit(id) ? id : null;
}

/// <summary>A branch as it stands.</summary>
/// <param name="RepositoryId">The repository, as GraphQL names it.</param>
/// <param name="Branch">Its name.</param>
/// <param name="Head">Its commit; null when it is not there.</param>
/// <param name="Tree">The tree of that commit.</param>
internal sealed record GitHubReference(string RepositoryId, string Branch, string? Head, string? Tree);

/// <summary>What became of moving a branch.</summary>
internal enum GitHubMove
{
    /// <summary>It stands where it should.</summary>
    Done,

    /// <summary>Somebody else moved it.</summary>
    Elsewhere,

    /// <summary>Its rules take only signed commits, and this one is not.</summary>
    Unsigned,
}
