using System.Globalization;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Words that several reports of verify share.</summary>
internal static class VerifyText
{
    internal static string StatusName(ImageStatus status) =>
        status switch
        {
            ImageStatus.Verified => "verified",
            ImageStatus.NotVerified => "not-verified",
            ImageStatus.BadSignature => "bad-signature",
            ImageStatus.Undetermined => "undetermined",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
        };

    internal static string OutcomeName(VerificationOutcome outcome) =>
        outcome switch
        {
            VerificationOutcome.Verified => "verified",
            VerificationOutcome.NotVerified => "not-verified",
            _ => "undetermined",
        };

    /// <summary><c>InclusionProofInvalid</c> as <c>inclusion-proof-invalid</c>.</summary>
    internal static string ReasonName(VerificationReason reason) =>
        string.Concat(reason.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Who signed, for people.</summary>
    internal static string Signer(SignerIdentity signer) =>
        signer.KeyId is { } key ? $"key {key.Hex[..16]}" : $"{signer.Subject} (vouched for by {signer.Issuer})";

    /// <summary>What was signed, for people.</summary>
    internal static string What(SignatureVerdict signature) =>
        (signature.Result.Statement?.PredicateType ?? signature.PredicateType) switch
        {
            null => "signature",
            PredicateTypes.ImageSignature => "signature",
            var uri => PredicateTypes.NameOf(uri),
        };

    /// <summary>The proved times, each with who vouches for it.</summary>
    internal static string When(VerificationResult result) =>
        string.Join(", ", result.Times.Select(t => $"{Time(t.Time)} ({t.Source})"));

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
