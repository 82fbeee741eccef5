namespace PipelineKit.Signatures;

/// <summary>The media types and annotations by which signatures are found (cosign BUNDLE_SPEC.md and SIGNATURE_SPEC.md).</summary>
internal static class SignatureTypes
{
    internal const string BundlePrefix = "application/vnd.dev.sigstore.bundle";
    internal const string EmptyConfig = "application/vnd.oci.empty.v1+json";
    internal const string ImageConfig = "application/vnd.oci.image.config.v1+json";

    internal const string SimpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";
    internal const string Envelope = "application/vnd.dsse.envelope.v1+json";
    internal const string SignatureArtifact = "application/vnd.dev.cosign.artifact.sig.v1+json";
    internal const string AttestationArtifact = "application/vnd.dev.cosign.artifact.att.v1+json";

    internal const string Created = "org.opencontainers.image.created";
    internal const string BundleContent = "dev.sigstore.bundle.content";
    internal const string BundlePredicate = "dev.sigstore.bundle.predicateType";

    internal const string Signature = "dev.cosignproject.cosign/signature";
    internal const string Certificate = "dev.sigstore.cosign/certificate";
    internal const string Chain = "dev.sigstore.cosign/chain";
    internal const string LogBundle = "dev.sigstore.cosign/bundle";
    internal const string Timestamp = "dev.sigstore.cosign/rfc3161timestamp";
    internal const string Predicate = "predicateType";

    /// <summary>Whether an artifact of this type holds a signature.</summary>
    internal static bool IsSignature(string type) =>
        type.StartsWith(BundlePrefix, StringComparison.Ordinal) || type is SignatureArtifact or AttestationArtifact;
}
