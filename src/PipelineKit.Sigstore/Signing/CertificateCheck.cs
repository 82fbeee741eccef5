namespace PipelineKit.Sigstore;

/// <summary>Checks a certificate that was just issued, before anything is signed with its key.</summary>
internal static class CertificateCheck
{
    /// <summary>
    /// The identity in the leaf, when a believed authority issued it for this key and is believed now, a believed log has seen it (where the root has any), and
    /// it is about who the token is about. Throws <see cref="SigningException"/> (<see cref="SigningProblem.Untrusted"/>).
    /// </summary>
    /// <param name="leaf">The certificate; only the trusted root's are believed to have issued it.</param>
    /// <param name="key">The key it must be for.</param>
    /// <param name="token">The token it was issued for.</param>
    /// <param name="root">Who is believed.</param>
    /// <param name="time">The clock: it must be valid now.</param>
    /// <param name="where">The service, for messages.</param>
    internal static SignerIdentity Check(byte[] leaf, VerificationKey key, IdentityToken token, TrustedRoot root, TimeProvider time, string where) =>
        Untrusted.Guard(where, () =>
        {
            var policy = new VerificationPolicy { CertificateTimestamps = root.CertificateLogs.Count > 0 ? 1 : 0 };
            var verdict = new BundleVerifier(root, time).VerifyCertificate([leaf], time.GetUtcNow(), policy);
            if (verdict.Signer is not { } signer)
            {
                throw new SigstoreFormatException($"its certificate does not hold: {verdict.Refusal?.Detail} ({verdict.Refusal?.Reason})");
            }

            if (!verdict.Key!.Spki.Span.SequenceEqual(key.Spki.Span))
            {
                throw new SigstoreFormatException("its certificate is for another key than the one that was sent");
            }

            return token.Difference(signer) is { } difference ? throw new SigstoreFormatException($"its certificate is about somebody else: {difference}") : signer;
        });
}
