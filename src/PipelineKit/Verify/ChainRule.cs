namespace PipelineKit.Verify;

/// <summary>What can be wrong with a chain, as annotations name it.</summary>
/// <param name="Id">Stable, kebab-case.</param>
/// <param name="IsViolation">Whether what is recorded contradicts itself, which no honest run causes; otherwise something is not proved.</param>
/// <param name="Help">What to do.</param>
internal sealed record ChainRule(string Id, bool IsViolation, string Help)
{
    internal static readonly ChainRule NothingThere = new("nothing-there", IsViolation: false, "Name an environment, and an image that was promoted to it.");

    internal static readonly ChainRule NoIntent = new("no-intent", IsViolation: false, "A promotion announces itself before it moves a tag. Find out what wrote this line.");

    internal static readonly ChainRule Rejected = new("rejected", IsViolation: false, "Somebody promoted what was rejected, without a bypass on record. Ask who ran it.");

    internal static readonly ChainRule OriginUnrecorded = new("origin-unrecorded", IsViolation: false, "The way of the image ends here: promote it through the environment before, so that it is on record.");

    internal static readonly ChainRule OriginMissing = new("origin-missing", IsViolation: true, "A ledger lost lines, or the line was made up. Compare the ledgers with older commits of their branch.");

    internal static readonly ChainRule OriginDiffers = new("origin-differs", IsViolation: true, "The line names a promotion of something else. Find out who wrote it.");

    internal static readonly ChainRule NoRecord = new("no-record", IsViolation: false, "The promotion was not signed. Give `promote` a key or an identity.");

    internal static readonly ChainRule RecordMissing = new("record-missing", IsViolation: true, "Somebody deleted the signed record. It is attached to the image too, and in older commits of the branch.");

    internal static readonly ChainRule RecordChanged = new("record-changed", IsViolation: true, "Somebody changed the signed record. Older commits of the branch have it as it was.");

    internal static readonly ChainRule RecordNotVerified = new("record-not-verified", IsViolation: false, "Look at who signed, and correct the policy or find out who that is.");

    internal static readonly ChainRule RecordForged = new("record-forged", IsViolation: true, "The record was changed after it was signed, or is forged. Find out who wrote it.");

    internal static readonly ChainRule RecordDiffers = new("record-differs", IsViolation: true, "The ledger says something else than what was signed: the line was written by something else, or the record is another's.");

    internal static readonly ChainRule LineDropped = new("line-dropped", IsViolation: true, "A record comes with its line, in one commit. Compare the ledgers with older commits of their branch, and put the last good state back.");
}

/// <summary>Something that is wrong.</summary>
/// <param name="Rule">What kind.</param>
/// <param name="What">What exactly, with the values seen.</param>
internal sealed record ChainProblem(ChainRule Rule, string What);
