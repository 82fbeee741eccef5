namespace PipelineKit.Sigstore;

/// <summary>What is known after a verification.</summary>
public enum VerificationOutcome
{
    /// <summary>Every check held.</summary>
    Verified,

    /// <summary>A check failed, or required evidence is not there.</summary>
    NotVerified,

    /// <summary>It could not be told: evidence could not be read or listed. Never a pass, and never "unsigned".</summary>
    Undetermined,
}

/// <summary>The result of verifying one bundle.</summary>
/// <param name="Outcome">What is known.</param>
/// <param name="Reason">Why, from the closed list; <see cref="VerificationReason.None"/> when verified.</param>
/// <param name="Detail">One sentence for people: which part, what was expected and what was found; null when verified.</param>
/// <param name="Trace">Every check that was made, in order, with what it used: the proof to show.</param>
/// <param name="Signer">Who signed, when that was proved; null otherwise.</param>
/// <param name="Times">The times that were proved, each with its source.</param>
/// <param name="Statement">The in-toto statement, when one was signed and the signature verified; null otherwise.</param>
public sealed record VerificationResult(
    VerificationOutcome Outcome,
    VerificationReason Reason,
    string? Detail,
    IReadOnlyList<ProofStep> Trace,
    SignerIdentity? Signer,
    IReadOnlyList<ProvenTime> Times,
    InTotoStatement? Statement);

/// <summary>One check of the trace.</summary>
/// <param name="Check">Its name, stable, kebab-case: <c>inclusion-proof</c>.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Detail">What was checked against what: key ids, times, indexes.</param>
public sealed record ProofStep(string Check, bool Passed, string Detail);

/// <summary>A time that somebody believed vouches for.</summary>
/// <param name="Time">The instant.</param>
/// <param name="Source"><c>timestamp authority https://…</c> or <c>transparency log https://…</c>.</param>
public sealed record ProvenTime(DateTimeOffset Time, string Source);
