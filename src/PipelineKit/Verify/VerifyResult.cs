using PipelineKit.Failures;
using PipelineKit.Images;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>What is known about one image.</summary>
internal enum ImageStatus
{
    /// <summary>It satisfies the policy.</summary>
    Verified,

    /// <summary>It does not: unsigned, by somebody else, or something that must be attested is not.</summary>
    NotVerified,

    /// <summary>It does not, and something beside it is damaged or forged.</summary>
    BadSignature,

    /// <summary>It is not known: what is signed could not be listed or judged.</summary>
    Undetermined,
}

/// <summary>One signature or attestation, as it was judged.</summary>
/// <param name="Where">The manifest or file it is in.</param>
/// <param name="Form"><c>bundle</c>, <c>legacy</c> or <c>file</c>.</param>
/// <param name="PredicateType">Its type URI as it says itself; null when that cannot be read.</param>
/// <param name="Result">What was found out.</param>
internal sealed record SignatureVerdict(string Where, string Form, string? PredicateType, VerificationResult Result)
{
    /// <summary>Whether its contents contradict themselves or its evidence, which no honest signer causes.</summary>
    public bool IsForged => SignatureJudge.IsForged(Result);
}

/// <summary>One image, as it was judged.</summary>
/// <param name="Target">The image; null when not even that could be found out.</param>
/// <param name="Text">As it was asked for, by digest where one is known.</param>
/// <param name="Status">What is known.</param>
/// <param name="Signatures">Everything that was found, in order.</param>
/// <param name="Missing">Type URIs that nothing satisfying attests.</param>
/// <param name="Failure">Why it is not known; null otherwise.</param>
internal sealed record ImageVerdict(ImageTarget? Target, string Text, ImageStatus Status, IReadOnlyList<SignatureVerdict> Signatures, IReadOnlyList<string> Missing, Failure? Failure)
{
    /// <summary>Those that satisfy the policy.</summary>
    public IEnumerable<SignatureVerdict> Proofs => Signatures.Where(s => s.Result.Outcome == VerificationOutcome.Verified);
}

/// <summary>What verify found.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Images">Every image, in the order asked.</param>
internal sealed record VerifyResult(VerifyOptions Options, IReadOnlyList<ImageVerdict> Images);
