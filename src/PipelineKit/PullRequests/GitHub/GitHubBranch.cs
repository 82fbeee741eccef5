using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>A branch beside the one it is to be merged into.</summary>
internal sealed record GitHubBranch
{
    /// <summary>The repository, as GraphQL names it.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>The base, as it stands.</summary>
    public required GitHubReference Base { get; init; }

    /// <summary>The branch, as it stands.</summary>
    public required GitHubReference Head { get; init; }

    /// <summary>Commits of the branch that are not in its base, oldest first; at most 100 of them.</summary>
    public IReadOnlyList<GitHubCommit> Commits { get; init; } = [];

    /// <summary>How many commits of the branch are not in its base.</summary>
    public int Ahead { get; init; }

    /// <summary>How many commits of the base are not in the branch.</summary>
    public int Behind { get; init; }

    /// <summary>What people said about the pull request of the branch, in GraphQL's form; of kind Undefined when there is none.</summary>
    public JsonElement Discussion { get; init; }

    /// <summary>Whether nobody else committed to the branch.</summary>
    internal bool IsOurs => Ahead > 0 && Commits.Count == Ahead && Commits.All(c => c.IsOurs);

    /// <summary>Reads it.</summary>
    /// <returns>Null when the branch moved while it was read.</returns>
    /// <exception cref="FailureException">PK0102 when the base is not there, PK0501 when the repository has no commit.</exception>
    internal static async Task<GitHubBranch?> ReadAsync(GitHubClient client, string branch, string? baseBranch, CancellationToken cancellation)
    {
        var repository = await client.AskAsync(
            GitHubQueries.Branch,
            j =>
            {
                GitHubTrees.Name(j, client.Place);
                j.WriteString("base", "refs/heads/" + baseBranch);
                j.WriteBoolean("named", baseBranch is not null);
                j.WriteString("branch", branch);
                j.WriteString("head", "refs/heads/" + branch);
            },
            cancellation);
        var id = repository.Text("id") ?? "";
        var found = repository.At(baseBranch is null ? "defaultBranchRef" : "base");
        var start = Reference(id, found, found.Text("name") ?? baseBranch ?? "");
        if (start.Head is null || start.Tree is null)
        {
            throw Missing(client.Place, baseBranch, repository.At("defaultBranchRef").Text("name"));
        }

        var head = Reference(id, repository.At("head"), branch);
        var comparison = found.At("compare");
        if (head.Head is null)
        {
            return new GitHubBranch { RepositoryId = id, Base = start, Head = head };
        }

        // Without a comparison (the two have no common history) nothing is known to be ours.
        var isCompared = comparison.ValueKind == JsonValueKind.Object;
        var discussion = repository.At("pullRequests").Items("nodes").FirstOrDefault(p => !p.Flag("isCrossRepository"));
        return isCompared && GitHubRefs.Id(comparison.At("headTarget")) != head.Head ? null : new GitHubBranch
        {
            RepositoryId = id,
            Base = start,
            Head = head,
            Ahead = isCompared ? comparison.Number("aheadBy") : int.MaxValue,
            Behind = comparison.Number("behindBy"),
            Commits = [.. comparison.At("commits").Items("nodes").Select(GitHubCommit.Of)],
            Discussion = discussion,
        };
    }

    private static GitHubReference Reference(string repositoryId, JsonElement found, string name)
    {
        var target = found.At("target");
        return new GitHubReference(repositoryId, name, GitHubRefs.Id(target), GitHubRefs.Id(target.At("tree")));
    }

    private static FailureException Missing(GitHubPlace place, string? baseBranch, string? defaultBranch) =>
        new(baseBranch is null || defaultBranch is null
            ? new Failure(FailureCodes.UnusableRepository, $"{place.Repository} has no commit yet.", "Make a first commit, such as one with a README, so that there is a branch to start from.")
            : new Failure(FailureCodes.BadInputValue, $"The base branch `{baseBranch}` is not in {place.Repository}.", $"Give another; its default branch is `{defaultBranch}`."));
}

/// <summary>A commit of a branch.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parent">The commit it was made on; null for a first one or a merge.</param>
/// <param name="Intent">What it was made for; null when it is not ours.</param>
/// <param name="IsOurs">Whether this program made it, as it is.</param>
internal sealed record GitHubCommit(string Id, string? Parent, string? Intent, bool IsOurs)
{
    internal static GitHubCommit Of(JsonElement commit)
    {
        var message = commit.Text("message") ?? "";
        var intent = CommitIntent.Find(message);
        var parents = commit.At("parents").Items("nodes").Select(GitHubRefs.Id).ToList();

        // Who amends a commit keeps its message, but not its tree.
        var isAsMade = message.TrimEnd().EndsWith($"\n{GitHubCommits.TreeKey}: {GitHubRefs.Id(commit.At("tree")) ?? "?"}", StringComparison.Ordinal);
        return new GitHubCommit(GitHubRefs.Id(commit) ?? "", parents.Count == 1 ? parents[0] : null, intent, intent is not null && isAsMade && parents.Count == 1);
    }
}
