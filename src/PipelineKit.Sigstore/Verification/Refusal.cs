namespace PipelineKit.Sigstore;

/// <summary>Why a verification ends without success.</summary>
/// <param name="Reason">From the closed list.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="Outcome">Not verified, or undetermined.</param>
internal sealed record Refusal(VerificationReason Reason, string Detail, VerificationOutcome Outcome = VerificationOutcome.NotVerified);
