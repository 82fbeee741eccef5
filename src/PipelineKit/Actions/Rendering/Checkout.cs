using PipelineKit.Failures;

namespace PipelineKit.Actions.Rendering;

/// <summary>The files of the repository the manifests are rendered into.</summary>
/// <param name="root">The root of the repository, absolute.</param>
internal sealed class Checkout(string root)
{
    // Documentation and manifests; a larger file is not one of ours.
    private const long MaxBytes = 4 << 20;

    private static readonly string[] PageFolders = ["docs", "actions"];

    /// <summary>A file's text, or null when it does not exist; throws <see cref="FailureException"/> when it cannot be read.</summary>
    public async Task<string?> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(Path.Combine(root, path));
        if (!file.Exists)
        {
            return null;
        }

        try
        {
            return file.Length <= MaxBytes
                ? await File.ReadAllTextAsync(file.FullName, cancellation)
                : throw Problem(FailureCodes.UnreadableFile, path, $"it has more than {MaxBytes} bytes");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Problem(FailureCodes.UnreadableFile, path, problem.Message);
        }
    }

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

    /// <summary>Writes a file beside its place and moves it there; throws <see cref="FailureException"/> when it cannot be written.</summary>
    public async Task WriteAsync(GeneratedFile file, CancellationToken cancellation)
    {
        var full = Path.Combine(root, file.Path);
        var temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(temporary, file.Content, cancellation);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Problem(FailureCodes.UnwritableFile, file.Path, problem.Message);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FailureException Problem(FailureCode code, string path, string why) =>
        new(new Failure(code, $"{path}: {why}", Place: new SourcePlace(path)));
}
