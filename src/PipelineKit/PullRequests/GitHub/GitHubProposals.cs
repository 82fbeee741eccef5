using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Brings a branch to the state that a proposal wants.</summary>
/// <param name="client">Asks.</param>
internal sealed class GitHubProposals(GitHubClient client)
{
    private const int Attempts = 3;
    private readonly GitHubTrees _trees = new(client);
    private readonly GitHubCommits _commits = new(client);
    private readonly GitHubRefs _refs = new(client);

    /// <summary>Brings it there.</summary>
    /// <exception cref="FailureException">As for <see cref="IPullRequests.PutAsync"/>.</exception>
    internal async Task<GitHubPut> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryAsync(proposal, cancellation) is { } put)
            {
                return put;
            }

            if (attempt == Attempts)
            {
                throw new FailureException(new Failure(
                    FailureCodes.BranchConflict, $"the branch `{proposal.Branch}` of {client.Place.Repository} was moved by somebody else, {Attempts} times while this change was being made"));
            }
        }
    }

    /// <summary>Refuses what would undo edits of people. A branch that moves meanwhile is looked at again when it is written.</summary>
    internal async Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        if (await ReadAsync(proposal, cancellation) is { IsOurs: false, Ahead: > 0 } branch && branch.Head.Branch != branch.Base.Branch)
        {
            var changes = await ChangesAsync(proposal.Changes, branch.Head.Head!, cancellation);
            if (!changes.IsNone)
            {
                await KeepEditsAsync(proposal, branch, changes, cancellation);
            }
        }
    }

    // Null when the branch moved meanwhile.
    private async Task<GitHubPut?> TryAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        if (await ReadAsync(proposal, cancellation) is not { } branch)
        {
            return null;
        }

        var isDirect = branch.Head.Branch == branch.Base.Branch;
        if (branch.IsOurs && !isDirect)
        {
            return await IsDoneAsync(proposal, branch, cancellation)
                ? new GitHubPut(branch, branch.Head.Head, Parent: null, [], IsOpen: true)
                : await CommitAsync(proposal, branch, branch.Base, cancellation);
        }

        // Nobody's branch yet, or all of it merged: the base is where it starts. Otherwise people have worked on it, and what they did stays.
        return await CommitAsync(proposal, branch, isDirect || branch.Ahead > 0 ? branch.Head : branch.Base, cancellation);
    }

    private async Task<GitHubBranch?> ReadAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        if (proposal.BaseBranch != proposal.Branch)
        {
            var read = await GitHubBranch.ReadAsync(client, proposal.Branch, proposal.BaseBranch, cancellation);
            return read?.Base.Branch == proposal.Branch ? read with { Head = read.Base, Ahead = 0 } : read;
        }

        var head = await _refs.ReadAsync(proposal.Branch, cancellation);
        return head.Head is not null ? new GitHubBranch { RepositoryId = head.RepositoryId, Base = head, Head = head } : throw new FailureException(new Failure(
            FailureCodes.BadInputValue, $"The branch `{proposal.Branch}` is not in {client.Place.Repository}, so it cannot be its own base.", "Give the branch to start from."));
    }

    // The one commit of the branch was made for the same, still gives the same, and the base has not touched the files since.
    private async Task<bool> IsDoneAsync(ChangeProposal proposal, GitHubBranch branch, CancellationToken cancellation)
    {
        if (branch.Commits is not [{ Parent: { } parent } own] || own.Intent != IntentOf(proposal))
        {
            return false;
        }

        var paths = PathsOf(proposal.Changes);
        string[] commits = branch.Behind == 0 ? [own.Id] : [own.Id, parent, branch.Base.Head!];
        var trees = await _trees.ReadAsync(commits, paths, cancellation);
        return TreeChanges.Of(proposal.Changes.Files, [], trees[0], own.Id.Length).IsNone
            && (commits.Length == 1 || paths.All(p => trees[1][p] == trees[2][p]));
    }

    private async Task<GitHubPut?> CommitAsync(ChangeProposal proposal, GitHubBranch branch, GitHubReference start, CancellationToken cancellation)
    {
        var changes = await ChangesAsync(proposal.Changes, start.Head!, cancellation);
        var isOnBase = start.Head == branch.Base.Head;
        if (changes.IsNone)
        {
            return new GitHubPut(branch, start.Head, Parent: null, [], IsOpen: !isOnBase);
        }

        if (branch is { IsOurs: false, Ahead: > 0 } && start.Head == branch.Head.Head)
        {
            await KeepEditsAsync(proposal, branch, changes, cancellation);
        }

        var tree = await _commits.TreeAsync(start.Tree, changes, cancellation);
        var message = GitHubCommits.Message(proposal.Title, "", CommitIntent.Trailers(proposal), tree);
        var commit = await _commits.CommitAsync(tree, start.Head, message, cancellation);
        var isForced = branch.Head.Head is not null && start.Head != branch.Head.Head;
        var made = await _refs.MoveAsync(branch.RepositoryId, proposal.Branch, branch.Head.Head, commit, isForced, cancellation) switch
        {
            GitHubMove.Done => commit,
            GitHubMove.Unsigned => await SignedAsync(branch, start, changes, message, cancellation),
            _ => null,
        };
        return made is null ? null : new GitHubPut(branch, made, start.Head, changes.Changes, IsOpen: branch.Head.Branch != branch.Base.Branch);
    }

    private async Task KeepEditsAsync(ChangeProposal proposal, GitHubBranch branch, TreeChanges changes, CancellationToken cancellation)
    {
        var (head, last) = (branch.Head.Head!, branch.Commits.LastOrDefault(c => c.IsOurs)?.Id);
        var intent = branch.Commits.LastOrDefault(c => c.Intent is not null)?.Intent;
        if (last is null && intent is not null && CommitIntent.IsOf(proposal, await _trees.ContentsAsync(head, PathsOf(proposal.Changes), cancellation), intent))
        {
            return;
        }

        var trees = await _trees.ReadAsync([last ?? branch.Base.Head!, head], changes.Changes.Select(c => c.Path), cancellation);
        OthersWork.Keep(branch.Head.Branch, changes.Changes, p => trees[0][p] != trees[1][p]);
    }

    // A commit that GitHub makes and signs itself, on a branch that has to stand at its parent before.
    private async Task<string?> SignedAsync(GitHubBranch branch, GitHubReference start, TreeChanges changes, string message, CancellationToken cancellation)
    {
        var isThere = branch.Head.Head == start.Head
            || await _refs.MoveAsync(branch.RepositoryId, branch.Head.Branch, branch.Head.Head, start.Head, isForced: true, cancellation) == GitHubMove.Done;
        return isThere ? await GitHubSignedCommit.MakeAsync(client, _refs, branch.Head.Branch, start.Head!, changes, message, cancellation) : null;
    }

    private async Task<TreeChanges> ChangesAsync(ChangeSet wanted, string commit, CancellationToken cancellation)
    {
        var abandoned = await AbandonedAsync(wanted, commit, cancellation);
        var tree = (await _trees.ReadAsync([commit], PathsOf(wanted).Concat(abandoned), cancellation))[0];
        return TreeChanges.Of(wanted.Files, abandoned.Where(p => tree[p] is { IsRegular: true }), tree, commit.Length);
    }

    // What was generated into the folder before and is not generated any more.
    private async Task<IReadOnlyList<string>> AbandonedAsync(ChangeSet wanted, string commit, CancellationToken cancellation)
    {
        if (wanted.Owned is not { } owned || !(await _trees.ContentsAsync(commit, [owned.ListPath], cancellation)).TryGetValue(owned.ListPath, out var list))
        {
            return [];
        }

        var written = wanted.Files.Where(f => f.Content is not null).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var below = owned.Path.Length == 0 ? "" : owned.Path + "/";
        return [.. owned.ReadList(list).Where(p => p.StartsWith(below, StringComparison.Ordinal) && !written.Contains(p) && RepositoryPath.Problem(p) is null)];
    }

    private static List<string> PathsOf(ChangeSet changes) => [.. changes.Files.Select(f => f.Path)];

    private static string? IntentOf(ChangeProposal proposal) => CommitIntent.Find(GitHubCommits.Message(proposal.Title, "", CommitIntent.Trailers(proposal), ""));
}

/// <summary>A branch that is as it should be.</summary>
/// <param name="Branch">As it was before.</param>
/// <param name="Commit">The commit that has the changes.</param>
/// <param name="Parent">The commit it was made on; null when none was made.</param>
/// <param name="Changes">What it changes; empty when none was made.</param>
/// <param name="IsOpen">Whether the branch has something that its base has not, so that a pull request can be made of it.</param>
internal sealed record GitHubPut(GitHubBranch Branch, string? Commit, string? Parent, IReadOnlyList<ChangedPath> Changes, bool IsOpen);
