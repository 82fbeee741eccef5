namespace PipelineKit.Files;

/// <summary>A temporary folder that only this user may look into, removed with everything in it when disposed.</summary>
public sealed class PrivateFolder : IDisposable
{
    /// <summary>Makes one.</summary>
    /// <exception cref="IOException">There is no place for it.</exception>
    public PrivateFolder() => Path = Directory.CreateTempSubdirectory("pipelinekit-").FullName;

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody removed it before: that is what was wanted.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A program that ran in it left something this user may not remove; the result of the run does not depend on it.
        }
    }
}
