using PipelineKit.Files;
using PipelineKit.Git;
using PipelineKit.Locking;
using PipelineKit.Manifests;

namespace PipelineKit.DigestPin;

/// <summary>The workflow files whose <c>uses:</c> GitHub's own actions.lock manages.</summary>
internal sealed class ManagedWorkflows
{
    private readonly HashSet<string> _files;

    private ManagedWorkflows(HashSet<string> files) => _files = files;

    /// <summary>The managed files that use actions, sorted.</summary>
    internal IReadOnlyList<string> Files => _files.Order(StringComparer.Ordinal).ToArray();

    /// <summary>Reads the lock of the repository, if there is one; a damaged one fails the run, as nobody could tell what it manages.</summary>
    internal static async Task<ManagedWorkflows> ReadAsync(string root, Tree tree, CancellationToken cancellation)
    {
        var path = Path.Combine(root, ActionsLock.Location);
        var managed = File.Exists(path)
            ? ActionsLock.Parse(await BoundedFile.ReadAsync(root, ActionsLock.Location, ImageLockFile.MaximumBytes, cancellation), ActionsLock.Location)
            : null;
        var files = tree.Sites
            .Where(s => s.IsUses && s.Kind == FileKind.GitHubWorkflow)
            .Select(s => s.Path)
            .Distinct(StringComparer.Ordinal)
            .Where(p => managed?.Manages(p) == true || ActionsLock.SaysManaged(tree.Text(p).Bytes.Span));
        return new ManagedWorkflows(files.ToHashSet(StringComparer.Ordinal));
    }

    internal bool Has(string path) => _files.Contains(path);
}
