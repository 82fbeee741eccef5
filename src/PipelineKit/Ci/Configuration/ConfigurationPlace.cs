using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>Where the configuration file is, and whether it has to be there.</summary>
/// <param name="FullPath">Absolute.</param>
/// <param name="Shown">As messages and annotations name it: relative to the workspace, with <c>/</c>.</param>
/// <param name="MustExist">Whether somebody named it; the default name may be absent.</param>
public sealed record ConfigurationPlace(string FullPath, string Shown, bool MustExist)
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The file of this name, relative to the working directory.</summary>
    public static ConfigurationPlace Of(string name, string workingDirectory, string workspace, bool mustExist)
    {
        var full = Path.GetFullPath(name, workingDirectory);
        return new(full, Path.GetRelativePath(workspace, full).Replace(Path.DirectorySeparatorChar, '/'), mustExist);
    }

    /// <summary>The content; null when the file is absent and may be.</summary>
    internal async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(FullPath))
        {
            return MustExist ? throw Unreadable("there is no such file") : null;
        }

        try
        {
            return new FileInfo(FullPath).Length <= MaxBytes
                ? await File.ReadAllBytesAsync(FullPath, cancellation)
                : throw Unreadable($"it is larger than {MaxBytes} bytes");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(problem.Message);
        }
    }

    private FailureException Unreadable(string why) =>
        new(new Failure(FailureCodes.UnreadableFile, $"the configuration file `{Shown}` cannot be read: {why}", Place: new SourcePlace(Shown)));
}
