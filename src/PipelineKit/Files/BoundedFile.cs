using PipelineKit.Failures;

namespace PipelineKit.Files;

/// <summary>
/// Reads a file of the workspace whole, up to a bound. The read itself is a plain one: the platform has no other for files, an asynchronous one is the same
/// call on another thread, and each method that waits for it costs several to compile at start.
/// </summary>
public static class BoundedFile
{
    /// <summary>The bytes of a file inside the root; none for what has no length, such as a pipe.</summary>
    /// <param name="root">The workspace.</param>
    /// <param name="relativePath">The file, relative to it.</param>
    /// <param name="maximumBytes">More than this is refused.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FailureException">PK0201: missing, a link, a folder, outside, too large, unreadable.</exception>
    public static Task<byte[]> ReadAsync(string root, string relativePath, int maximumBytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Read(root, relativePath, maximumBytes));
    }

    private static byte[] Read(string root, string relativePath, int maximumBytes)
    {
        var path = WorkspacePath.Resolve(root, relativePath, FailureCodes.UnreadableFile);
        try
        {
            // A pipe or device has no length; opening a pipe without a writer would never return, so what has no length is not opened.
            if (new FileInfo(path).Length == 0)
            {
                return [];
            }

            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > maximumBytes)
            {
                throw WorkspacePath.Refuse(FailureCodes.UnreadableFile, relativePath, $"has {length} bytes; at most {maximumBytes} are read");
            }

            var content = new byte[length];
            var read = 0;
            for (int n; read < content.Length; read += n)
            {
                n = RandomAccess.Read(handle, content.AsSpan(read), read);
                if (n == 0)
                {
                    break;
                }
            }

            return read == content.Length ? content : content[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WorkspacePath.Refuse(FailureCodes.UnreadableFile, relativePath, "cannot be read: " + e.Message);
        }
    }
}
