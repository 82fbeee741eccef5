using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>By which types a bill of materials is known.</summary>
internal static class SbomTypes
{
    private static readonly string[] Artifacts =
    [
        "application/vnd.cyclonedx+json", "application/vnd.cyclonedx+xml", "application/vnd.cyclonedx", "application/spdx+json", "text/spdx", "text/spdx+json", "application/vnd.syft+json",
    ];

    /// <summary>Whether an artifact of this type is one.</summary>
    internal static bool IsArtifact(string type) => Artifacts.Contains(type, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a predicate of this type is one.</summary>
    internal static bool IsPredicate(string? type) => type is PredicateTypes.CycloneDx or PredicateTypes.Spdx || type?.StartsWith(PredicateTypes.CycloneDx + "/", StringComparison.Ordinal) == true;
}
