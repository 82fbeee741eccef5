using System.Text;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Actions.Rendering;

/// <summary>The files of the repository the manifests are rendered into.</summary>
/// <param name="root">The root of the repository, absolute.</param>
internal sealed class Checkout(string root)
{
    // Documentation and manifests; a larger file is not one of ours.
    private const int MaxBytes = 4 << 20;

    private static readonly string[] PageFolders = ["docs", "actions"];

    /// <summary>A file's text, or null when it does not exist; throws <see cref="FailureException"/> when it cannot be read.</summary>
    public async Task<string?> ReadAsync(string path, CancellationToken cancellation) =>
        File.Exists(Path.Combine(root, path)) ? Encoding.UTF8.GetString(await BoundedFile.ReadAsync(root, path, MaxBytes, cancellation)) : null;

    /// <summary>The Markdown pages that may have generated blocks, in a fixed order.</summary>
    public IEnumerable<string> MarkdownPages()
    {
        var below = PageFolders
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories));
        return Directory.EnumerateFiles(root, "*.md").Concat(below)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Writes a file, whole or not at all; throws <see cref="FailureException"/> when it cannot be written.</summary>
    public Task WriteAsync(GeneratedFile file, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(root, file.Path, Encoding.UTF8.GetBytes(file.Content), cancellation);
}
