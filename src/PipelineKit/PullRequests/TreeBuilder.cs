using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>Makes the tree that a change set gives on top of a commit.</summary>
internal sealed class TreeBuilder(GitWorkspace workspace, ChangeSet changes, IReadOnlyDictionary<string, string> blobs)
{
    private const int MaximumFailures = 20;

    /// <summary>The tree, and how it differs from the commit's.</summary>
    /// <param name="parent">The commit; null for none.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="FailureException">PK0202, with every path that something is in the way of.</exception>
    internal async Task<(string Tree, IReadOnlyList<ChangedPath> Changes)> BuildAsync(string? parent, CancellationToken cancellation)
    {
        var present = await workspace.ReadTreeAsync(parent, cancellation);
        var deletes = changes.Files.Where(f => f.Content is null && present[f.Path] is not null).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        deletes.UnionWith(await AbandonedAsync(present, cancellation));
        if (present.Obstacles([.. blobs.Keys], deletes).Take(MaximumFailures).ToList() is { Count: > 0 } failures)
        {
            throw new FailureException(failures);
        }

        var tree = await workspace.WriteTreeAsync(
            deletes.Order(StringComparer.Ordinal).Select(p => (p, present[p]!)),
            blobs.Select(b => (b.Key, new TreeFile(present[b.Key]?.Mode ?? "100644", b.Value))),
            cancellation);
        return (tree, parent is null
            ? [.. blobs.Keys.Order(StringComparer.Ordinal).Select(p => new ChangedPath(p, ChangeKind.Added))]
            : await workspace.CompareAsync(parent, tree, cancellation));
    }

    // What was generated into the folder before, is there still, and is not generated any more.
    private async Task<IEnumerable<string>> AbandonedAsync(BranchTree present, CancellationToken cancellation)
    {
        if (changes.Owned is not { } owned || present[owned.ListPath] is not { IsRegular: true } list)
        {
            return [];
        }

        var content = (await workspace.Git.RunAsync(["cat-file", "blob", list.Id], input: default, cancellation)).Output;
        var below = owned.Path.Length == 0 ? "" : owned.Path + "/";
        return owned.ReadList(content).Where(p => p.StartsWith(below, StringComparison.Ordinal) && !blobs.ContainsKey(p) && present[p] is { IsRegular: true });
    }
}
