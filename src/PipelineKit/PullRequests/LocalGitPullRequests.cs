using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.PullRequests;

/// <summary>
/// The pull-request host that every machine has: a branch of a local Git repository, or of a remote of it. Work tree and index of the user are neither read nor written, and
/// branches that are checked out are left alone. Title and body become the message of the commit.
/// </summary>
public sealed class LocalGitPullRequests : IPullRequests
{
    private const int Attempts = 2;
    private readonly LocalGitOptions _options;
    private readonly GitCommand _git;
    private readonly TimeProvider _time;

    /// <summary>For this repository.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="time">Gives commits their time, in whole seconds and UTC, and measures the time limit of commands.</param>
    public LocalGitPullRequests(LocalGitOptions options, TimeProvider time)
    {
        _options = options;
        _git = new GitCommand(new ProcessRunner(time), options);
        _time = time;
    }

    /// <inheritdoc />
    public string Kind => "git";

    /// <inheritdoc />
    /// <remarks>The default branch is the one the work tree is on (without a name when it is on none), or that of the remote.</remarks>
    public async Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        ProposalRules.CheckRead(branch is null ? [] : [branch], paths);
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        if (await workspace.Branches.FindAsync(branch, cancellation) is not { } head)
        {
            return null;
        }

        string[] folders = [.. paths.Where(p => p.EndsWith('/'))], files = [.. paths.Except(folders, StringComparer.Ordinal)];
        return new BranchSnapshot(
            head.Name, head.Commit,
            await CommitFiles.ReadAsync(workspace.Git, head.Commit, files, cancellation),
            await CommitFiles.ListAsync(workspace.Git, head.Commit, folders, cancellation));
    }

    /// <inheritdoc />
    public async Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation)
    {
        var rules = new ChangeProposal { Branch = commit.Branch, Changes = new ChangeSet(commit.Files), Title = commit.Title, Author = commit.Author };
        ProposalRules.Check(rules);
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        if ((await workspace.Branches.FindAsync(commit.Branch, cancellation))?.Commit != commit.ExpectedHead)
        {
            return null;
        }

        var (tree, changes) = await new TreeBuilder(workspace, rules.Changes, await StoreAsync(workspace, commit.Files, cancellation)).BuildAsync(commit.ExpectedHead, cancellation);
        if (changes.Count == 0 && commit.ExpectedHead is not null)
        {
            return commit.ExpectedHead;
        }

        await RefuseCheckedOutAsync(workspace, commit.Branch, cancellation);
        var identity = GitIdentity.Of(commit.Author, _time);
        var id = await MakeAsync(workspace, CommitMessage.Of(commit.Title, commit.Body, []), tree, commit.ExpectedHead, identity, cancellation);
        return await workspace.Branches.MoveAsync(commit.Branch, commit.ExpectedHead, id, identity, cancellation) ? id : null;
    }

    /// <inheritdoc />
    /// <remarks>There is no pull request, and nobody to tell the reason. A branch that is checked out stays, and so does the default branch.</remarks>
    public async Task CloseAsync(string branch, string reason, CancellationToken cancellation)
    {
        ProposalRules.CheckRead([branch], []);
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        if (await workspace.Branches.FindAsync(branch, cancellation) is not { } head
            || (await workspace.Branches.ListOwnAsync(head, cancellation)).Any(c => !c.IsOurs)
            || (await workspace.Branches.FindAsync(branch: null, cancellation))?.Name == branch
            || await CheckedOutAsync(workspace, branch, cancellation) is not null)
        {
            return;
        }

        // Whoever moved it meanwhile wants it.
        await workspace.Branches.MoveAsync(branch, head.Commit, to: null, new Dictionary<string, string>(StringComparer.Ordinal), cancellation);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Approval>>([]);

    /// <inheritdoc />
    /// <remarks>
    /// Names and addresses of authors and committers, and of those a message names as co-authors; of a merge, those of all commits it brought. A name that Git knows is no proof of who
    /// somebody is; it only takes approvals away.
    /// </remarks>
    public async Task<IReadOnlyList<string>?> ListAuthorsAsync(string commit, CancellationToken cancellation)
    {
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        return await CommitAuthors.ReadAsync(workspace.Git, commit, cancellation);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc />
    public async Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        var blobs = await StoreAsync(workspace, proposal.Changes.Files, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var state = await workspace.Branches.ReadAsync(proposal.Branch, proposal.BaseBranch, cancellation);
            var (tree, changes) = await new TreeBuilder(workspace, proposal.Changes, blobs).BuildAsync(state.Parent, cancellation);
            if (changes.Count == 0)
            {
                return new ProposalResult { Branch = proposal.Branch, Commit = state.Parent, ShowCommand = Show(workspace, proposal.Branch, state.Parent, state.Parent == state.Head) };
            }

            await RefuseCheckedOutAsync(workspace, proposal.Branch, cancellation);
            await KeepEditsAsync(workspace, proposal, state, changes, cancellation);
            var identity = GitIdentity.Of(proposal.Author, _time);
            var commit = await MakeAsync(workspace, CommitMessage.Of(proposal), tree, state.Parent, identity, cancellation);
            if (await workspace.Branches.MoveAsync(proposal.Branch, state.Head, commit, identity, cancellation))
            {
                return new ProposalResult { Branch = proposal.Branch, Commit = commit, Parent = state.Parent, Changes = changes, ShowCommand = Show(workspace, proposal.Branch, commit, isHead: true) };
            }

            if (attempt == Attempts)
            {
                throw Conflict($"the branch `{proposal.Branch}` was moved by somebody else, twice while this change was being made", remedy: null);
            }
        }
    }

    /// <inheritdoc />
    public async Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        var state = await workspace.Branches.ReadAsync(proposal.Branch, proposal.BaseBranch, cancellation);
        string[] paths = [.. proposal.Changes.Files.Select(f => f.Path)];
        var there = state.Parent is { } parent ? await CommitFiles.ReadAsync(workspace.Git, parent, paths, cancellation) : new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

        // Nothing is stored for a look, so files are compared by what is in them.
        var changes = proposal.Changes.Files
            .Where(f => there.TryGetValue(f.Path, out var content) ? f.Content is not { } wanted || !wanted.Span.SequenceEqual(content.Span) : f.Content is not null)
            .Select(f => new ChangedPath(f.Path, ChangeKind.Modified)).ToList();
        if (changes.Count > 0)
        {
            await RefuseCheckedOutAsync(workspace, proposal.Branch, cancellation);
            await KeepEditsAsync(workspace, proposal, state, changes, cancellation);
        }
    }

    private static async Task KeepEditsAsync(GitWorkspace workspace, ChangeProposal proposal, BranchState state, IReadOnlyList<ChangedPath> changes, CancellationToken cancellation)
    {
        if (state.Head is not { } head || state.Parent != head || state.Start == head)
        {
            return;
        }

        var commits = await CommitList.LastAsync(workspace.Git, head, state.Start, cancellation);
        if (commits is not [{ IsOurs: false }, ..])
        {
            return;
        }

        var last = commits.FirstOrDefault(c => c.IsOurs)?.Id;
        if (last is null)
        {
            var contents = await CommitFiles.ReadAsync(workspace.Git, head, [.. proposal.Changes.Files.Select(f => f.Path)], cancellation);
            if (CommitIntent.IsOf(proposal, contents, commits.Select(c => CommitIntent.Find(c.Message)).FirstOrDefault(i => i is not null)))
            {
                return;
            }

            // What the people found when they began.
            last = await workspace.Git.TryAsync(["rev-parse", "--quiet", "--verify", commits[^1].Id + "^"], cancellation) is { ExitCode: 0 } parent ? parent.Text : null;
        }

        var edited = last is null ? [] : (await workspace.CompareAsync(last, head, cancellation)).Select(c => c.Path).ToHashSet(StringComparer.Ordinal);
        OthersWork.Keep(proposal.Branch, changes, edited.Contains);
    }

    private static string Show(GitWorkspace workspace, string branch, string? commit, bool isHead) =>
        "git show " + (isHead && workspace.Branches.AreLocal ? CommandText.Word(branch) : commit);

    private static async Task<Dictionary<string, string>> StoreAsync(GitWorkspace workspace, IReadOnlyList<FileChange> files, CancellationToken cancellation)
    {
        var written = files.Where(f => f.Content is not null).ToList();
        var ids = await workspace.StoreAsync([.. written.Select(f => f.Content!.Value)], cancellation);
        return written.Zip(ids).ToDictionary(p => p.First.Path, p => p.Second, StringComparer.Ordinal);
    }

    // A person at work in that tree would see every file of the commit as a change of theirs, and would undo it with the next one.
    private static async Task RefuseCheckedOutAsync(GitWorkspace workspace, string branch, CancellationToken cancellation)
    {
        if (await CheckedOutAsync(workspace, branch, cancellation) is { } folder)
        {
            throw Conflict(
                $"the branch `{branch}` is checked out in `{folder}`",
                "Give another branch, or switch that work tree to another one (`git worktree prune` forgets trees that are gone).");
        }
    }

    private static async Task<string?> CheckedOutAsync(GitWorkspace workspace, string branch, CancellationToken cancellation) =>
        workspace.Branches.AreLocal ? await LocalBranches.CheckedOutAsync(workspace.Git, branch, cancellation) : null;

    private static async Task<string> MakeAsync(
        GitWorkspace workspace, byte[] message, string tree, string? parent, IReadOnlyDictionary<string, string> identity, CancellationToken cancellation)
    {
        string[] parents = parent is null ? [] : ["-p", parent];
        var answer = await workspace.Git.TryAsync(["commit-tree", tree, .. parents], message, identity, cancellation);
        return answer.ExitCode == 0 ? answer.Text : throw GitCommand.Failed("commit-tree", answer);
    }

    private static FailureException Conflict(string what, string? remedy) => new(new Failure(FailureCodes.BranchConflict, what, remedy));
}
