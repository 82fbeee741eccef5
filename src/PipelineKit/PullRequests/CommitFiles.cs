using System.Globalization;
using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>Reads files of a commit of a local repository.</summary>
internal static class CommitFiles
{
    /// <summary>The bytes of files, by path; what is not there, or no file, is not in it.</summary>
    internal static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(GitCommand git, string commit, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var questions = Encoding.UTF8.GetBytes(string.Concat(paths.Select(p => $"{commit}:{p}\n")));
        var answer = await git.RunAsync(["cat-file", "--batch"], questions, cancellation);
        return Parse(answer.Output, paths);
    }

    /// <summary>The paths of all regular files below folders, sorted; a folder ends in <c>/</c>, and <c>/</c> alone is the top.</summary>
    internal static async Task<IReadOnlyList<string>> ListAsync(GitCommand git, string commit, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        if (folders.Count == 0)
        {
            return [];
        }

        string[] below = folders.Contains("/", StringComparer.Ordinal) ? [] : [.. folders];
        var answer = await git.RunAsync(["ls-tree", "-r", "-z", "--full-tree", commit, "--", .. below], input: default, cancellation);

        // MODE, blank, TYPE, blank, OBJECT, tab, path.
        return [.. Encoding.UTF8.GetString(answer.Output).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l.StartsWith("100", StringComparison.Ordinal)).Select(l => l[(l.IndexOf('\t', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal)];
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
