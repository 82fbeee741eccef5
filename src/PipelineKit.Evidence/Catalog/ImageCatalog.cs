using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// Lists the packages of an image from its layers: nothing is unpacked to disk, nothing is run. Whiteouts are honoured; each package knows the layer it came with.
/// </summary>
public static class ImageCatalog
{
    /// <summary>Reads the layers of one image (not of an index), bottom first. Digests of the layers are verified, stored and unpacked.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EvidenceException">A layer is damaged or beyond the bounds, or this is no image.</exception>
    /// <exception cref="DigestMismatchException">A layer is not what the manifest says or, unpacked, not what the configuration says.</exception>
    /// <exception cref="RegistryException">It cannot be fetched.</exception>
    public static async Task<CataloguedImage> ReadAsync(IImageSource source, ImageReference repository, ManifestContent manifest, CatalogLimits limits, CancellationToken cancellation)
    {
        var name = $"{repository.Name}@{manifest.Digest}";
        var config = manifest.Config ?? throw new EvidenceException(EvidenceProblem.Damaged, name, $"{name} is an index over platforms; each of its images is catalogued by itself");
        var configuration = await ImageConfiguration.ReadAsync(source, repository, config, name, cancellation);
        if (configuration.DiffIds.Count != manifest.Layers.Count)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, name, $"{name} has {manifest.Layers.Count} layers, its configuration names {configuration.DiffIds.Count}");
        }

        var budget = new CatalogBudget(limits);
        var tree = new LayerTree(name, budget);
        var unread = new List<string>();
        var walk = new LayerWalk(tree, budget);
        for (var i = 0; i < manifest.Layers.Count; i++)
        {
            var layer = manifest.Layers[i];
            var place = $"{name}: layer {i + 1} of {manifest.Layers.Count} ({layer.Digest})";
            var problem = LayerMedia.Problem(layer);
            if (problem is null)
            {
                await using var stored = await OpenAsync(source, repository, layer, cancellation);
                problem = stored is null ? "its content is not kept with the image" : null;
                if (stored is not null)
                {
                    await ReadAsync(walk, stored, budget, configuration.DiffIds[i], i, place, cancellation);
                }
            }

            if (problem is not null)
            {
                unread.Add($"layer {i + 1} of {manifest.Layers.Count} ({layer.Digest}): {problem}");
            }
        }

        return new CatalogAssembly(tree, configuration, unread).Assemble(repository, manifest.Digest, config.Digest);
    }

    private static async Task ReadAsync(LayerWalk walk, Stream stored, CatalogBudget budget, Digest expected, int layer, string place, CancellationToken cancellation)
    {
        var algorithm = expected.Algorithm == "sha256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        await using var content = await LayerContent.OpenAsync(stored, budget, place, algorithm, cancellation);
        await walk.ReadAsync(content, layer, place, cancellation);
        var actual = await content.FinishAsync(cancellation);
        if (actual != expected)
        {
            throw new DigestMismatchException(expected, actual, $"{place}, unpacked");
        }
    }

    private static async Task<Stream?> OpenAsync(IImageSource source, ImageReference repository, Descriptor layer, CancellationToken cancellation)
    {
        try
        {
            return await source.OpenBlobAsync(repository, layer, cancellation);
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound && LayerMedia.IsForeign(layer))
        {
            return null;
        }
    }
}
