namespace PipelineKit.Sigstore;

/// <summary>
/// The client workflow (specification, section 5.3 to 5.6), one run of it: root, timestamp, snapshot, targets. Each file is verified before it is kept, and
/// the older one that was kept before says what may not be taken back.
/// </summary>
internal sealed class TufRefresh(TufFetcher fetcher, TufCache cache, DateTimeOffset now)
{
    private const int MaximumRootSteps = 256;
    private const int MaximumRootSize = 512_000;
    private const int MaximumTimestampSize = 16_384;
    private const int MaximumSnapshotSize = 2_000_000;
    private const int MaximumTargetsSize = 5_000_000;

    private RootMetadata? _root;
    private SnapshotMetadata? _snapshot;

    /// <summary>Whether file names carry versions and hashes.</summary>
    internal bool ConsistentSnapshot => _root!.ConsistentSnapshot;

    /// <summary>Brings everything up to date, from a root that is believed, and gives the top targets role.</summary>
    internal async Task<TargetsMetadata> RunAsync(ReadOnlyMemory<byte> anchor, CancellationToken cancellation)
    {
        _root = await UpdateRootAsync(RootMetadata.Anchor(anchor), cancellation);
        var timestamp = await UpdateTimestampAsync(_root, cancellation);
        _snapshot = await UpdateSnapshotAsync(_root, timestamp.Snapshot, cancellation);
        return await GetTargetsAsync(TargetsMetadata.TopRole, _root.Targets, cancellation);
    }

    /// <summary>The targets file of a role as the snapshot announces it, kept or fetched.</summary>
    internal async Task<TargetsMetadata> GetTargetsAsync(string role, TufSigners signers, CancellationToken cancellation)
    {
        return await AnnouncedAsync(
            role, _snapshot!.For(role), MaximumTargetsSize, bytes => TargetsMetadata.Read(role, signers, bytes), t => t.File, check: null, cancellation);
    }

    private async Task<RootMetadata> UpdateRootAsync(RootMetadata root, CancellationToken cancellation)
    {
        for (var step = 0; ; step++)
        {
            if (step > MaximumRootSteps)
            {
                throw new TufException(TufProblem.Malformed, RootMetadata.Role, $"there are more than {MaximumRootSteps} versions after the one that is believed; a newer version of this program knows a newer one");
            }

            if (await NextRootAsync(root, cancellation) is not { } next)
            {
                // Those on the way may have expired; the last one may not.
                root.File.CheckExpiry(now);
                return root;
            }

            root = next;
        }
    }

    private async Task<RootMetadata?> NextRootAsync(RootMetadata root, CancellationToken cancellation)
    {
        var version = root.File.Version + 1;
        var file = cache.Root(version);
        if (await TufCache.ReadAsync(file, MaximumRootSize, cancellation) is { } kept && Try(() => root.Next(kept)) is { } known)
        {
            return known;
        }

        if (await fetcher.FindAsync(RootMetadata.Role, [$"{version}.root.json"], MaximumRootSize, cancellation) is not { } bytes)
        {
            return null;
        }

        var next = root.Next(bytes);
        await TufCache.WriteAsync(RootMetadata.Role, file, bytes, cancellation);
        return next;
    }

    private async Task<TimestampMetadata> UpdateTimestampAsync(RootMetadata root, CancellationToken cancellation)
    {
        var file = cache.Metadata(TimestampMetadata.Role);
        var kept = await TufCache.ReadAsync(file, MaximumTimestampSize, cancellation);

        // One that the present root's keys did not sign binds nothing: they were replaced to recover from what it says.
        var older = kept is null ? null : Try(() => TimestampMetadata.Read(root, kept));
        var bytes = await fetcher.GetAsync(TimestampMetadata.Role, ["timestamp.json"], MaximumTimestampSize, cancellation);
        var newer = TimestampMetadata.Read(root, bytes);
        if (older is not null)
        {
            newer.CheckRollback(older);
            if (newer.File.Version == older.File.Version)
            {
                older.File.CheckExpiry(now);
                return older;
            }
        }

        newer.File.CheckExpiry(now);
        await TufCache.WriteAsync(TimestampMetadata.Role, file, bytes, cancellation);
        return newer;
    }

    private async Task<SnapshotMetadata> UpdateSnapshotAsync(RootMetadata root, FileMetadata announced, CancellationToken cancellation)
    {
        var kept = await TufCache.ReadAsync(cache.Metadata(SnapshotMetadata.Role), MaximumSnapshotSize, cancellation);
        var older = kept is null ? null : Try(() => SnapshotMetadata.Read(root, kept));
        return await AnnouncedAsync(
            SnapshotMetadata.Role, announced, MaximumSnapshotSize, bytes => SnapshotMetadata.Read(root, bytes), s => s.File, s => CheckRollback(s, older), cancellation);
    }

    private static void CheckRollback(SnapshotMetadata snapshot, SnapshotMetadata? older)
    {
        if (older is not null)
        {
            snapshot.CheckRollback(older);
        }
    }

    // The kept file where it is the announced one, or else what the repository has.
    private async Task<T> AnnouncedAsync<T>(
        string role, FileMetadata announced, int maximum, Func<ReadOnlyMemory<byte>, T> read, Func<T, TufFile> file, Action<T>? check, CancellationToken cancellation)
        where T : class
    {
        if (await TufCache.ReadAsync(cache.Metadata(role), maximum, cancellation) is { } kept && announced.Hashes.Problem(kept) is null
            && Try(() => read(kept)) is { } known && file(known).Version == announced.Version)
        {
            file(known).CheckExpiry(now);
            return known;
        }

        var name = Uri.EscapeDataString(role) + ".json";
        var limit = announced.Hashes.Length is { } length && length < maximum ? length : maximum;
        var bytes = await fetcher.GetAsync(role, [_root!.ConsistentSnapshot ? $"{announced.Version}.{name}" : name], limit, cancellation);
        announced.Hashes.Check(role, bytes);
        var fetched = read(bytes);
        announced.Check(file(fetched));
        check?.Invoke(fetched);
        file(fetched).CheckExpiry(now);
        await TufCache.WriteAsync(role, cache.Metadata(role), bytes, cancellation);
        return fetched;
    }

    // For files that were kept: one that does not verify is as good as none.
    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (TufException)
        {
            return null;
        }
    }
}
