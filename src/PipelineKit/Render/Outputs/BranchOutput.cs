using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>Manifests on a branch of a local Git repository.</summary>
/// <param name="options">Repository, base, message and author.</param>
/// <param name="time">Gives commits their time.</param>
internal sealed class BranchOutput(RenderOptions options, TimeProvider time)
{
    private readonly LocalGitPullRequests _git = new(Repository(options), time);
    private readonly BranchFiles _files = new(Repository(options), time);

    /// <summary>Reads the files that the branch has; while there is no branch, those of its base.</summary>
    internal ReadFiles ReaderOf(string branch) => (paths, cancellation) => _files.ReadAsync(branch, options.Base, paths, cancellation);

    /// <summary>Commits what changes, in one commit; nothing changed is no commit.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="environments">What was rendered for it, for the message.</param>
    /// <param name="files">What becomes of every file.</param>
    /// <param name="commit">The commit the run is for; null when nobody says.</param>
    /// <param name="cancellation">Until the branch is moved.</param>
    /// <exception cref="FailureException">PK0501, PK0502; the branch is as it was.</exception>
    internal Task<ProposalResult> WriteAsync(string branch, IReadOnlyList<EnvironmentInputs> environments, IReadOnlyList<PlannedFile> files, string? commit, CancellationToken cancellation)
    {
        var names = string.Join(", ", environments.Select(e => e.Name).Where(n => n.Length > 0));
        var proposal = new ChangeProposal
        {
            Branch = branch,
            BaseBranch = options.Base,
            Changes = new ChangeSet([.. files.Where(f => f.IsChange).Select(f => new FileChange(f.Path, f.After))]),
            Title = options.Message ?? (names.Length == 0 ? "Render manifests" : $"Render manifests for {names}"),
            Trailers = Trailers(environments, commit),
            Author = new CommitAuthor(options.Author.Name, options.Author.Email),
        };
        return _git.PutAsync(proposal, cancellation);
    }

    // A checkout often belongs to another user than the one in the container.
    private static LocalGitOptions Repository(RenderOptions options) => new() { Folder = options.Repository, AcceptsOtherOwner = true };

    private static List<(string Key, string Value)> Trailers(IReadOnlyList<EnvironmentInputs> environments, string? commit)
    {
        var trailers = environments.Select(e => "sha256:" + e.Lock.Hash).Distinct(StringComparer.Ordinal).Select(hash => ("Image-Lock", hash)).ToList();
        if (commit is not null)
        {
            trailers.Add(("Source-Commit", commit));
        }

        return trailers;
    }
}
