using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Client specification, "Signature": over the artifact, or over the envelope's encoding.</summary>
internal static class SignatureStep
{
    private const string Name = "signature";

    /// <summary>Verifies it.</summary>
    internal static Refusal? Check(VerificationRun run)
    {
        switch (IsSigned(run.Subject))
        {
            case null:
                return run.Undetermined(
                    Name, VerificationReason.ArtifactBytesNeeded, $"a signature by a key of kind {run.Subject.Key.Details} cannot be verified from {run.Artifact.Digest} alone; give the artifact");
            case false:
                return run.Failed(Name, VerificationReason.SignatureInvalid, "the signature is not by the signer's key, or not of this artifact");
            default:
                run.Passed(Name, $"{run.Subject.Key.Details} by key {new Hex(run.Subject.Key.Id)}");
                return null;
        }
    }

    /// <summary>Whether the subject's key signed; null when that cannot be told from the digest alone.</summary>
    internal static bool? IsSigned(EntrySubject subject)
    {
        var key = subject.Key;
        var signature = subject.Signature.Span;
        if (key.Details == KeyDetails.Ed25519)
        {
            return BySignedBytes(subject);
        }

        var usual = KeyDetailsNames.Hash(key.Details);
        if (subject.Hash(usual) is { } hash && key.VerifyHash(hash.Span, usual, signature) is true)
        {
            return true;
        }

        // P-384 and P-521 keys with SHA-256 are deprecated in protobuf-specs, but were signed with so.
        var older = HashAlgorithmName.SHA256;
        return key.IsEcdsa && usual != older && subject.Hash(older) is { } hash256 && key.VerifyHashAs(hash256.Span, older, signature) ? true
            : subject.Hash(usual) is null ? null
            : false;
    }

    /// <summary>Pure Ed25519, or the prehashed form that cosign uses for artifacts.</summary>
    private static bool? BySignedBytes(EntrySubject subject)
    {
        var signature = subject.Signature.Span;
        if (subject.SignedBytes is { } bytes && subject.Key.Verify(bytes.Span, signature))
        {
            return true;
        }

        return subject.Content is MessageSignature && subject.Hash(HashAlgorithmName.SHA512) is { } hash && subject.Key.VerifyPrehashed(hash.Span, signature) ? true
            : subject.SignedBytes is null ? null
            : false;
    }
}
