using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Brings a branch to the state that a proposal wants.</summary>
/// <param name="client">Asks.</param>
internal sealed class AzureProposals(AzureClient client)
{
    private const int Attempts = 3;
    private readonly AzureRefs _refs = new(client);

    /// <summary>Brings it there.</summary>
    /// <param name="proposal">What is wanted; its base is named.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">As for <see cref="IPullRequests.PutAsync"/>.</exception>
    internal async Task<AzurePut> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var put = proposal.Branch == proposal.BaseBranch
                ? await DirectAsync(proposal, cancellation)
                : await TryAsync(proposal, proposal.BaseBranch!, cancellation);
            if (put is not null)
            {
                return put;
            }
        }

        throw new FailureException(new Failure(
            FailureCodes.BranchConflict, $"the branch `{proposal.Branch}` of {client.Place.Name} was moved by somebody else, {Attempts} times while this change was being made"));
    }

    /// <summary>Refuses what would undo edits of people.</summary>
    /// <param name="proposal">What is wanted; its base is named.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        if (proposal.Branch != proposal.BaseBranch && await _refs.CompareAsync(proposal.Branch, proposal.BaseBranch!, cancellation) is { Ahead: > 0 } stats && !await _refs.AreOursAsync(stats, cancellation))
        {
            await KeepEditsAsync(proposal, stats, await AzureTree.ReadAsync(client, stats.Head, cancellation), proposal.BaseBranch!, cancellation);
        }
    }

    private async Task<AzurePut?> DirectAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        var tree = await AzureTree.ReadAsync(client, await BaseAsync(proposal.Branch, cancellation), cancellation);
        return await PushAsync(proposal, tree, isOpen: false, cancellation);
    }

    // Null when the branch moved meanwhile.
    private async Task<AzurePut?> TryAsync(ChangeProposal proposal, string baseBranch, CancellationToken cancellation)
    {
        var stats = await _refs.CompareAsync(proposal.Branch, baseBranch, cancellation);
        var isOurs = stats is not null && await _refs.AreOursAsync(stats, cancellation);
        var isLast = stats is { Ahead: > 0 } && CommitIntent.Find(stats.Commit.Text("comment") ?? "") == IntentOf(proposal);
        if (isLast && isOurs && stats is { Ahead: 1, Behind: 0 })
        {
            return new AzurePut(stats.Head, Parent: null, [], IsOpen: true, isOurs);
        }

        var head = stats?.Head ?? await _refs.HeadAsync(proposal.Branch, cancellation);
        if (stats is { Ahead: > 0 } && !isOurs)
        {
            // People have worked on it, and what they did stays.
            var there = await AzureTree.ReadAsync(client, stats.Head, cancellation);
            await KeepEditsAsync(proposal, stats, there, baseBranch, cancellation);
            return await PushAsync(proposal, there, isOpen: true, cancellation);
        }

        var start = await AzureTree.ReadAsync(client, await BaseAsync(baseBranch, cancellation), cancellation);
        if (isLast && stats is { Ahead: 1 } && await IsDoneAsync(proposal, stats.Head, start, cancellation))
        {
            return new AzurePut(stats.Head, Parent: null, [], IsOpen: true, isOurs);
        }

        var changes = await ChangesAsync(proposal.Changes, start, cancellation);
        if (changes.IsNone)
        {
            return new AzurePut(start.Id, Parent: null, [], IsOpen: false, isOurs);
        }

        return head is null || head == start.Id || await _refs.MoveAsync(proposal.Branch, head, start.Id, cancellation)
            ? await PushAsync(proposal, start, changes, isOpen: true, cancellation)
            : null;
    }

    private async Task KeepEditsAsync(ChangeProposal proposal, AzureStats stats, AzureTree there, string baseBranch, CancellationToken cancellation)
    {
        var changes = await ChangesAsync(proposal.Changes, there, cancellation);
        if (changes.IsNone)
        {
            return;
        }

        var (own, intent) = await _refs.LastAsync(stats, cancellation);
        if (own is null && intent is not null && CommitIntent.IsOf(proposal, await ContentsAsync(proposal.Changes, there, cancellation), intent))
        {
            return;
        }

        var before = await AzureTree.ReadAsync(client, own ?? await BaseAsync(baseBranch, cancellation), cancellation);
        OthersWork.Keep(proposal.Branch, changes.Changes, p => before.Files[p] != there.Files[p]);
    }

    private async Task<Dictionary<string, ReadOnlyMemory<byte>>> ContentsAsync(ChangeSet wanted, AzureTree tree, CancellationToken cancellation)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in wanted.Files)
        {
            if (await tree.ContentAsync(client, file.Path, cancellation) is { } content)
            {
                contents.Add(file.Path, content);
            }
        }

        return contents;
    }

    private async Task<string> BaseAsync(string branch, CancellationToken cancellation) =>
        await _refs.HeadAsync(branch, cancellation) ?? throw new FailureException(new Failure(
            FailureCodes.BadInputValue, $"The branch `{branch}` is not in {client.Place.Name}, so nothing can be proposed for it.", "Check its name; a repository without commits needs a first one."));

    // The one commit of the branch still gives what is wanted, and the base has not touched the files since.
    private async Task<bool> IsDoneAsync(ChangeProposal proposal, string head, AzureTree start, CancellationToken cancellation)
    {
        var own = await AzureTree.ReadAsync(client, head, cancellation);
        if (own.Parents is not [var parent])
        {
            return false;
        }

        var before = await AzureTree.ReadAsync(client, parent, cancellation);
        return TreeChanges.Of(proposal.Changes.Files, [], own.Files, head.Length).IsNone
            && proposal.Changes.Files.All(f => before.Files[f.Path] == start.Files[f.Path]);
    }

    private async Task<AzurePut?> PushAsync(ChangeProposal proposal, AzureTree start, bool isOpen, CancellationToken cancellation)
    {
        var changes = await ChangesAsync(proposal.Changes, start, cancellation);
        return changes.IsNone
            ? new AzurePut(start.Id, Parent: null, [], isOpen, IsOurs: false)
            : await PushAsync(proposal, start, changes, isOpen, cancellation);
    }

    private async Task<AzurePut?> PushAsync(ChangeProposal proposal, AzureTree start, TreeChanges changes, bool isOpen, CancellationToken cancellation)
    {
        // What the body says is in the pull request; a message as long as that would come back cut.
        var message = Encoding.UTF8.GetString(CommitMessage.Of(proposal.Title, "", CommitIntent.Trailers(proposal)));
        return await AzurePush.MakeAsync(client, proposal.Branch, start.Id, message, changes, cancellation) is { } commit
            ? new AzurePut(commit, start.Id, changes.Changes, isOpen, IsOurs: true)
            : null;
    }

    private async Task<TreeChanges> ChangesAsync(ChangeSet wanted, AzureTree tree, CancellationToken cancellation) =>
        TreeChanges.Of(wanted.Files, await AbandonedAsync(wanted, tree, cancellation), tree.Files, (tree.Id ?? GitObjectId.None).Length);

    // What was generated into the folder before and is not generated any more.
    private async Task<IReadOnlyList<string>> AbandonedAsync(ChangeSet wanted, AzureTree tree, CancellationToken cancellation)
    {
        if (wanted.Owned is not { } owned || await tree.ContentAsync(client, owned.ListPath, cancellation) is not { } list)
        {
            return [];
        }

        var written = wanted.Files.Where(f => f.Content is not null).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var below = owned.Path.Length == 0 ? "" : owned.Path + "/";
        return [.. owned.ReadList(list).Where(p => p.StartsWith(below, StringComparison.Ordinal) && !written.Contains(p) && tree.Files[p] is { IsRegular: true })];
    }

    private static string IntentOf(ChangeProposal proposal) => CommitIntent.Trailers(proposal).Last(t => t.Key == CommitIntent.Key).Value;
}

/// <summary>A branch that is as it should be.</summary>
/// <param name="Commit">The commit that has the changes.</param>
/// <param name="Parent">The commit it was made on; null when none was made.</param>
/// <param name="Changes">What it changes; empty when none was made.</param>
/// <param name="IsOpen">Whether the branch has something that its base has not, so that a pull request can be made of it.</param>
/// <param name="IsOurs">Whether nobody else has committed to the branch.</param>
internal sealed record AzurePut(string? Commit, string? Parent, IReadOnlyList<ChangedPath> Changes, bool IsOpen, bool IsOurs);
