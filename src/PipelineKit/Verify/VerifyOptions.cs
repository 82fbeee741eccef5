using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Verify;

/// <summary>The parsed inputs of verify.</summary>
public sealed record VerifyOptions
{
    /// <summary>What to verify: digests, or tags to look up.</summary>
    public required IReadOnlyList<ImageReference> Images { get; init; }

    /// <summary>Whether every platform is verified too.</summary>
    public required bool Recursive { get; init; }

    /// <summary>Files or variables with public keys, one of which must have signed.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Who must have signed keyless; null for keys alone.</summary>
    public required IdentityPolicy? Identity { get; init; }

    /// <summary>Type URIs that must each be attested; empty for any signature or attestation.</summary>
    public required IReadOnlyList<string> PredicateTypes { get; init; }

    /// <summary>Whether keys need a log entry too.</summary>
    public required bool TransparencyLog { get; init; }

    /// <summary>Bundle files to verify instead of what is beside the image.</summary>
    public required IReadOnlyList<string> Bundles { get; init; }

    /// <summary>Whom the run believes.</summary>
    public required TrustSettings Trust { get; init; }

    /// <summary>The chain to walk instead of asking what is beside images; null not to.</summary>
    public ChainOptions? Chain { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>How many images are verified at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How registries are reached.</summary>
    public required RegistrySettings Registry { get; init; }

    /// <summary>Whether no image source is asked: digests are given, and bundles as files.</summary>
    public bool NeedsNoImages => Bundles.Count > 0 && !Recursive && Images.All(i => i.Digest is not null);
}
