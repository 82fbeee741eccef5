namespace PipelineKit.Sigstore;

/// <summary>
/// A client of TUF repositories (theupdateframework/specification 1.0, section 5): fetches target files such as <c>trusted_root.json</c>, believing only what a chain
/// of signed roles from an embedded root says, and keeps what it verified in a folder, so that it can never be taken back to an older state.
/// </summary>
public sealed class TufClient
{
    /// <summary>The largest target that is fetched, in bytes.</summary>
    public const int MaximumTargetSize = 16 << 20;

    private const int MaximumRoles = 32;
    private readonly TufFetcher _fetcher;
    private readonly TufCache _cache;
    private readonly ReadOnlyMemory<byte> _anchor;
    private readonly TimeProvider _time;

    /// <summary>Prepares a client; nothing is fetched yet.</summary>
    /// <param name="repository">The metadata base address: <c>https://tuf-repo-cdn.sigstore.dev</c>; targets are below <c>targets/</c>.</param>
    /// <param name="trustedRootMetadata">The root metadata that is believed at first (embedded, or given).</param>
    /// <param name="folder">Where verified metadata and targets are kept; one folder for each repository.</param>
    /// <param name="http">How to ask. No credentials are ever sent.</param>
    /// <param name="time">The clock, for expiry and for waits between tries.</param>
    public TufClient(Uri repository, ReadOnlyMemory<byte> trustedRootMetadata, string folder, HttpMessageInvoker http, TimeProvider time)
    {
        _fetcher = new(repository, http, time);
        _cache = new(folder);
        _anchor = trustedRootMetadata;
        _time = time;
    }

    /// <summary>The address of Sigstore's public-good repository.</summary>
    public static Uri PublicGoodRepository { get; } = new("https://tuf-repo-cdn.sigstore.dev");

    /// <summary>The root metadata of Sigstore's public-good repository that this program was built with (version 14).</summary>
    public static ReadOnlyMemory<byte> PublicGoodRoot => PublicGood.Root;

    /// <summary>
    /// Brings the metadata up to date and returns a verified target; throws <see cref="TufException"/>. Every call asks the repository for newer metadata; a target that
    /// did not change is not fetched again.
    /// </summary>
    /// <param name="name">The target path: <c>trusted_root.json</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<byte[]> GetTargetAsync(string name, CancellationToken cancellation)
    {
        var segments = TufPath.Segments(name);
        var refresh = new TufRefresh(_fetcher, _cache, _time.GetUtcNow());
        var top = await refresh.RunAsync(_anchor, cancellation);
        var hashes = await FindAsync(refresh, top, name, cancellation);
        var file = _cache.Target(hashes);
        if (await TufCache.ReadAsync(file, MaximumTargetSize, cancellation) is { } kept && hashes.Problem(kept) is null)
        {
            return kept;
        }

        if (hashes.Length > MaximumTargetSize)
        {
            throw new TufException(TufProblem.Malformed, name, $"the target has {hashes.Length} bytes, more than the {MaximumTargetSize} that are fetched");
        }

        var last = refresh.ConsistentSnapshot ? $"{hashes.Sha256 ?? hashes.Sha512}.{segments[^1]}" : segments[^1];
        var bytes = await _fetcher.GetAsync(name, ["targets", .. segments.SkipLast(1), last], hashes.Length!.Value, cancellation);
        hashes.Check(name, bytes);
        await TufCache.WriteAsync(name, file, bytes, cancellation);
        return bytes;
    }

    // Depth first in the order of the delegations (section 5.6.7); a terminating role that covers the target is the last one asked, with those below it.
    private static async Task<TufHashes> FindAsync(TufRefresh refresh, TargetsMetadata top, string name, CancellationToken cancellation)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal) { TargetsMetadata.TopRole };
        var waiting = new Stack<TufDelegation>();
        for (var role = top; ;)
        {
            if (role.Find(name) is { } hashes)
            {
                return hashes;
            }

            Push(waiting, role, name);
            while (waiting.TryPeek(out var seen) && visited.Contains(seen.Name))
            {
                waiting.Pop();
            }

            if (!waiting.TryPop(out var next))
            {
                throw new TufException(TufProblem.NoTarget, name, "no role of the repository vouches for a target of this name");
            }

            visited.Add(next.Name);
            if (visited.Count > MaximumRoles)
            {
                throw new TufException(TufProblem.NoTarget, name, $"none of the first {MaximumRoles} roles vouches for a target of this name");
            }

            role = await refresh.GetTargetsAsync(next.Name, next.Signers, cancellation);
        }
    }

    private static void Push(Stack<TufDelegation> waiting, TargetsMetadata role, string name)
    {
        var covering = role.Delegations.Where(d => d.Covers(name)).ToList();
        var last = covering.FindIndex(d => d.Terminating);
        if (last >= 0)
        {
            waiting.Clear();
            covering.RemoveRange(last + 1, covering.Count - last - 1);
        }

        for (var i = covering.Count - 1; i >= 0; i--)
        {
            waiting.Push(covering[i]);
        }
    }

    private static class PublicGood
    {
        internal static readonly byte[] Root = Read();

        private static byte[] Read()
        {
            using var stream = typeof(TufClient).Assembly.GetManifestResourceStream("PipelineKit.Sigstore.Tuf.PublicGood.root.json")!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
