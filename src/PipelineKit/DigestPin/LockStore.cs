using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Locking;

namespace PipelineKit.DigestPin;

/// <summary>The lock file of a run: read at its start, compared and written at its end.</summary>
internal sealed class LockStore
{
    // What a lock of another tool does not say.
    private const string UnknownMediaType = "application/octet-stream";
    private readonly ImageLock _next;
    private readonly DigestPinOptions _options;
    private readonly byte[] _content;

    private LockStore(ImageLock next, DigestPinOptions options, byte[] content, bool changed)
    {
        _next = next;
        _options = options;
        _content = content;
        Changed = changed;
    }

    /// <summary>Whether the run changes the lock.</summary>
    internal bool Changed { get; }

    /// <summary>The lock with what was imported, or null when there is neither.</summary>
    internal static async Task<ImageLock?> ReadAsync(string root, DigestPinOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var path = options.LockFile;
        ImageLock? own = null;
        if (path.Length > 0 && File.Exists(Path.Combine(root, path)))
        {
            own = ImageLockFile.Parse(await BoundedFile.ReadAsync(root, path, ImageLockFile.MaximumBytes, cancellation), path);
        }

        if (options.ImportLock.Length == 0)
        {
            return own;
        }

        var bytes = await BoundedFile.ReadAsync(root, options.ImportLock, ImageLockFile.MaximumBytes, cancellation);
        var known = (own?.Images ?? []).Select(i => i.Image).ToHashSet(StringComparer.Ordinal);
        var imported = KbldLock.Parse(bytes, options.ImportLock)
            .Select(i => new LockedImage
            {
                Image = Reference.ImageKey(i.Reference),
                Digest = i.Pinned.Digest,
                MediaType = UnknownMediaType,
                FirstSeen = WholeSeconds(time),
            })
            .Where(i => !known.Contains(i.Image));
        return new ImageLock([.. own?.Images ?? [], .. imported], own?.Uses ?? []);
    }

    /// <summary>What is to be written when the lock becomes <paramref name="next"/>.</summary>
    internal static LockStore Compare(string root, ImageLock next, DigestPinOptions options)
    {
        var content = ImageLockFile.Write(next);
        if (options.LockFile.Length == 0 || options.Mode == PinMode.Check)
        {
            return new LockStore(next, options, content, changed: false);
        }

        var path = Path.Combine(root, options.LockFile);
        var changed = File.Exists(path) ? IsEmpty(next) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content) : !IsEmpty(next);
        return new LockStore(next, options, content, changed);
    }

    /// <summary>Writes the lock when it changed; a lock without entries is no lock, and its file goes.</summary>
    internal async Task WriteAsync(string root, CancellationToken cancellation)
    {
        if (Changed && IsEmpty(_next))
        {
            File.Delete(WorkspacePath.Resolve(root, _options.LockFile, FailureCodes.UnwritableFile));
        }
        else if (Changed)
        {
            await AtomicFile.WriteAsync(root, _options.LockFile, _content, cancellation);
        }

        if (_options.ExportLock.Length > 0)
        {
            await AtomicFile.WriteAsync(root, _options.ExportLock, KbldLock.Write(_next, KbldFormat.ImagesLock), cancellation);
        }
    }

    internal static DateTimeOffset WholeSeconds(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero);
    }

    private static bool IsEmpty(ImageLock content) => content.Images.Count == 0 && content.Uses.Count == 0;
}
