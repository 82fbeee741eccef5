using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>An image as a lock of any form knows it.</summary>
public sealed record KnownImage
{
    private readonly ImageReference _reference;

    /// <summary>An image of a lock.</summary>
    /// <param name="name">What configurations call it, as the lock spells it: a reference, or a placeholder such as <c>app</c>.</param>
    /// <param name="reference">Where it is pulled from. Its digest, if it has one, is <see cref="Digest"/>.</param>
    public KnownImage(string name, ImageReference reference)
    {
        _reference = reference;
        Name = name;
        Repository = $"{reference.Registry}/{reference.Repository}";
        Digest = reference.Digest;
    }

    /// <summary>What configurations call it, as the lock spells it: <c>nginx:1.27</c>, or a placeholder such as <c>app</c>.</summary>
    public string Name { get; }

    /// <summary>Registry and repository it is pulled from, normalised: <c>docker.io/library/nginx</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag that the digest was resolved from; null when the lock does not say.</summary>
    public string? Tag => _reference.Tag;

    /// <summary>
    /// The digest of the index, or of the manifest of an image for one platform. Null when the lock has only a digest for each platform, or none at all.
    /// </summary>
    public Digest? Digest { get; init; }

    /// <summary>Digest per platform (<c>linux/amd64</c>), where the lock has them; sorted by platform.</summary>
    public IReadOnlyList<(string Platform, Digest Digest)> Platforms { get; init; } = [];

    /// <summary>Where it stands in the lock's file, when the form keeps that.</summary>
    public SourcePlace? Place { get; init; }

    /// <summary>Whether the lock says that files of the repository use it: then a rendering that does not use it says nothing about the entry.</summary>
    public bool HasSites { get; init; }

    /// <summary>As a person tells it from others: repository and tag.</summary>
    public string Title => Tag is null ? Repository : $"{Repository}:{Tag}";
}
