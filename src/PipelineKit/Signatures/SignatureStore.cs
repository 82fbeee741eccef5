using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>
/// Keeps signatures and attestations beside images, in a registry or an OCI layout. A listing that fails throws <see cref="RegistryException"/>: it is never an empty
/// one. Updates of shared tags are optimistic, and read back afterwards, so that of several writers none is lost.
/// </summary>
public sealed class SignatureStore
{
    private readonly IImageSource _source;

    /// <summary>Prepares a store.</summary>
    /// <param name="source">Where the images are.</param>
    /// <param name="time">The clock, for waiting between tries and for the creation annotation.</param>
    public SignatureStore(IImageSource source, TimeProvider time)
    {
        _source = source;
        _ = time;
    }

    /// <summary>Puts a bundle beside the image with this digest, in each of the forms.</summary>
    /// <param name="image">Its repository.</param>
    /// <param name="subject">The image or index that is signed.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="formats">The forms, at least one.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<AttachedSignature> AttachAsync(ImageReference image, Descriptor subject, SigstoreBundle bundle, SignatureFormats formats, CancellationToken cancellation) =>
        throw new NotImplementedException(_source.ToString());

    /// <summary>All that is signed about this digest, in all forms.</summary>
    public Task<SignatureListing> ListAsync(ImageReference image, Digest subject, CancellationToken cancellation) => throw new NotImplementedException();
}
