using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>
/// One line of the ledger of an environment: canonical JSON (RFC 8785), with the digest of the line before it, so that no line can be changed, dropped or put in between unseen.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Its number, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The SHA-256 of the line before it, without its line feed; null for the first.</summary>
    public required Digest? Previous { get; init; }

    /// <summary>What it says.</summary>
    public required LedgerKind Kind { get; init; }

    /// <summary>When, UTC, whole seconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The application.</summary>
    public required string App { get; init; }

    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The image it is about.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Whether it is about going on or going back; null for kinds that are about neither.</summary>
    public LedgerAction? Action { get; init; }

    /// <summary>Where the image is in that environment: <c>registry/repository</c>.</summary>
    public string Image { get; init; } = "";

    /// <summary>Where it came from: environment (empty for a build) and <c>registry/repository</c>.</summary>
    public string FromEnvironment { get; init; } = "";

    /// <summary>The repository it came from.</summary>
    public string FromImage { get; init; } = "";

    /// <summary>What was there before; null for the first.</summary>
    public Digest? Replaces { get; init; }

    /// <summary>The line by which the image came to the environment before (<see cref="LedgerKind.Commit"/>); null for a build.</summary>
    public Digest? FromLine { get; init; }

    /// <summary>The policy it was judged by.</summary>
    public Digest? Policy { get; init; }

    /// <summary>Gates as <c>id: result</c>.</summary>
    public IReadOnlyDictionary<string, string> Gates { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who ran it.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The run: its address; empty on a command line.</summary>
    public string Run { get; init; } = "";

    /// <summary>Tells runs apart that promote at the same time; 32 hex digits. The entries of one run have the same.</summary>
    public string Attempt { get; init; } = "";

    /// <summary>Why, where somebody had to say: a bypass, a rollback, a rejection, a clearing.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether gates were bypassed.</summary>
    public bool Bypass { get; init; }

    /// <summary>The signed record (a Sigstore bundle, <c>records/HEX.json</c> beside the ledger); null for none.</summary>
    public Digest? Record { get; init; }

    /// <summary>Numbers for <c>report</c>, in seconds, such as <c>rollback-seconds</c>, <c>detect-seconds</c>.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
}

/// <summary>What a line says.</summary>
public enum LedgerKind
{
    /// <summary>A tag is about to be moved.</summary>
    Intent,

    /// <summary>It was moved; the image is in the environment now.</summary>
    Commit,

    /// <summary>What was intended will not be done.</summary>
    Abandon,

    /// <summary>The image may not be promoted any more: it failed a canary, or was rolled back.</summary>
    Reject,

    /// <summary>It may again.</summary>
    Clear,

    /// <summary>A canary was judged; the verdict is the reason.</summary>
    Verdict,
}

/// <summary>Going on or going back.</summary>
public enum LedgerAction
{
    /// <summary>On.</summary>
    Promote,

    /// <summary>Back.</summary>
    Rollback,
}
