using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Makes products out of what documents say about them.</summary>
internal static class VexProducts
{
    /// <summary>A product without parts; null when nothing is said about it.</summary>
    /// <param name="identifier">What it is called.</param>
    /// <param name="purl">Its package URL, when it is said apart from that; else empty.</param>
    /// <param name="digests">Hashes given for it.</param>
    internal static VexProduct? Of(string identifier, string purl, List<Digest> digests)
    {
        var text = purl.Length > 0 ? purl : identifier.StartsWith("pkg:", StringComparison.Ordinal) ? identifier : "";
        var url = text.Length > 0 && PackageUrl.TryParse(text, out var parsed, out _) ? parsed : null;
        if (url is { Type: "oci" or "docker" } && Digest.TryParse(url.Version, out var digest) && !digests.Contains(digest))
        {
            digests.Add(digest);
        }

        var name = identifier.Length > 0 ? identifier : digests.Count > 0 ? digests[0].Text : "";
        return name.Length == 0 ? null : new VexProduct(name, url, digests, []);
    }

    /// <summary>Adds a hash of an algorithm that digests have; others are left out, a damaged one is refused.</summary>
    internal static void AddHash(List<Digest> digests, string algorithm, DocumentNode value)
    {
        var name = algorithm.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal);
        if (name is not ("sha256" or "sha512"))
        {
            return;
        }

        if (!Digest.TryParse($"{name}:{value.AsText().ToLowerInvariant()}", out var digest))
        {
            throw value.Wrong($"is no {algorithm} hash");
        }

        if (!digests.Contains(digest))
        {
            digests.Add(digest);
        }
    }

    /// <summary>The product with this part of it alone meant; a product that is a part already passes it on to the innermost.</summary>
    internal static VexProduct WithPart(VexProduct whole, VexProduct part) =>
        whole.Subcomponents.Count == 0
            ? whole with { Subcomponents = [part] }
            : whole with { Subcomponents = [.. whole.Subcomponents.Select(inner => WithPart(inner, part))] };
}
