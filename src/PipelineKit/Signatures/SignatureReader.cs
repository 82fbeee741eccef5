using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>
/// Finds and reads what is signed about one digest: referrers first, then the older tags. Counts and sizes are bounded before anything is fetched. Whatever keeps an answer from
/// being complete throws; only what was received whole and makes no sense is told as unreadable.
/// </summary>
internal sealed class SignatureReader(IImageStore store, ImageReference image, Digest subject)
{
    /// <summary>The most signatures of one digest that are read.</summary>
    internal const int MaximumSignatures = 256;

    /// <summary>The most bytes that all of them may have together.</summary>
    internal const long MaximumTotal = 64 << 20;

    private readonly string _source = $"{image.Registry}/{image.Repository}@{subject}";
    private readonly List<UnreadableSignature> _unreadable = [];

    /// <summary>All of them, in every form.</summary>
    internal async Task<SignatureListing> ReadAsync(CancellationToken cancellation)
    {
        var layers = await ReferrersAsync(SignatureTypes.IsSignature, cancellation);
        foreach (var kind in (string[])["sig", "att"])
        {
            if (await store.FindTagAsync(image, LegacyManifest.TagOf(subject, kind), cancellation) is { } manifest)
            {
                layers.AddRange(Layers(manifest));
            }
        }

        return await ReadAsync(layers, cancellation);
    }

    /// <summary>Only the bundles among the referrers.</summary>
    internal async Task<SignatureListing> ReadBundlesAsync(CancellationToken cancellation) =>
        await ReadAsync(await ReferrersAsync(t => t.StartsWith(SignatureTypes.BundlePrefix, StringComparison.Ordinal), cancellation), cancellation);

    private async Task<List<SignatureLayer>> ReferrersAsync(Func<string, bool> isWanted, CancellationToken cancellation)
    {
        // Some registries leave out the type in their list: only the manifest tells then.
        var referrers = (await store.ListReferrersAsync(image, subject, artifactType: null, cancellation)).Where(r => r.ArtifactType is null or "" || isWanted(r.ArtifactType)).ToList();
        CheckCount(referrers.Count);
        var manifests = await Task.WhenAll(referrers.Select(r => FetchAsync(r.Digest, cancellation)));
        return [.. manifests.OfType<ManifestContent>().Where(m => isWanted(m.ArtifactType ?? m.Config?.MediaType ?? "")).SelectMany(ReferrerLayers)];
    }

    private async Task<ManifestContent?> FetchAsync(Digest digest, CancellationToken cancellation)
    {
        try
        {
            return await store.GetManifestAsync(image, digest, cancellation);
        }
        catch (RegistryException e) when (IsUnreadable(e))
        {
            Unreadable(digest, e.Message);
            return null;
        }
    }

    private IEnumerable<SignatureLayer> ReferrerLayers(ManifestContent manifest)
    {
        if (manifest.Subject?.Digest != subject)
        {
            // Anybody may list anything under a fallback tag.
            Unreadable(manifest.Digest, "it does not refer to this image");
            return [];
        }

        return Layers(manifest);
    }

    private IEnumerable<SignatureLayer> Layers(ManifestContent manifest)
    {
        if (manifest.Layers.Count == 0)
        {
            Unreadable(manifest.Digest, "it has no layer that could be a signature");
        }

        return manifest.Layers.Select(l => new SignatureLayer(manifest.Digest, l));
    }

    private async Task<SignatureListing> ReadAsync(List<SignatureLayer> layers, CancellationToken cancellation)
    {
        var readable = layers.Where(IsReadable).ToList();
        CheckCount(readable.Count);
        var total = readable.Sum(l => l.Blob.Size);
        if (total > MaximumTotal)
        {
            throw new RegistryException(RegistryProblem.Protocol, _source, $"its signatures have {total} bytes in all, more than the {MaximumTotal} that are read; remove old ones");
        }

        var signatures = await Task.WhenAll(readable.Select(l => ReadAsync(l, cancellation)));
        return new SignatureListing([.. signatures.OfType<StoredSignature>()], [.. _unreadable]);
    }

    private bool IsReadable(SignatureLayer layer)
    {
        var problem = layer.MaximumSize is not { } maximum ? $"its layer is of the type {layer.Blob.MediaType}, which holds no signature"
            : layer.Blob.Size is 0 || layer.Blob.Size > maximum ? $"its layer has {layer.Blob.Size} bytes; 1 to {maximum} are read"
            : null;
        if (problem is not null)
        {
            Unreadable(layer.Manifest, problem);
        }

        return problem is null;
    }

    private async Task<StoredSignature?> ReadAsync(SignatureLayer layer, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await store.OpenBlobAsync(image, layer.Blob, cancellation);
            var content = new byte[layer.Blob.Size];
            await stream.ReadExactlyAsync(content, cancellation);
            return layer.Read(content);
        }
        catch (SigstoreFormatException e)
        {
            Unreadable(layer.Manifest, e.Message);
            return null;
        }
        catch (RegistryException e) when (IsUnreadable(e))
        {
            Unreadable(layer.Manifest, e.Message);
            return null;
        }
    }

    // What is gone, or malformed, is so for everybody and remains so. Bytes of another digest are none of these: that is a registry that lies.
    private static bool IsUnreadable(RegistryException e) => e is not DigestMismatchException && e.Problem is RegistryProblem.NotFound or RegistryProblem.Protocol;

    private void Unreadable(Digest manifest, string problem)
    {
        lock (_unreadable)
        {
            _unreadable.Add(new UnreadableSignature(manifest, problem));
        }
    }

    private void CheckCount(int count)
    {
        if (count > MaximumSignatures)
        {
            throw new RegistryException(RegistryProblem.Protocol, _source, $"it has {count} signatures, more than the {MaximumSignatures} that are read; remove old ones");
        }
    }
}
