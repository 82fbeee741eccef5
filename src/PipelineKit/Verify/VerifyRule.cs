using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>A reason why an image does not pass, as annotations name it.</summary>
/// <param name="Id">Stable, kebab-case.</param>
/// <param name="Help">What to do.</param>
internal sealed record VerifyRule(string Id, string Help)
{
    internal static readonly VerifyRule Unsigned = new("unsigned", "Nothing is signed about this digest. Sign it where it is built, and check that this is the digest that was built.");

    internal static readonly VerifyRule NotVerified = new("not-verified", "What is signed is not by whom the policy names. Look at who signed, and correct the policy or find out who that is.");

    internal static readonly VerifyRule MissingAttestation = new("missing-attestation", "Attach it with `sign --attest` where the image is built or scanned.");

    internal static readonly VerifyRule BadSignature = new("bad-signature", "Something beside the image was changed after it was signed, or is forged. Do not use it; find out who wrote it.");

    internal static readonly VerifyRule Undetermined = new("undetermined", "It is not known whether the image is signed. Run again when its signatures can be read.");

    /// <summary>What to say about an image that does not pass.</summary>
    internal static Annotation Annotate(ImageVerdict image)
    {
        var (rule, what) = image switch
        {
            { Failure: { } failure } => (Undetermined, $"what is signed about `{image.Text}` is not known: {failure.What}"),
            { Status: ImageStatus.BadSignature } => (BadSignature, $"`{image.Text}` has a signature that is damaged or forged"),
            { Status: ImageStatus.Undetermined } => (Undetermined, $"what is signed about `{image.Text}` cannot be judged"),
            { Signatures.Count: 0 } => (Unsigned, $"`{image.Text}` is not signed"),
            { Missing.Count: > 0 } when image.Proofs.Any() => (MissingAttestation, $"`{image.Text}` lacks {string.Join(" and ", image.Missing.Select(PredicateTypes.NameOf))}"),
            _ => (NotVerified, $"`{image.Text}` is not signed by whom the policy names"),
        };
        var reasons = image.Signatures.Where(s => s.Result.Outcome != VerificationOutcome.Verified)
            .Select(s => $"{VerifyText.What(s)} in {s.Where}: {VerifyText.ReasonName(s.Result.Reason)}: {s.Result.Detail}")
            .Distinct(StringComparer.Ordinal);
        return new Annotation(AnnotationLevel.Error, rule.Id, string.Join('\n', [what, rule.Help, .. reasons]), SourcePlace.OfInput("images"));
    }
}
