using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// Lists the packages of an image from its layers: nothing is unpacked to disk, nothing is run. Whiteouts are honoured; each package knows the layer it came with.
/// </summary>
public static class ImageCatalog
{
    /// <summary>Reads the layers of one image (not of an index), bottom first.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EvidenceException">A layer is damaged or beyond the bounds.</exception>
    /// <exception cref="RegistryException">It cannot be fetched.</exception>
    public static Task<CataloguedImage> ReadAsync(IImageSource source, ImageReference repository, ManifestContent manifest, CatalogLimits limits, CancellationToken cancellation) =>
        throw new NotImplementedException();
}

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

    /// <summary>The packages.</summary>
    public required Bom Bom { get; init; }

    /// <summary>Per ecosystem: what was found, and what is known not to be readable (an rpm database, for example).</summary>
    public required IReadOnlyList<CatalogCoverage> Coverage { get; init; }
}

/// <summary>What the catalogue can say about an ecosystem.</summary>
/// <param name="Ecosystem">The type of package URL.</param>
/// <param name="Packages">How many were found.</param>
/// <param name="Unreadable">What is there and cannot be read, with the reason; empty when everything was read.</param>
public sealed record CatalogCoverage(string Ecosystem, int Packages, IReadOnlyList<string> Unreadable);

/// <summary>Bounds of reading layers.</summary>
public sealed record CatalogLimits
{
    /// <summary>The usual bounds.</summary>
    public static CatalogLimits Default { get; } = new();

    /// <summary>Most bytes of all layers, unpacked.</summary>
    public long UnpackedBytes { get; init; } = 20L << 30;

    /// <summary>Most entries of all layers.</summary>
    public int Entries { get; init; } = 2_000_000;

    /// <summary>Most bytes of one file that is read for packages.</summary>
    public int FileBytes { get; init; } = 64 << 20;

    /// <summary>Most packages.</summary>
    public int Packages { get; init; } = 500_000;
}
