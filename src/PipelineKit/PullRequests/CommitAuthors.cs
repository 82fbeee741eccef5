using PipelineKit.Git;

namespace PipelineKit.PullRequests;

/// <summary>Who wrote a commit of a local repository.</summary>
internal static class CommitAuthors
{
    private const int Maximum = 1000;
    private const string CoAuthor = "co-authored-by:";

    /// <summary>Names and addresses, each by itself; null when the commit is not in the repository, or brought more commits than are read.</summary>
    internal static async Task<IReadOnlyList<string>?> ReadAsync(GitCommand git, string commit, CancellationToken cancellation)
    {
        if (!GitNames.IsCommit(commit) || (await git.TryAsync(["cat-file", "-e", commit + "^{commit}"], cancellation)).ExitCode != 0)
        {
            return null;
        }

        // A merge brought everything that its first parent has not; a shallow clone ends somewhere, and that is not known to be all.
        var parents = (await git.RunAsync(["rev-list", "--parents", "--max-count=1", commit], input: default, cancellation)).Text.Split(' ');
        var answer = await git.TryAsync(
            ["rev-list", $"--max-count={Maximum + 1}", "--format=%an%x00%ae%x00%cn%x00%ce%x00%B%x00", .. parents.Length > 2 ? (string[])[commit, "^" + parents[1]] : ["--no-walk", commit]], cancellation);
        var fields = answer.Text.Split('\0');
        if (answer.ExitCode != 0 || fields.Length > Maximum * 5)
        {
            return null;
        }

        var people = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 4 < fields.Length; i += 5)
        {
            var name = fields[i].TrimStart('\n');
            people.UnionWith([name[(name.IndexOf('\n', StringComparison.Ordinal) + 1)..], fields[i + 1], fields[i + 2], fields[i + 3]]);
            foreach (var line in fields[i + 4].Split('\n').Where(l => l.StartsWith(CoAuthor, StringComparison.OrdinalIgnoreCase)))
            {
                people.UnionWith(line[CoAuthor.Length..].TrimEnd('>', ' ', '\r').Split('<', StringSplitOptions.TrimEntries));
            }
        }

        people.Remove("");
        return [.. people];
    }
}
