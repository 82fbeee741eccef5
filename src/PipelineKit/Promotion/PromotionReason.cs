namespace PipelineKit.Promotion;

/// <summary>Why a gate does not hold.</summary>
/// <param name="Code">Stable: the gate, a dot, and what about it.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Remedy">What to do, where the outcome has nothing more particular to say.</param>
public sealed record PromotionReason(string Code, string Meaning, string Remedy)
{
    internal static readonly PromotionReason OrderNotBefore = new(
        "order.not-before", "The digest was never in the environment before, by its ledger.", "Promote it to that environment first.");

    internal static readonly PromotionReason OrderNeverHere = new(
        "order.never-here", "A rollback goes to an image that was never in the environment, by its ledger.", "Name a digest that was there; `report` lists them.");

    internal static readonly PromotionReason Rejected = new(
        "rejected.recorded", "The digest failed a canary or was rolled back, here or in the environment before, and nobody has cleared it.", "Build a corrected image; clear this one, with a reason, only when it was rejected by mistake.");

    internal static readonly PromotionReason SignatureMissing = new(
        "signature.missing", "Nothing is signed about the digest.", "Sign the image where it is built, and check that this is the digest that was built.");

    internal static readonly PromotionReason SignatureOther = new(
        "signature.other-signer", "What is signed about the digest is not by whom the settings name.", "Look at who signed (`verify` tells); correct the settings or find out who that is.");

    internal static readonly PromotionReason SignatureForged = new(
        "signature.forged", "Something signed about the digest was changed afterwards, or is forged.", "Do not use the image; find out who wrote what is beside it.");

    internal static readonly PromotionReason SignatureUnknown = new(
        "signature.unknown", "What is signed about the digest could not be read or judged.", "Run again when it can be read.");

    internal static readonly PromotionReason AttestationMissing = new(
        "attestation.missing", "Nothing of this type is attested about the digest.", "Attach it with `sign --attest` where the image is built or scanned.");

    internal static readonly PromotionReason AttestationOther = new(
        "attestation.other-signer", "What is attested is not by whom the settings name.", "Look at who attested it (`verify` tells); correct the settings or find out who that is.");

    internal static readonly PromotionReason AttestationValue = new(
        "attestation.value", "What is attested does not say what `where` asks for.", "Compare the attestation with `where`.");

    internal static readonly PromotionReason AttestationForged = new(
        "attestation.forged", "Something attested was changed afterwards, or is forged.", "Do not use the image; find out who wrote what is beside it.");

    internal static readonly PromotionReason AttestationUnknown = new(
        "attestation.unknown", "What is attested about the digest could not be read or judged.", "Run again when it can be read.");

    internal static readonly PromotionReason ScanMissing = new(
        "scan.missing", "There is no decision of scan-gate: no such file, or nothing attested by whom the settings name.", "Run `scan-gate` on the digest with `decision-file`, or with `attest: decision`, and keep what it made.");

    internal static readonly PromotionReason ScanMalformed = new(
        "scan.malformed", "What should be a decision of scan-gate is none.", "Give the file as `scan-gate` wrote it.");

    internal static readonly PromotionReason ScanOther = new(
        "scan.other-image", "The decision is about another image.", "Give the decision about this digest.");

    internal static readonly PromotionReason ScanFailed = new(
        "scan.failed", "scan-gate did not let the image pass.", "Look at the reasons in its decision.");

    internal static readonly PromotionReason ScanStale = new(
        "scan.stale", "The decision is older than `max-age`, is no longer valid by its own word, or comes from the future.", "Run `scan-gate` again.");

    internal static readonly PromotionReason ScanUnknown = new(
        "scan.unknown", "Whether there is a decision could not be found out.", "Run again when what is beside the image can be read.");

    internal static readonly PromotionReason SbomMissing = new(
        "sbom.missing", "No bill of materials is attested about the digest or refers to it.", "Attach one: `sign --attest cyclonedx=FILE`, or as a referrer.");

    internal static readonly PromotionReason SbomUnknown = new(
        "sbom.unknown", "What refers to the digest could not be read.", "Run again when it can be read.");

    internal static readonly PromotionReason CanaryMissing = new(
        "canary.missing", "No canary of the digest was judged in the environment before, or nobody who counts signed the verdict.", "Run `canary-verify` there; let it sign its verdict (`attest`) where the settings name a signer.");

    internal static readonly PromotionReason CanaryFailed = new(
        "canary.failed", "The last canary of the digest in the environment before failed.", "Look at its verdict, and build a corrected image.");

    internal static readonly PromotionReason CanaryInconclusive = new(
        "canary.inconclusive", "The last canary of the digest in the environment before neither passed nor failed.", "Run `canary-verify` there again, for longer or with more traffic.");

    internal static readonly PromotionReason CanaryUnknown = new(
        "canary.unknown", "Whether there is a signed verdict could not be found out, or it comes from the future.", "Run again when what is beside the image can be read, with clocks that are right.");

    internal static readonly PromotionReason SoakNotThere = new(
        "soak.not-there", "The digest is not in the environment before now: another came after it.", "Promote what is there, or promote this digest there again and wait.");

    internal static readonly PromotionReason SoakTooShort = new(
        "soak.too-short", "The digest has not been in the environment before for long enough without interruption.", "Promote again later.");

    internal static readonly PromotionReason ApprovalsTooFew = new(
        "approvals.too-few", "Not enough people have approved who count.", "Ask for approval of this run or commit; who does not count is told with the gate.");

    internal static readonly PromotionReason ApprovalsActor = new(
        "approvals.actor-unknown", "It is not known who runs the promotion, so that nobody can be told from them.", "Promote in a CI run, which says who started it, or set `not-actor: false`.");

    internal static readonly PromotionReason ApprovalsAuthor = new(
        "approvals.author-unknown", "It is not known who wrote the commit, so that nobody can be told from them.", "Let the token read commits and pull requests, link the author's address to an account, or set `not-author: false`.");

    internal static readonly PromotionReason ApprovalsUnknown = new(
        "approvals.unknown", "The host did not say who approved.", "Run again when it answers; the token must be allowed to read actions, pull requests and checks.");

    internal static readonly PromotionReason FreezeClosed = new(
        "freeze.closed", "Changes are not allowed at this time.", "Promote when the window is over.");

    /// <summary>All of them, by gate.</summary>
    public static IReadOnlyList<PromotionReason> All { get; } =
    [
        OrderNotBefore, OrderNeverHere, Rejected, SignatureMissing, SignatureOther, SignatureForged, SignatureUnknown,
        AttestationMissing, AttestationOther, AttestationValue, AttestationForged, AttestationUnknown,
        ScanMissing, ScanMalformed, ScanOther, ScanFailed, ScanStale, ScanUnknown, SbomMissing, SbomUnknown,
        CanaryMissing, CanaryFailed, CanaryInconclusive, CanaryUnknown, SoakNotThere, SoakTooShort,
        ApprovalsTooFew, ApprovalsActor, ApprovalsAuthor, ApprovalsUnknown, FreezeClosed,
    ];
}
