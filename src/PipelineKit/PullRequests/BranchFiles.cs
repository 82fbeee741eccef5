using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.PullRequests;

/// <summary>Reads files of a branch of a local Git repository, as a change proposed for it would find them.</summary>
public sealed class BranchFiles
{
    private readonly LocalGitOptions _options;
    private readonly GitCommand _git;
    private readonly TimeProvider _time;

    /// <summary>For this repository.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="time">Measures the time limit of commands.</param>
    public BranchFiles(LocalGitOptions options, TimeProvider time)
    {
        _options = options;
        _git = new GitCommand(new ProcessRunner(time), options);
        _time = time;
    }

    /// <summary>The bytes of regular files at a branch; while it is not there, or everything in it is in its base already, at its base. What is not there, or no file, is not in the answer.</summary>
    /// <param name="branch">Without <c>refs/heads/</c>.</param>
    /// <param name="baseBranch">Where the branch would start; null for where the repository stands.</param>
    /// <param name="paths">Relative to the top of the repository, with <c>/</c>.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FailureException">As for <see cref="IPullRequests.PutAsync"/>.</exception>
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(
        string branch, string? baseBranch, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        ProposalRules.CheckRead([branch, .. baseBranch is null ? (string[])[] : [baseBranch]], paths);
        using var workspace = await GitWorkspace.OpenAsync(_git, _options, _time, cancellation);
        var state = await workspace.Branches.ReadAsync(branch, baseBranch, cancellation);
        return state.Parent is { } commit
            ? await CommitFiles.ReadAsync(workspace.Git, commit, paths, cancellation)
            : new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
    }
}
