using PipelineKit.Failures;

namespace PipelineKit.PullRequests;

/// <summary>What has to be written and deleted so that a tree has the files wanted.</summary>
/// <param name="Writes">Files with other content, and the mode they have or get.</param>
/// <param name="Deletes">Files that are there.</param>
/// <param name="Changes">Both, sorted by path.</param>
internal sealed record TreeChanges(IReadOnlyList<TreeWrite> Writes, IReadOnlyList<string> Deletes, IReadOnlyList<ChangedPath> Changes)
{
    private const int MaximumFailures = 20;

    internal bool IsNone => Changes.Count == 0;

    /// <summary>Compares.</summary>
    /// <param name="files">What is wanted.</param>
    /// <param name="abandoned">What was generated before and is not wanted any more.</param>
    /// <param name="tree">What is there.</param>
    /// <param name="hexLength">How long ids of objects are.</param>
    /// <exception cref="FailureException">PK0202, with every path that something is in the way of.</exception>
    internal static TreeChanges Of(IReadOnlyList<FileChange> files, IEnumerable<string> abandoned, BranchTree tree, int hexLength)
    {
        var deletes = files.Where(f => f.Content is null).Select(f => f.Path).Concat(abandoned).Where(p => tree[p] is not null).ToHashSet(StringComparer.Ordinal);
        var wanted = files.Where(f => f.Content is not null).ToList();
        if (tree.Obstacles([.. wanted.Select(f => f.Path)], deletes).Take(MaximumFailures).ToList() is { Count: > 0 } failures)
        {
            throw new FailureException(failures);
        }

        var writes = wanted.Where(f => tree[f.Path]?.Id != GitObjectId.OfBlob(f.Content!.Value.Span, hexLength))
            .Select(f => new TreeWrite(f.Path, tree[f.Path]?.Mode ?? "100644", f.Content!.Value)).ToList();
        var changes = writes.Select(w => new ChangedPath(w.Path, tree[w.Path] is null ? ChangeKind.Added : ChangeKind.Modified))
            .Concat(deletes.Select(p => new ChangedPath(p, ChangeKind.Deleted)));
        return new TreeChanges(writes, [.. deletes.Order(StringComparer.Ordinal)], [.. changes.OrderBy(c => c.Path, StringComparer.Ordinal)]);
    }
}

/// <summary>A file to write.</summary>
/// <param name="Path">Relative to the top.</param>
/// <param name="Mode"><c>100644</c>, or <c>100755</c> for one that may be run already.</param>
/// <param name="Content">All of its bytes.</param>
internal sealed record TreeWrite(string Path, string Mode, ReadOnlyMemory<byte> Content);
