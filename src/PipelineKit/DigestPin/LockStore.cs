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
    private readonly byte[]? _before;

    private LockStore(ImageLock next, DigestPinOptions options, byte[] content, byte[]? before, bool changed)
    {
        _before = before;
        _next = next;
        _options = options;
        _content = content;
        Changed = changed;
    }

    /// <summary>Whether the run changes the lock.</summary>
    internal bool Changed { get; }

    /// <summary>The lock with what was imported, or null when there is neither; and the bytes of the file, if there is one.</summary>
    internal static async Task<(ImageLock? Lock, byte[]? Before)> ReadAsync(string root, DigestPinOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var path = options.LockFile;
        var before = await ReadFileAsync(root, options, cancellation);
        var own = before is null ? null : ImageLockFile.Parse(before, path);
        if (own is not null)
        {
            RefuseSeveralLines(own, path);
        }

        if (options.ImportLock.Length == 0)
        {
            return (own, before);
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
        return (new ImageLock([.. own?.Images ?? [], .. imported], own?.Uses ?? []), before);
    }

    /// <summary>What is to be written when the lock becomes <paramref name="next"/>.</summary>
    internal static LockStore Compare(byte[]? before, ImageLock next, DigestPinOptions options)
    {
        var content = ImageLockFile.Write(next);
        if (options.LockFile.Length == 0 || options.Mode == PinMode.Check)
        {
            return new LockStore(next, options, content, before, changed: false);
        }

        var changed = before is not null ? IsEmpty(next) || !before.AsSpan().SequenceEqual(content) : !IsEmpty(next);
        return new LockStore(next, options, content, before, changed);
    }

    /// <summary>Writes the lock when it changed; a lock without entries is no lock, and its file goes.</summary>
    internal async Task WriteAsync(string root, CancellationToken cancellation)
    {
        if (Changed)
        {
            await RefuseChangedAsync(root, cancellation);
        }

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

    private static async Task<byte[]?> ReadFileAsync(string root, DigestPinOptions options, CancellationToken cancellation) =>
        options.LockFile.Length > 0 && File.Exists(Path.Combine(root, options.LockFile))
            ? await BoundedFile.ReadAsync(root, options.LockFile, ImageLockFile.MaximumBytes, cancellation)
            : null;

    // Two runs at once: the second to write would take away what the first one remembers.
    private async Task RefuseChangedAsync(string root, CancellationToken cancellation)
    {
        var now = await ReadFileAsync(root, _options, cancellation);
        var isSame = now is null || _before is null ? now is null && _before is null : now.AsSpan().SequenceEqual(_before);
        if (!isSame && !(now is not null && now.AsSpan().SequenceEqual(_content)))
        {
            throw new FailureException(new Failure(
                FailureCodes.UnwritableFile, $"`{_options.LockFile}` changed while this run was under way", "Run again, and one run at a time.", new SourcePlace(_options.LockFile)));
        }
    }

    // Every edit is within a line; what stood there was, too, unless somebody wrote something else into the lock.
    private static void RefuseSeveralLines(ImageLock own, string path)
    {
        var broken = own.Images.SelectMany(i => i.Sites).Concat(own.Uses.SelectMany(u => u.Sites))
            .FirstOrDefault(s => s.Was is { } was && was.AsSpan().ContainsAny('\n', '\r', '\0'));
        if (broken is not null)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadLock, $"what stood at {broken.Path}:{broken.Line} has several lines in the lock", "Restore the lock from Git.", new SourcePlace(path)));
        }
    }

    private static bool IsEmpty(ImageLock content) => content.Images.Count == 0 && content.Uses.Count == 0;
}
