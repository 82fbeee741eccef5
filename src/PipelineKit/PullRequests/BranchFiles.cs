using System.Globalization;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.PullRequests;

/// <summary>Reads files of a branch of a local Git repository, as a change proposed for it would find them.</summary>
public sealed class BranchFiles
{
    private readonly LocalGitOptions _options;
    private readonly GitCommand _git;

    /// <summary>For this repository.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="time">Measures the time limit of commands.</param>
    public BranchFiles(LocalGitOptions options, TimeProvider time)
    {
        _options = options;
        _git = new GitCommand(new ProcessRunner(time), options);
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
        var proposal = new ChangeProposal
        {
            Branch = branch,
            BaseBranch = baseBranch,
            Title = "read",
            Author = new CommitAuthor("PipelineKit", "pipelinekit@localhost"),
            Changes = new ChangeSet([.. paths.Select(p => new FileChange(p, Content: null))]),
        };
        ProposalRules.Check(proposal);
        var gitFolder = await GitRepository.FindAsync(_git, _options, cancellation);
        using var workspace = new GitWorkspace(_git, gitFolder);
        var state = await BranchState.ReadAsync(workspace.Git, proposal, cancellation);
        if (state.Parent is not { } commit)
        {
            return new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        }

        var questions = Encoding.UTF8.GetBytes(string.Concat(paths.Select(p => $"{commit}:{p}\n")));
        var answer = await workspace.Git.RunAsync(["cat-file", "--batch"], questions, cancellation);
        return Parse(answer.Output, paths);
    }

    // For each question `ID TYPE SIZE` and the content, each ended by a line feed; or the question and ` missing`.
    private static Dictionary<string, ReadOnlyMemory<byte>> Parse(byte[] output, IReadOnlyList<string> paths)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var at = 0;
        foreach (var path in paths)
        {
            var end = output.AsSpan(at).IndexOf((byte)'\n');
            if (end < 0)
            {
                throw Unreadable(path);
            }

            var head = Encoding.UTF8.GetString(output, at, end);
            at += end + 1;
            if (head.EndsWith(" missing", StringComparison.Ordinal))
            {
                continue;
            }

            var fields = head.Split(' ');
            if (fields.Length != 3 || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > output.Length - at - 1)
            {
                throw Unreadable(path);
            }

            if (fields[1] == "blob")
            {
                found[path] = output.AsMemory(at, size);
            }

            at += size + 1;
        }

        return found;
    }

    private static FailureException Unreadable(string path) =>
        new(new Failure(FailureCodes.UnusableRepository, $"Git does not say what the branch has at `{path}`", Place: new SourcePlace(path)));
}
