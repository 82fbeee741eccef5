using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Verifies embedded certificate timestamps against believed logs (RFC 6962, section 3.2).</summary>
internal static class CertificateTimestampCheck
{
    private const byte Rsa = 1;
    private const byte Ecdsa = 3;
    private const int LargestTbs = (1 << 24) - 1;

    /// <summary>The timestamps of the certificate that verify with a log of the list, each with that log; one of a believed log that does not verify is a failure.</summary>
    /// <param name="leaf">The certificate.</param>
    /// <param name="issuer">Who issued it.</param>
    /// <param name="logs">Believed logs.</param>
    /// <param name="problem">What is wrong with one of them, or null.</param>
    internal static IReadOnlyList<(CertificateTimestamp Timestamp, TrustedLog Log)> Verify(
        Certificate leaf, Certificate issuer, IReadOnlyList<TrustedLog> logs, out string? problem)
    {
        var verified = new List<(CertificateTimestamp Timestamp, TrustedLog Log)>(1);
        problem = null;
        PrecertificateTbs? tbs = null;
        foreach (var timestamp in CertificateTimestamp.ReadAll(leaf))
        {
            foreach (var log in logs)
            {
                if (!log.Id.Span.SequenceEqual(timestamp.LogId.Span))
                {
                    continue;
                }

                tbs ??= PrecertificateTbs.Of(leaf);
                if (!IsSigned(timestamp, log.Key, tbs.Value, issuer))
                {
                    problem = $"a certificate timestamp is not signed by the key of the log {log.BaseUrl}";
                    return [];
                }

                if (log.ValidFor.Contains(timestamp.Time))
                {
                    verified.Add((timestamp, log));
                    break;
                }
            }
        }

        return verified;
    }

    private static bool IsSigned(CertificateTimestamp timestamp, VerificationKey key, PrecertificateTbs tbs, Certificate issuer) =>
        tbs.Length <= LargestTbs
        && timestamp.SignatureKind == (key.IsEcdsa ? Ecdsa : Rsa)
        && !key.IsEd25519
        && key.VerifyHashAs(timestamp.SignedHash(issuer.Key.Id.Span, tbs), HashAlgorithmName.SHA256, timestamp.Signature.Span);
}
