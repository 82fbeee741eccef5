using PipelineKit.Actions;

namespace PipelineKit.Trust;

/// <summary>Whose signatures are believed at all.</summary>
public enum SigstoreInstance
{
    /// <summary>The public instance of the Sigstore project.</summary>
    PublicGood,

    /// <summary>GitHub's own instance, which signs attestations of private repositories.</summary>
    GitHub,

    /// <summary>An instance of one's own, described by a trusted root.</summary>
    Private,
}

/// <summary>The inputs that say whom a run believes.</summary>
public static class TrustInputs
{
    /// <summary>The trusted root file.</summary>
    public static readonly Input<string> TrustedRoot = Inputs.Path(
        "trusted-root", "A `trusted_root.json` with the authorities and logs to believe. Default: that of `instance`, fetched and verified by TUF, and kept in a cache.");

    /// <summary>No network for trust.</summary>
    public static readonly Input<bool> Offline = Inputs.Flag(
        "offline", "Ask no network at all: trust comes from `trusted-root`, else from the copy of the public instance's that is in the program.");

    /// <summary>Which instance.</summary>
    public static readonly Input<SigstoreInstance> Instance = Inputs.Choice(
        "instance",
        "Which Sigstore: `public-good` (a log entry and a certificate timestamp are required), `github` (GitHub's for private repositories: a signed timestamp is required), "
            + "or `private` (what `trusted-root` has: an entry if it has logs, a certificate timestamp if it has certificate logs).",
        [("public-good", SigstoreInstance.PublicGood), ("github", SigstoreInstance.GitHub), ("private", SigstoreInstance.Private)],
        "public-good");
}

/// <summary>Whom a run believes.</summary>
/// <param name="File">A trusted root; empty for that of the instance.</param>
/// <param name="Offline">Whether the network may not be asked.</param>
/// <param name="Instance">Which Sigstore.</param>
public sealed record TrustSettings(string File, bool Offline, SigstoreInstance Instance);
