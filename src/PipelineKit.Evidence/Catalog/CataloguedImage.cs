using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What an image is made of.</summary>
public sealed record CataloguedImage
{
    /// <summary>The manifest.</summary>
    public required Digest Manifest { get; init; }

    /// <summary>The configuration.</summary>
    public required Digest Config { get; init; }

    /// <summary>The platform: <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The distribution; null when the image has no os-release.</summary>
    public OperatingSystemFacts? OperatingSystem { get; init; }

    /// <summary>Digests of the uncompressed layers, bottom first, as the configuration has them.</summary>
    public required IReadOnlyList<Digest> DiffIds { get; init; }

    /// <summary>
    /// The packages, each once, ordered by package URL, with every path it was found at. The subject depends on all of them. <see cref="Bom.Completeness"/> is <c>incomplete</c> when
    /// something could not be read.
    /// </summary>
    public required Bom Bom { get; init; }

    /// <summary>
    /// Per ecosystem, ordered by name: what was found, and what is known not to be readable (an rpm database, for example). Every ecosystem that is always looked for is listed, also with no
    /// package. A layer without content stands under <c>layer</c>, and a distribution whose packages are not found or not known under its package manager or, without a known one, its name.
    /// </summary>
    public required IReadOnlyList<CatalogCoverage> Coverage { get; init; }
}

/// <summary>What the catalogue can say about an ecosystem.</summary>
/// <param name="Ecosystem">The type of package URL.</param>
/// <param name="Packages">How many were found.</param>
/// <param name="Unreadable">What is there and cannot be read, with the reason; empty when everything was read.</param>
public sealed record CatalogCoverage(string Ecosystem, int Packages, IReadOnlyList<string> Unreadable);
