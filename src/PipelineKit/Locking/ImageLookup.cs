using System.Diagnostics.CodeAnalysis;
using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>What <see cref="LockedImages"/> answers: an image with a digest, or why there is none. It never carries a guess.</summary>
public sealed record ImageLookup
{
    /// <summary>Whether exactly one image is meant and its digest is known.</summary>
    [MemberNotNullWhen(true, nameof(Image), nameof(Digest), nameof(Pinned))]
    [MemberNotNullWhen(false, nameof(Problem), nameof(Remedy))]
    public bool IsFound => Pinned is not null;

    /// <summary>The entry of the lock; its <see cref="KnownImage.Digest"/> may differ from <see cref="Digest"/> when a platform was asked for.</summary>
    public KnownImage? Image { get; private init; }

    /// <summary>The digest to deploy.</summary>
    public Digest? Digest { get; private init; }

    /// <summary>The reference to deploy, <c>docker.io/library/nginx@sha256:...</c>.</summary>
    public string? Pinned { get; private init; }

    /// <summary>What was wrong with the question or missing in the lock; one clause without a full stop.</summary>
    public string? Problem { get; private init; }

    /// <summary>What to do about it; a sentence.</summary>
    public string? Remedy { get; private init; }

    internal static ImageLookup Found(KnownImage image, Digest digest) =>
        new() { Image = image, Digest = digest, Pinned = $"{image.Repository}@{digest}" };

    internal static ImageLookup NotFound(string problem, string remedy) => new() { Problem = problem, Remedy = remedy };
}
