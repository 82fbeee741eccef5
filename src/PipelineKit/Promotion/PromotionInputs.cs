using PipelineKit.Actions;
using PipelineKit.Images;
using PipelineKit.PullRequests;
using PipelineKit.Signing;
using PipelineKit.Trust;

namespace PipelineKit.Promotion;

/// <summary>The inputs and outputs that going on and going back have in common.</summary>
public static class PromotionInputs
{
    /// <summary>Which image.</summary>
    public static readonly Input<string> Expected = Inputs.Text("expect-digest", "The digest it must be in the end; with another one nothing is done.");

    /// <summary>Why.</summary>
    public static readonly Input<string> Reason = Inputs.Text("reason", "Why; recorded. Needed with `bypass`, `clear-rejection` and `adopt-tag`.");

    /// <summary>Override gates.</summary>
    public static readonly Input<bool> Bypass = Inputs.Flag("bypass", "An emergency: gates that fail are overridden, which is told everywhere and recorded with the `reason`.");

    /// <summary>Take over a tag.</summary>
    public static readonly Input<bool> AdoptTag = Inputs.Flag("adopt-tag", "Move the tag of the environment although it means something that is not in the ledger: for an environment that was there before its ledger.");

    /// <summary>From when an announcement is stale.</summary>
    public static readonly Input<TimeSpan> Lease = Inputs.Duration(
        "lease", "After how long a promotion of another image that was announced and not finished counts as dead, so that this one goes on. The same image is taken up at once.", "15m");

    /// <summary>Who commits.</summary>
    public static readonly Input<string> Author = Inputs.Text("author", "Who commits are by, where the host does not decide that itself.", "PipelineKit <pipelinekit@localhost>");

    /// <summary>Whether the record is signed.</summary>
    public static readonly Input<RecordSigning> SignRecord = Inputs.Choice(
        "sign-record", "Whether the record is signed and attached to the image; `auto` does so when there is a key, or an identity to sign with.",
        [("auto", RecordSigning.Auto), ("true", RecordSigning.Always), ("false", RecordSigning.Never)], "auto");

    /// <summary>result.json on standard output.</summary>
    public static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json` on standard output.");

    /// <summary>The limit.</summary>
    public static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "30m");

    /// <summary>What both end with: how signing, registries and the host are reached.</summary>
    internal static IReadOnlyList<Input> Common { get; } =
    [
        Expected, Reason, Bypass, AdoptTag, Lease, Author, SignRecord,
        SigningInputs.Key, SigningInputs.KeyPassword, SigningInputs.SignerCommand, SigningInputs.IdentityToken, SigningInputs.FulcioUrl, SigningInputs.RekorUrl, SigningInputs.RekorVersion,
        SigningInputs.TimestampUrl, SigningInputs.SigningConfig, TrustInputs.TrustedRoot, SigningInputs.TransparencyLog,
        .. PullRequestInputs.All,
        RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp, Json, Timeout,
    ];
}

/// <summary>Whether a record is signed.</summary>
public enum RecordSigning
{
    /// <summary>When there is a key or an identity.</summary>
    Auto,

    /// <summary>Yes; without key and identity it fails.</summary>
    Always,

    /// <summary>No.</summary>
    Never,
}
