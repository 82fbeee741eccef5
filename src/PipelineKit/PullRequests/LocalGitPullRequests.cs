using System.Globalization;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.PullRequests;

/// <summary>
/// The pull-request host that every machine has: a branch of a local Git repository. Work tree and index of the user are neither read nor written, and
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
    public Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc />
    public Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc />
    public Task CloseAsync(string branch, string reason, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc />
    public Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Approval>>([]);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc />
    public async Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        var gitFolder = await GitRepository.FindAsync(_git, _options, cancellation);
        using var workspace = new GitWorkspace(_git, gitFolder);
        var written = proposal.Changes.Files.Where(f => f.Content is not null).ToList();
        var ids = await workspace.StoreAsync([.. written.Select(f => f.Content!.Value)], cancellation);
        var blobs = written.Zip(ids).ToDictionary(p => p.First.Path, p => p.Second, StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            var state = await BranchState.ReadAsync(workspace.Git, proposal, cancellation);
            var builder = new TreeBuilder(workspace, proposal.Changes, blobs);
            var (tree, changes) = await builder.BuildAsync(state.Parent, cancellation);
            if (changes.Count == 0)
            {
                return new ProposalResult { Branch = proposal.Branch, Commit = state.Parent, ShowCommand = Show(state, proposal.Branch) };
            }

            await RefuseCheckedOutAsync(workspace.Git, proposal.Branch, cancellation);
            var commit = await CommitAsync(workspace.Git, proposal, tree, state.Parent, cancellation);
            if (await MoveAsync(workspace.Git, proposal, state.Head, commit, cancellation))
            {
                return new ProposalResult { Branch = proposal.Branch, Commit = commit, Parent = state.Parent, Changes = changes, ShowCommand = "git show " + CommandText.Word(proposal.Branch) };
            }

            if (attempt == Attempts)
            {
                throw Conflict($"the branch `{proposal.Branch}` was moved by somebody else, twice while this change was being made", remedy: null);
            }
        }
    }

    private static string Show(BranchState state, string branch) =>
        "git show " + (state.Parent == state.Head ? CommandText.Word(branch) : state.Parent);

    // A person at work in that tree would see every file of the commit as a change of theirs, and would undo it with the next one.
    private static async Task RefuseCheckedOutAsync(GitCommand git, string branch, CancellationToken cancellation)
    {
        if (await BranchState.CheckedOutAsync(git, branch, cancellation) is { } folder)
        {
            throw Conflict(
                $"the branch `{branch}` is checked out in `{folder}`",
                "Give another branch, or switch that work tree to another one (`git worktree prune` forgets trees that are gone).");
        }
    }

    private async Task<string> CommitAsync(GitCommand git, ChangeProposal proposal, string tree, string? parent, CancellationToken cancellation)
    {
        string[] parents = parent is null ? [] : ["-p", parent];
        var answer = await git.TryAsync(["commit-tree", tree, .. parents], CommitMessage.Of(proposal), Identity(proposal.Author), cancellation);
        return answer.ExitCode == 0 ? answer.Text : throw GitCommand.Failed("commit-tree", answer);
    }

    // The branch moves only from where it stood when the tree was built; false when it stands elsewhere by now, or somebody holds its lock.
    private async Task<bool> MoveAsync(GitCommand git, ChangeProposal proposal, string? from, string to, CancellationToken cancellation)
    {
        string[] arguments = ["update-ref", "--no-deref", "-m", "pipelinekit", "refs/heads/" + proposal.Branch, to, from ?? ""];
        var answer = await git.TryAsync(arguments, input: default, Identity(proposal.Author), cancellation);
        if (answer.ExitCode == 0)
        {
            return true;
        }

        if (await BranchState.HeadOfAsync(git, proposal.Branch, cancellation) != from || answer.Error.Contains("File exists", StringComparison.Ordinal))
        {
            return false;
        }

        throw answer.Error.Contains("cannot create", StringComparison.Ordinal)
            ? Conflict($"the branch `{proposal.Branch}` cannot be made beside a branch whose name is a part of its own: {answer.Error.Trim()}", "Give another name.")
            : GitCommand.Failed("update-ref", answer);
    }

    private Dictionary<string, string> Identity(CommitAuthor author)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            variables[$"GIT_{role}_NAME"] = author.Name;
            variables[$"GIT_{role}_EMAIL"] = author.Email;
            variables[$"GIT_{role}_DATE"] = string.Create(CultureInfo.InvariantCulture, $"@{_time.GetUtcNow().ToUnixTimeSeconds()} +0000");
        }

        return variables;
    }

    private static FailureException Conflict(string what, string? remedy) => new(new Failure(FailureCodes.BranchConflict, what, remedy));
}
