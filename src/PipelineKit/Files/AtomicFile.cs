using PipelineKit.Failures;

namespace PipelineKit.Files;

/// <summary>
/// Writes a file of the workspace whole or not at all: a temporary file in the same folder, then renamed over the old one, whose mode it
/// takes. A reader sees the old bytes or the new ones, also when the program is killed.
/// </summary>
public static class AtomicFile
{
    private const UnixFileMode Ordinary = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes; folders on the way are made.</summary>
    /// <param name="root">The workspace; nothing outside of it is written, links followed.</param>
    /// <param name="relativePath">The file, relative to it; must not be a link.</param>
    /// <param name="content">All of its bytes.</param>
    /// <param name="cancellation">Until the rename; after it the file is written.</param>
    /// <exception cref="FailureException">PK0202; the old file is as it was and no temporary file is left.</exception>
    public static async Task WriteAsync(string root, string relativePath, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = WorkspacePath.Resolve(root, relativePath, FailureCodes.UnwritableFile);
        var folder = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        var isWritten = false;
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
            }

            RefuseWhatIsNoFile(path, relativePath);
            await WriteTemporaryAsync(temporary, path, content, cancellation);
            File.Move(temporary, path, overwrite: true);
            isWritten = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WorkspacePath.Refuse(FailureCodes.UnwritableFile, relativePath, "cannot be written: " + e.Message);
        }
        finally
        {
            if (!isWritten)
            {
                RemoveLeftover(temporary);
            }
        }
    }

    // A read-only file in a writable folder could be renamed over; its owner said no, so it is not.
    private static void RefuseWhatIsNoFile(string path, string relativePath)
    {
        var info = new FileInfo(path);
        if (Directory.Exists(path))
        {
            throw WorkspacePath.Refuse(FailureCodes.UnwritableFile, relativePath, "is a folder");
        }

        if (info is { Exists: true, IsReadOnly: true })
        {
            throw WorkspacePath.Refuse(FailureCodes.UnwritableFile, relativePath, "is read-only");
        }
    }

    private static async Task WriteTemporaryAsync(string temporary, string target, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        await RandomAccess.WriteAsync(handle, content, 0, cancellation);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, File.Exists(target) ? File.GetUnixFileMode(target) : Ordinary);
        }

    }

    private static void RemoveLeftover(string temporary)
    {
        try
        {
            File.Delete(temporary);
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
