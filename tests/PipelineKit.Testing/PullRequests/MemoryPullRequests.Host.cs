using System.Globalization;
using PipelineKit.Failures;
using PipelineKit.PullRequests;

namespace PipelineKit.Testing;

/// <content>What the host is asked.</content>
public sealed partial class MemoryPullRequests
{
    /// <inheritdoc />
    public Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation) =>
        CallAsync("read", branch, () =>
        {
            var name = branch ?? defaultBranch;
            if (!_branches.TryGetValue(name, out var id))
            {
                return null;
            }

            var files = _commits[id].Files;
            var wanted = files.Where(f => paths.Contains(f.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
            var listed = files.Keys.Where(f => paths.Any(p => p.EndsWith('/') && f.StartsWith(p, StringComparison.Ordinal)));
            return new BranchSnapshot(name, id, wanted, [.. listed.Order(StringComparer.Ordinal)]);
        }, cancellation);

    /// <inheritdoc />
    public Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation) =>
        CallAsync(
            "commit", commit.Branch,
            () => _branches.GetValueOrDefault(commit.Branch) == commit.ExpectedHead ? Move(commit.Branch, commit.ExpectedHead, commit.Files, commit.Title, isOurs: true) : null,
            cancellation);

    /// <inheritdoc />
    public Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation) =>
        CallAsync("put", proposal.Branch, () => Put(proposal), cancellation);

    /// <inheritdoc />
    public Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation) =>
        CallAsync("check", proposal.Branch, () =>
        {
            KeepEdits(proposal);
            return 0;
        }, cancellation);

    /// <inheritdoc />
    public string? AddressOf(string branch, string path) => $"https://host.example/shop/blob/{branch}/{path}";

    /// <inheritdoc />
    public Task CloseAsync(string branch, string reason, CancellationToken cancellation) =>
        CallAsync("close", branch, () =>
        {
            if (_branches.TryGetValue(branch, out var id) && _commits[id].IsOurs)
            {
                _branches.Remove(branch);
                var index = _pullRequests.FindIndex(p => p.State == "open" && p.Proposal.Branch == branch);
                if (index >= 0)
                {
                    _pullRequests[index] = _pullRequests[index] with { State = "closed" };
                }
            }

            return 0;
        }, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation) =>
        CallAsync("approvals", branch: null, () => Approvals?.Invoke(query) ?? throw new InvalidOperationException($"Nobody said who approved {query}."), cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>?> ListAuthorsAsync(string commit, CancellationToken cancellation) => CallAsync("authors", branch: null, () => Authors?.Invoke(commit), cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<string>>("deployment", branch: null, () =>
        {
            _deployments.Add(deployment);
            return [];
        }, cancellation);

    // As hosts do: a file that a person edited on the branch is not written over.
    private void KeepEdits(ChangeProposal proposal)
    {
        if (proposal.Branch == (proposal.BaseBranch ?? defaultBranch) || !_branches.TryGetValue(proposal.Branch, out var head) || _commits[head].IsOurs)
        {
            return;
        }

        var own = head;
        while (own is not null && !_commits[own].IsOurs)
        {
            own = _commits[own].Parent;
        }

        var before = own is null ? new Dictionary<string, ReadOnlyMemory<byte>>() : _commits[own].Files;
        var there = _commits[head].Files;
        var edited = proposal.Changes.Files.Where(f => KindOf(f, there) is not null && KindOf(new FileChange(f.Path, there.TryGetValue(f.Path, out var now) ? now : null), before) is not null).Select(f => f.Path).ToList();
        if (edited.Count > 0)
        {
            throw new FailureException(new Failure(FailureCodes.BranchConflict, $"Somebody edited {string.Join(", ", edited)} on `{proposal.Branch}`."));
        }
    }

    private ProposalResult Put(ChangeProposal proposal)
    {
        KeepEdits(proposal);
        var parent = _branches.GetValueOrDefault(proposal.Branch) ?? _branches.GetValueOrDefault(proposal.BaseBranch ?? defaultBranch);
        var there = parent is null ? new Dictionary<string, ReadOnlyMemory<byte>>() : _commits[parent].Files;
        var wanted = proposal.Changes.Files.Concat(Obsolete(proposal.Changes, there)).ToList();
        var changes = wanted.Select(f => (File: f, Kind: KindOf(f, there))).Where(c => c.Kind is not null).Select(c => new ChangedPath(c.File.Path, c.Kind!.Value)).ToList();
        var commit = changes.Count == 0 ? parent : Move(proposal.Branch, parent, wanted, proposal.Title, isOurs: true);
        return new ProposalResult
        {
            Branch = proposal.Branch,
            Commit = commit,
            Parent = changes.Count == 0 ? null : parent,
            Changes = [.. changes.OrderBy(c => c.Path, StringComparer.Ordinal)],
            PullRequest = _branches.ContainsKey(proposal.Branch) && proposal.Branch != (proposal.BaseBranch ?? defaultBranch) ? PullRequestOf(proposal) : null,
            ShowCommand = "git show " + commit,
        };
    }

    private static (string Title, string Body, string? Comment) Told(ChangeProposal proposal) => (proposal.Title, proposal.Body, proposal.PullRequest.StickyComment);

    private PullRequest PullRequestOf(ChangeProposal proposal)
    {
        var index = _pullRequests.FindIndex(p => p.State == "open" && p.Proposal.Branch == proposal.Branch);
        var status = index < 0 ? PullRequestStatus.Created
            : Told(_pullRequests[index].Proposal) == Told(proposal) ? PullRequestStatus.Unchanged
            : PullRequestStatus.Updated;
        if (index < 0)
        {
            index = _pullRequests.Count;
            _pullRequests.Add(new MemoryPullRequest(index + 1, proposal, "open"));
        }

        _pullRequests[index] = _pullRequests[index] with { Proposal = proposal };
        return new PullRequest(index + 1, string.Create(CultureInfo.InvariantCulture, $"memory://pulls/{index + 1}"), status, []);
    }

    private static IEnumerable<FileChange> Obsolete(ChangeSet changes, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> there) =>
        changes.Owned is { } owned && there.TryGetValue(owned.ListPath, out var list)
            ? owned.ReadList(list).Where(p => (owned.Path.Length == 0 || p.StartsWith(owned.Path + "/", StringComparison.Ordinal)) && !changes.Files.Any(f => f.Path == p)).Select(p => new FileChange(p, Content: null))
            : [];

    private static ChangeKind? KindOf(FileChange file, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> there) =>
        (file.Content, there.TryGetValue(file.Path, out var old)) switch
        {
            (null, false) => null,
            (null, true) => ChangeKind.Deleted,
            (_, false) => ChangeKind.Added,
            ({ } content, true) => content.Span.SequenceEqual(old.Span) ? null : ChangeKind.Modified,
        };
}
