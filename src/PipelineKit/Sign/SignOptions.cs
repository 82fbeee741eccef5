using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Signing;

namespace PipelineKit.Sign;

/// <summary>A file to attest.</summary>
/// <param name="PredicateType">Its type URI.</param>
/// <param name="Path">Relative to the working directory.</param>
public sealed record AttestFile(string PredicateType, string Path);

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

    /// <summary>Who signs.</summary>
    public required SigningSettings Signing { get; init; }

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
}
