using System.Buffers;
using System.Globalization;
using System.Text;

namespace PipelineKit.PullRequests;

/// <summary>
/// A temporary index outside of a repository: what a commit is built from without the user's index or work tree. Objects go into the
/// repository, where nothing refers to them until a branch does.
/// </summary>
internal sealed class GitWorkspace : IDisposable
{
    // A blob takes about 60 bytes of commands beside its content.
    private const int CommandBytes = 64;
    private readonly string _folder = Directory.CreateTempSubdirectory("pipelinekit-git-").FullName;

    private GitWorkspace(GitCommand git, string gitFolder) => Git = git.In(gitFolder, _folder);

    /// <summary>Finds the repository, and the remote where there is one, and makes a workspace for it.</summary>
    /// <param name="git">Git.</param>
    /// <param name="options">Which repository.</param>
    /// <param name="time">For the waits between tries of a remote that does not answer.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="Failures.FailureException">As for <see cref="GitRepository.FindAsync"/>; a remote that is none.</exception>
    internal static async Task<GitWorkspace> OpenAsync(GitCommand git, LocalGitOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var workspace = new GitWorkspace(git, await GitRepository.FindAsync(git, options, cancellation));
        workspace.Branches = options.Remote.Length == 0
            ? new LocalBranches(workspace.Git)
            : new RemoteBranches(workspace.Git, new RemoteGit(workspace.Git, await RemoteAddress.FindAsync(workspace.Git, options.Remote, cancellation), options, time));
        return workspace;
    }

    /// <summary>The branches that are worked with.</summary>
    internal IGitBranches Branches { get; private set; } = null!;

    /// <summary>Git, for this repository and the temporary index.</summary>
    internal GitCommand Git { get; }

    /// <summary>
    /// Stores contents, all by one process and byte by byte as they are. <c>fast-import</c> makes one pack of many, which is ten times as fast as a file
    /// for each, and stores nothing that is in a pack already.
    /// </summary>
    /// <returns>The object of each, in order.</returns>
    internal async Task<IReadOnlyList<string>> StoreAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellation)
    {
        if (contents.Count == 0)
        {
            return [];
        }

        var commands = new ArrayBufferWriter<byte>(contents.Sum(c => c.Length + CommandBytes));
        for (var i = 0; i < contents.Count; i++)
        {
            commands.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob\nmark :{i + 1}\ndata {contents[i].Length}\n")));
            commands.Write(contents[i].Span);
            commands.Write("\n"u8);
        }

        for (var i = 0; i < contents.Count; i++)
        {
            commands.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"get-mark :{i + 1}\n")));
        }

        commands.Write("done\n"u8);
        var answer = await Git.RunAsync(["fast-import", "--quiet", "--done"], commands.WrittenMemory, cancellation);
        var ids = answer.Text.Split('\n');
        return ids.Length == contents.Count ? ids : throw GitCommand.Failed("fast-import", answer);
    }

    /// <summary>Fills the index with the files of a commit, or empties it.</summary>
    internal async Task<BranchTree> ReadTreeAsync(string? commit, CancellationToken cancellation)
    {
        await Git.RunAsync(["read-tree", commit ?? "--empty"], input: default, cancellation);
        return BranchTree.Parse((await Git.RunAsync(["ls-files", "--stage", "-z"], input: default, cancellation)).Output);
    }

    /// <summary>Deletes from and adds to the index, and stores the tree.</summary>
    /// <returns>The tree.</returns>
    internal async Task<string> WriteTreeAsync(IEnumerable<(string Path, TreeFile File)> deletes, IEnumerable<(string Path, TreeFile File)> writes, CancellationToken cancellation)
    {
        var lines = new StringBuilder();
        foreach (var (path, file) in deletes)
        {
            lines.Append("0 ").Append(file.Id).Append('\t').Append(path).Append('\0');
        }

        foreach (var (path, file) in writes)
        {
            lines.Append(file.Mode).Append(' ').Append(file.Id).Append('\t').Append(path).Append('\0');
        }

        if (lines.Length > 0)
        {
            await Git.RunAsync(["update-index", "-z", "--index-info"], Encoding.UTF8.GetBytes(lines.ToString()), cancellation);
        }

        // Files that a partial clone does not have are in the tree already, and are not fetched for this.
        return (await Git.RunAsync(["write-tree", "--missing-ok"], input: default, cancellation)).Text;
    }

    /// <summary>How one tree differs from another.</summary>
    internal async Task<IReadOnlyList<ChangedPath>> CompareAsync(string from, string to, CancellationToken cancellation)
    {
        var answer = await Git.RunAsync(["diff-tree", "-r", "-z", "--no-renames", "--name-status", from, to], input: default, cancellation);
        var fields = Encoding.UTF8.GetString(answer.Output).Split('\0');
        return [.. fields.Chunk(2).Where(f => f.Length == 2).Select(f => new ChangedPath(f[1], KindOf(f[0]))).OrderBy(c => c.Path, StringComparer.Ordinal)];
    }

    private static ChangeKind KindOf(string status) => status switch
    {
        "A" => ChangeKind.Added,
        "D" => ChangeKind.Deleted,
        _ => ChangeKind.Modified,
    };

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A Git that was ended a moment ago may still hold or write its index; the system clears temporary folders.
        }
    }
}
