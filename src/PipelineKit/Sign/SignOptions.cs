using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Trust;

namespace PipelineKit.Sign;

/// <summary>A file to attest.</summary>
/// <param name="PredicateType">Its type URI.</param>
/// <param name="Path">Relative to the working directory.</param>
public sealed record AttestFile(string PredicateType, string Path);

/// <summary>Where signing goes, as the inputs say; null for what is left to the instance.</summary>
/// <param name="Fulcio">The certificate authority.</param>
/// <param name="Rekor">The transparency log.</param>
/// <param name="RekorVersion">Its major version.</param>
/// <param name="TimestampAuthority">The timestamp authority.</param>
/// <param name="ConfigFile">A signing configuration; empty for none.</param>
public sealed record ServiceAddresses(Uri? Fulcio, Uri? Rekor, int RekorVersion, Uri? TimestampAuthority, string ConfigFile);

/// <summary>The parsed inputs of sign.</summary>
public sealed record SignOptions
{
    /// <summary>What to sign: digests, or tags to look up.</summary>
    public required IReadOnlyList<ImageReference> Images { get; init; }

    /// <summary>Whether every platform is signed too.</summary>
    public required bool Recursive { get; init; }

    /// <summary>Whether images themselves are signed.</summary>
    public required bool Signature { get; init; }

    /// <summary>Files to attest.</summary>
    public required IReadOnlyList<AttestFile> Attest { get; init; }

    /// <summary>Whether the provenance of this run is attested.</summary>
    public required bool Provenance { get; init; }

    /// <summary>What image signatures say besides.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>A key file or <c>env:NAME</c>; empty for none.</summary>
    public required string Key { get; init; }

    /// <summary>Its password; null for none.</summary>
    public required string? KeyPassword { get; init; }

    /// <summary>A program that signs, with its arguments; empty for none.</summary>
    public required IReadOnlyList<string> SignerCommand { get; init; }

    /// <summary>An identity token; empty to ask the host.</summary>
    public required string IdentityToken { get; init; }

    /// <summary>Where signing goes.</summary>
    public required ServiceAddresses Services { get; init; }

    /// <summary>Whom the run believes.</summary>
    public required TrustSettings Trust { get; init; }

    /// <summary>With a key: whether the log is written to.</summary>
    public required bool TransparencyLog { get; init; }

    /// <summary>How signatures are kept.</summary>
    public required SignatureFormats Formats { get; init; }

    /// <summary>A folder for bundles; empty for none.</summary>
    public required string BundleDir { get; init; }

    /// <summary>A repository whose attestations at GitHub are added to; empty for none.</summary>
    public required string GitHubAttestations { get; init; }

    /// <summary>Say what would happen; sign and write nothing.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>How many signatures are made at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How registries are reached.</summary>
    public required RegistrySettings Registry { get; init; }

    /// <summary>Token for GitHub's attestations; empty for none.</summary>
    public required string Token { get; init; }

    /// <summary>Whether no key is used.</summary>
    public bool IsKeyless => Key.Length == 0 && SignerCommand.Count == 0;
}
