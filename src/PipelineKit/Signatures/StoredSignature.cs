using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>A signature or attestation found beside an image.</summary>
/// <param name="Bundle">It, as a bundle; older forms are brought into this shape.</param>
/// <param name="Format">The form it was found in.</param>
/// <param name="Manifest">The manifest that holds it.</param>
/// <param name="Blob">The blob that holds it.</param>
/// <param name="SimpleSigning">For an older image signature: the payload that was signed (cosign "simple signing"), which names the image's digest; null otherwise.</param>
public sealed record StoredSignature(SigstoreBundle Bundle, SignatureFormats Format, Digest Manifest, Digest Blob, ReadOnlyMemory<byte>? SimpleSigning);

/// <summary>Something beside an image that looked like a signature and could not be read; it is told, never passed over.</summary>
/// <param name="Manifest">The manifest it is in.</param>
/// <param name="Problem">What is wrong with it, one sentence.</param>
public sealed record UnreadableSignature(Digest Manifest, string Problem);

/// <summary>All that is signed about an image: complete, or the listing would have thrown.</summary>
/// <param name="Signatures">What was read.</param>
/// <param name="Unreadable">What could not be read.</param>
public sealed record SignatureListing(IReadOnlyList<StoredSignature> Signatures, IReadOnlyList<UnreadableSignature> Unreadable);

/// <summary>What an attachment did.</summary>
/// <param name="Manifests">The manifests that now hold the bundle, one for each form.</param>
/// <param name="Changed">Whether anything was written; false when an equal one was there.</param>
public sealed record AttachedSignature(IReadOnlyList<Digest> Manifests, bool Changed);
