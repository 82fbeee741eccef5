using System.Security.Cryptography;
using System.Text;
using PipelineKit.PullRequests;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>A file in a tree of the fake.</summary>
internal sealed record FakeEntry(string Mode, string Blob);

/// <summary>A commit of the fake.</summary>
internal sealed record FakeCommit(string Tree, IReadOnlyList<string> Parents, string Message, string By);

/// <summary>The objects and branches of a repository, in memory. Ids of blobs are Git's own; those of trees and commits are hashes of what they have.</summary>
internal sealed class FakeGit
{
    private int _made;

    internal Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, SortedDictionary<string, FakeEntry>> Trees { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, FakeCommit> Commits { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Branches { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders that were named by an id of their own: the tree of the top, and where in it.</summary>
    internal Dictionary<string, (string Tree, string Prefix)> Folders { get; } = new(StringComparer.Ordinal);

    internal string AddBlob(byte[] content)
    {
        var id = GitObjectId.OfBlob(content, 40);
        Blobs[id] = content;
        return id;
    }

    internal string AddTree(SortedDictionary<string, FakeEntry> files)
    {
        var id = Hash(string.Concat(files.Select(f => $"{f.Value.Mode} {f.Value.Blob}\t{f.Key}\n")));
        Trees[id] = files;
        return id;
    }

    // The time of a commit makes every one another.
    internal string AddCommit(FakeCommit commit)
    {
        var id = Hash($"{_made++} {commit.Tree} {string.Join(' ', commit.Parents)} {commit.By} {commit.Message}");
        Commits[id] = commit;
        return id;
    }

    /// <summary>Somebody commits files to a branch; null deletes.</summary>
    internal string Push(string branch, string message, params (string Path, string? Content)[] files) => Push(branch, message, "100644", files);

    internal string Push(string branch, string message, string mode, params (string Path, string? Content)[] files)
    {
        var head = Branches.GetValueOrDefault(branch);
        var tree = new SortedDictionary<string, FakeEntry>(head is null ? [] : Trees[Commits[head].Tree], StringComparer.Ordinal);
        foreach (var (path, content) in files)
        {
            if (content is null)
            {
                tree.Remove(path);
            }
            else
            {
                tree[path] = new FakeEntry(mode, AddBlob(Encoding.UTF8.GetBytes(content)));
            }
        }

        return Branches[branch] = AddCommit(new FakeCommit(AddTree(tree), head is null ? [] : [head], message, "person"));
    }

    internal byte[]? File(string branch, string path) => Trees[Commits[Branches[branch]].Tree].TryGetValue(path, out var entry) ? Blobs[entry.Blob] : null;

    internal string? Text(string branch, string path) => File(branch, path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    internal string Message(string branch) => Commits[Branches[branch]].Message;

    /// <summary>The commits of one that are not in another, oldest first.</summary>
    internal List<string> Ahead(string of, string than)
    {
        var known = All(than).ToHashSet(StringComparer.Ordinal);
        var commits = All(of).Where(c => !known.Contains(c)).ToList();
        commits.Reverse();
        return commits;
    }

    private List<string> All(string commit)
    {
        var (found, waiting) = (new List<string>(), new Queue<string>([commit]));
        while (waiting.TryDequeue(out var next))
        {
            if (!found.Contains(next, StringComparer.Ordinal))
            {
                found.Add(next);
                foreach (var parent in Commits[next].Parents)
                {
                    waiting.Enqueue(parent);
                }
            }
        }

        return found;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
