using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>
/// The image lock, <c>images.lock.yaml</c>: what every reference in the repository means, and what stood where before it was pinned.
/// It is the memory of <c>pin</c>: <c>check --offline</c> asks it instead of the network, <c>update</c> takes moving tags from it, <c>unpin</c> restores from it.
/// </summary>
/// <param name="Images">One entry per image reference, sorted by <see cref="LockedImage.Image"/>, then digest.</param>
/// <param name="Uses">One entry per action reference, sorted.</param>
public sealed record ImageLock(IReadOnlyList<LockedImage> Images, IReadOnlyList<LockedUses> Uses)
{
    /// <summary>A lock without entries.</summary>
    public static ImageLock Empty { get; } = new([], []);
}

/// <summary>An image reference and its digest.</summary>
public sealed record LockedImage
{
    /// <summary>The reference that was resolved, normalised, without digest: <c>docker.io/library/nginx:1.27</c>.</summary>
    public required string Image { get; init; }

    /// <summary>What it meant.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The manifest's or index's media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>Digest per platform, when they were asked for or cost nothing to learn; sorted by platform.</summary>
    public IReadOnlyList<(string Platform, Digest Digest)> Platforms { get; init; } = [];

    /// <summary>When this digest was first seen here, UTC, whole seconds.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Where it stands.</summary>
    public IReadOnlyList<LockSite> Sites { get; init; } = [];
}

/// <summary>An action or reusable workflow reference and its commit.</summary>
public sealed record LockedUses
{
    /// <summary>As written before pinning: <c>actions/checkout@v4</c>, with the path if there is one.</summary>
    public required string Uses { get; init; }

    /// <summary>The commit it meant: 40 or 64 hex digits.</summary>
    public required string Commit { get; init; }

    /// <summary>The most specific version tag at that commit, such as <c>v4.2.2</c>; null without one.</summary>
    public string? Version { get; init; }

    /// <summary>When this commit was first seen here, UTC, whole seconds.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Where it stands.</summary>
    public IReadOnlyList<LockSite> Sites { get; init; } = [];
}

/// <summary>A place of a locked reference.</summary>
/// <param name="Path">File, relative to the lock's folder, with <c>/</c>.</param>
/// <param name="Line">1-based line when last written.</param>
/// <param name="Was">The bytes that pin replaced, as text, when pin changed the place; null when it was pinned before PipelineKit came.</param>
public sealed record LockSite(string Path, int Line, string? Was);
