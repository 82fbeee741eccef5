using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>
/// Keeps signatures and attestations beside images, in a registry or an OCI layout. A listing that fails throws <see cref="RegistryException"/>: it is never an empty
/// one. Updates of shared tags are optimistic, and read back afterwards, so that of several writers none is lost.
/// </summary>
/// <param name="store">Where the images are.</param>
/// <param name="time">The clock, for the creation annotation.</param>
public sealed class SignatureStore(IImageStore store, TimeProvider time)
{
    private const string ImageSignaturePredicate = "https://sigstore.dev/cosign/sign/v1";

    /// <summary>
    /// Whether a bundle that is there, and says the same by the same signer as one to be attached, makes that one needless. By default each does; who can verify says no to
    /// one that does not verify, which would otherwise keep the good one out.
    /// </summary>
    public Func<SigstoreBundle, bool> Counts { get; init; } = static _ => true;

    /// <summary>
    /// Puts a bundle beside the image with this digest, in each of the forms: as a referrer, and (older form) as a layer of the tag <c>sha256-….att</c>. The older form of an image
    /// signature signs something else: <see cref="AttachSimpleSigningAsync"/>. Throws <see cref="ArgumentException"/> when a bundle cannot have the form.
    /// </summary>
    /// <param name="image">Its repository.</param>
    /// <param name="subject">The image or index that is signed.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="formats">The forms, at least one.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<AttachedSignature> AttachAsync(ImageReference image, Descriptor subject, SigstoreBundle bundle, SignatureFormats formats, CancellationToken cancellation)
    {
        var envelope = (bundle.Content as DsseContent)?.Envelope;
        if (formats == SignatureFormats.None)
        {
            throw new ArgumentException("no form is given", nameof(formats));
        }

        if (formats.HasFlag(SignatureFormats.Legacy) && PredicateOf(envelope) is null or ImageSignaturePredicate)
        {
            throw new ArgumentException("only an attestation has the older form; an image signature in it is a simple signing payload", nameof(bundle));
        }

        var manifests = new List<Digest>();
        var changed = false;
        if (formats.HasFlag(SignatureFormats.Bundle))
        {
            var (manifest, isNew) = await AttachBundleAsync(image, subject, bundle, cancellation);
            manifests.Add(manifest);
            changed |= isNew;
        }

        if (formats.HasFlag(SignatureFormats.Legacy))
        {
            var annotations = LegacyAnnotations.Of(bundle.Material, signature: "");
            annotations[SignatureTypes.Predicate] = PredicateOf(envelope)!;
            var (manifest, isNew) = await AppendAsync(image, subject, "att", SignatureTypes.Envelope, envelope!.ToJson(), annotations, cancellation);
            manifests.Add(manifest);
            changed |= isNew;
        }

        return new AttachedSignature(manifests, changed);
    }

    /// <summary>Puts an image signature beside the image in the older form, as a layer of the tag <c>sha256-….sig</c>.</summary>
    /// <param name="image">Its repository.</param>
    /// <param name="subject">The image or index that is signed.</param>
    /// <param name="payload">What was signed: <see cref="SimpleSigning.Payload"/> of this subject.</param>
    /// <param name="bundle">The signature over the payload's bytes: a <see cref="MessageSignature"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<AttachedSignature> AttachSimpleSigningAsync(
        ImageReference image, Descriptor subject, ReadOnlyMemory<byte> payload, SigstoreBundle bundle, CancellationToken cancellation)
    {
        if (bundle.Content is not MessageSignature signature || SimpleSigning.Parse(payload).Image != subject.Digest)
        {
            throw new ArgumentException("it is not a signature over a payload that names this image", nameof(bundle));
        }

        var annotations = LegacyAnnotations.Of(bundle.Material, Convert.ToBase64String(signature.Signature.Span));
        var (manifest, isNew) = await AppendAsync(image, subject, "sig", SignatureTypes.SimpleSigning, payload, annotations, cancellation);
        return new AttachedSignature([manifest], isNew);
    }

    /// <summary>All that is signed about this digest, in all forms. Throws <see cref="RegistryException"/> when it cannot be known completely.</summary>
    public Task<SignatureListing> ListAsync(ImageReference image, Digest subject, CancellationToken cancellation) =>
        new SignatureReader(store, image, subject).ReadAsync(cancellation);

    private static string? PredicateOf(DsseEnvelope? envelope) =>
        envelope?.PayloadType == DsseEnvelope.InTotoPayload ? InTotoStatement.Parse(envelope.Payload).PredicateType : null;

    private async Task<(Digest Manifest, bool IsNew)> AttachBundleAsync(ImageReference image, Descriptor subject, SigstoreBundle bundle, CancellationToken cancellation)
    {
        var there = await new SignatureReader(store, image, subject.Digest).ReadBundlesAsync(cancellation);
        if (there.Signatures.FirstOrDefault(s => SameSignature.Is(s.Bundle, bundle) || (SameSignature.SaysTheSame(s.Bundle, bundle) && Counts(s.Bundle))) is { } equal)
        {
            return (equal.Manifest, false);
        }

        var layer = await store.PutBlobAsync(image, bundle.ToJson(), SigstoreBundle.MediaType, cancellation);
        var config = await store.PutBlobAsync(image, "{}"u8.ToArray(), SignatureTypes.EmptyConfig, cancellation);
        var manifest = BundleManifest.Make(config, layer, subject, bundle.Content, time.GetUtcNow());
        try
        {
            return ((await store.AttachAsync(image, manifest, cancellation)).Digest, true);
        }
        catch (RegistryException e) when (e is { Problem: RegistryProblem.Protocol, Status: not null } and not DigestMismatchException)
        {
            throw new RegistryException(
                e.Problem,
                e.ImageSource,
                $"the registry refuses a bundle beside the image: {e.Message}; one that does not know OCI 1.1 artifacts takes cosign's older form (`formats: legacy`)",
                e.Status,
                e);
        }
    }

    private async Task<(Digest Manifest, bool IsNew)> AppendAsync(
        ImageReference image, Descriptor subject, string kind, string mediaType, ReadOnlyMemory<byte> content, Dictionary<string, string> annotations, CancellationToken cancellation)
    {
        var blob = await store.PutBlobAsync(image, content, mediaType, cancellation);
        var layer = blob with { Annotations = annotations };
        var isNew = false;
        var manifest = await store.UpdateTagAsync(image, LegacyManifest.TagOf(subject.Digest, kind), ChangeAsync, cancellation);
        return (manifest.Digest, isNew);

        async Task<ManifestContent?> ChangeAsync(ManifestContent? current, CancellationToken stop)
        {
            if (current is not null && !MediaTypes.IsManifest(current.MediaType))
            {
                throw new RegistryException(RegistryProblem.Protocol, image.Canonical, $"the tag {LegacyManifest.TagOf(subject.Digest, kind)} should hold signatures, and is {current.MediaType}");
            }

            if (current is not null && LegacyManifest.Has(current, layer))
            {
                return null;
            }

            var configuration = LegacyManifest.Config([.. current?.Layers.Select(l => l.Digest) ?? [], layer.Digest]);
            var config = await store.PutBlobAsync(image, configuration, SignatureTypes.ImageConfig, stop);
            isNew = true;
            return LegacyManifest.With(current, config, layer);
        }
    }
}
