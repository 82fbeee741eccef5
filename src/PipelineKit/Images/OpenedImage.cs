using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>An image that was found: pinned to a digest, its platforms known, its content there to be read until it is disposed.</summary>
public sealed class OpenedImage : IAsyncDisposable
{
    private readonly IDisposable? _temporary;

    internal OpenedImage(IDisposable? temporary) => _temporary = temporary;

    /// <summary>As the user named it.</summary>
    public required string Name { get; init; }

    /// <summary>What its content is asked from.</summary>
    public required IImageSource Source { get; init; }

    /// <summary>What to ask the source with. For a layout or an engine that gives no name it is made up, below <c>localhost/</c>.</summary>
    public required ImageReference Repository { get; init; }

    /// <summary>Its manifest or index.</summary>
    public required Descriptor Subject { get; init; }

    /// <summary>The images below it, or itself; at least one.</summary>
    public required IReadOnlyList<GatePlatform> Platforms { get; init; }

    /// <summary>Where signatures about it can be attached; null for what a Docker Engine has.</summary>
    public IImageStore? Store { get; init; }

    /// <summary>
    /// Whether the digest is known on this machine only: a Docker Engine keeps the layers of an image unpacked and forgets its manifest, so one was made
    /// here of what it exported. Configuration and layer digests (<see cref="GatePlatform.Config"/>, <see cref="GatePlatform.DiffIds"/>) are those of the image.
    /// </summary>
    public bool IsLocalDigest { get; init; }

    /// <summary>The digests under which registries have it, as a Docker Engine remembers them; empty when it was not pushed or pulled, and for other sources.</summary>
    public IReadOnlyList<Digest> RegistryDigests { get; init; } = [];

    /// <summary>The digest of its manifest or index.</summary>
    public Digest Digest => Subject.Digest;

    /// <summary>Lets go of it; what was kept of it on disk is removed.</summary>
    public ValueTask DisposeAsync()
    {
        _temporary?.Dispose();
        return ValueTask.CompletedTask;
    }
}
