using System.Security.Cryptography;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>One blob that holds a signature, found but not read yet.</summary>
/// <param name="Manifest">The manifest it is a layer of.</param>
/// <param name="Blob">Its descriptor there.</param>
internal sealed record SignatureLayer(Digest Manifest, Descriptor Blob)
{
    /// <summary>The most bytes that a blob of its type may have; null for a type that holds no signature.</summary>
    internal int? MaximumSize => Blob.MediaType switch
    {
        SignatureTypes.SimpleSigning => SimpleSigning.MaximumSize,
        SignatureTypes.Envelope => SigstoreBundle.MaximumSize,
        _ => IsBundle ? SigstoreBundle.MaximumSize : null,
    };

    internal bool IsBundle => Blob.MediaType.StartsWith(SignatureTypes.BundlePrefix, StringComparison.Ordinal);

    /// <summary>Reads it; throws <see cref="SigstoreFormatException"/>.</summary>
    internal StoredSignature Read(ReadOnlyMemory<byte> content)
    {
        if (IsBundle)
        {
            return new StoredSignature(SigstoreBundle.Parse(content), SignatureFormats.Bundle, Manifest, Blob.Digest, SimpleSigning: null);
        }

        var material = LegacyMaterial.Of(Blob.Annotations);
        if (Blob.MediaType == SignatureTypes.Envelope)
        {
            var envelope = DsseEnvelope.Parse(content);
            return envelope.Signatures.Count == 1
                ? Legacy(material, new DsseContent(envelope), simpleSigning: null)
                : throw new SigstoreFormatException($"the envelope has {envelope.Signatures.Count} signatures instead of one");
        }

        var signature = LegacyMaterial.Base64(Blob.Annotations.GetValueOrDefault(SignatureTypes.Signature) ?? "", SignatureTypes.Signature);
        return signature.Length > 0
            ? Legacy(material, new MessageSignature("SHA2_256", SHA256.HashData(content.Span), signature), content)
            : throw new SigstoreFormatException($"the layer has no annotation {SignatureTypes.Signature}");
    }

    private StoredSignature Legacy(VerificationMaterial material, BundleContent content, ReadOnlyMemory<byte>? simpleSigning) =>
        new(new SigstoreBundle(BundleVersion.V01, material, content), SignatureFormats.Legacy, Manifest, Blob.Digest, simpleSigning);
}
