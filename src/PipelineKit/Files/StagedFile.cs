using PipelineKit.Failures;

namespace PipelineKit.Files;

/// <summary>The new content of a file, written beside it. <see cref="Commit"/> puts it in place; without that, disposing takes it away.</summary>
public sealed class StagedFile : IDisposable
{
    private readonly string _path;
    private readonly string _relativePath;
    private bool _isCommitted;

    internal StagedFile(string temporary, string path, string relativePath)
    {
        Temporary = temporary;
        _path = path;
        _relativePath = relativePath;
    }

    internal string Temporary { get; }

    /// <summary>Renames it over the file: a reader sees the old bytes or the new ones.</summary>
    /// <exception cref="FailureException">PK0202; the file is as it was.</exception>
    public void Commit()
    {
        try
        {
            File.Move(Temporary, _path, overwrite: true);
            _isCommitted = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WorkspacePath.Refuse(FailureCodes.UnwritableFile, _relativePath, "cannot be written: " + e.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isCommitted)
        {
            return;
        }

        try
        {
            File.Delete(Temporary);
        }
        catch (DirectoryNotFoundException)
        {
            // The folder could not even be made: there is nothing to remove.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure under way, if there is one, says more than this one; the leftover is hidden and named after its file.
        }
    }
}
