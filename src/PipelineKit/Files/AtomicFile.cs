using Microsoft.Win32.SafeHandles;
using PipelineKit.Failures;

namespace PipelineKit.Files;

/// <summary>
/// Writes a file of the workspace whole or not at all: a temporary file in the same folder, then renamed over the old one, whose mode it
/// takes. A reader sees the old bytes or the new ones, also when the program is killed.
/// </summary>
public static class AtomicFile
{
    private const int StreamBuffer = 1 << 16;
    private const UnixFileMode Ordinary = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes; folders on the way are made.</summary>
    /// <param name="root">The workspace; nothing outside of it is written, links followed.</param>
    /// <param name="relativePath">The file, relative to it; must not be a link.</param>
    /// <param name="content">All of its bytes.</param>
    /// <param name="cancellation">Until the rename; after it the file is written.</param>
    /// <exception cref="FailureException">PK0202; the old file is as it was and no temporary file is left.</exception>
    public static async Task WriteAsync(string root, string relativePath, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var staged = await StageAsync(root, relativePath, content, cancellation);
        staged.Commit();
    }

    /// <summary>
    /// Writes the temporary file only. Several files that belong together are staged first and committed then, so that a full disk or a read-only file is
    /// found before any of them has changed.
    /// </summary>
    /// <exception cref="FailureException">PK0202; no temporary file is left.</exception>
    public static Task<StagedFile> StageAsync(string root, string relativePath, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(StageWith(root, relativePath, handle => RandomAccess.Write(handle, content.Span, 0)));
    }

    /// <summary>The same for content that is never held whole.</summary>
    /// <param name="root">The workspace.</param>
    /// <param name="relativePath">The file, relative to it.</param>
    /// <param name="write">Writes all of it.</param>
    /// <exception cref="FailureException">PK0202; no temporary file is left.</exception>
    public static StagedFile Stage(string root, string relativePath, Action<Stream> write) =>
        StageWith(root, relativePath, handle =>
        {
            using var stream = new FileStream(handle, FileAccess.Write, StreamBuffer);
            write(stream);
        });

    private static StagedFile StageWith(string root, string relativePath, Action<SafeFileHandle> write)
    {
        var path = WorkspacePath.Resolve(root, relativePath, FailureCodes.UnwritableFile);
        var folder = Path.GetDirectoryName(path)!;
        var staged = new StagedFile(Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}"), path, relativePath);
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
            }

            RefuseWhatIsNoFile(path, relativePath);
            WriteTemporary(staged.Temporary, path, write);
            return staged;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            staged.Dispose();
            throw WorkspacePath.Refuse(FailureCodes.UnwritableFile, relativePath, "cannot be written: " + e.Message);
        }
        catch
        {
            staged.Dispose();
            throw;
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

    // A plain write, for the reasons BoundedFile reads plainly.
    private static void WriteTemporary(string temporary, string target, Action<SafeFileHandle> write)
    {
        using var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, File.Exists(target) ? File.GetUnixFileMode(target) : Ordinary);
        }

        write(handle);
    }
}
