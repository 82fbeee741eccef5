using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>Who signed: a key, or the identity a certificate authority put into a certificate (Fulcio, docs/oid-info.md).</summary>
/// <param name="KeyId">For a key: its id (SHA-256 of the SubjectPublicKeyInfo), as a digest; null for a certificate.</param>
/// <param name="Subject">The subject alternative name: an e-mail address or URI; null for a key.</param>
/// <param name="Issuer">Who vouched for the subject: the OIDC issuer; null for a key.</param>
/// <param name="Extensions">The certificate's extensions <c>1.3.6.1.4.1.57264.1.N</c> by N, decoded; empty for a key.</param>
public sealed record SignerIdentity(Digest? KeyId, string? Subject, string? Issuer, IReadOnlyDictionary<int, string> Extensions);
