using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Trust;

/// <summary>Reads a file that need not be in the workspace, as keys and roots of trust are not, and that may be a link, as mounted secrets are.</summary>
internal static class OutsideFile
{
    /// <summary>Its bytes. Throws <see cref="FailureException"/> (PK0201).</summary>
    internal static async Task<byte[]> ReadAsync(string folder, string path, int maximumBytes, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path, folder);
        try
        {
            var real = WorkspacePath.Real(full);
            var content = await BoundedFile.ReadAsync(Path.GetDirectoryName(real) ?? real, Path.GetFileName(real), maximumBytes, cancellation);
            return content.Length > 0 ? content : throw Unreadable(path, "is empty, or not a file");
        }
        catch (IOException e)
        {
            throw Unreadable(path, "cannot be read: " + e.Message);
        }
        catch (FailureException e) when (e.Failures is [var failure])
        {
            throw new FailureException(failure with { What = failure.What.Replace($"`{Path.GetFileName(full)}`", $"`{path}`", StringComparison.Ordinal), Place = new SourcePlace(path) });
        }
    }

    private static FailureException Unreadable(string path, string what) => new(new Failure(FailureCodes.UnreadableFile, $"`{path}` {what}", Place: new SourcePlace(path)));
}
