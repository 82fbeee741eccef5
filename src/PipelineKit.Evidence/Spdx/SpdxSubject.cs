using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Which image a described package is.</summary>
internal static class SpdxSubject
{
    /// <summary>Digests of the image: its package URL's version, its version, its hash when it is a container, and what Trivy notes as <c>RepoDigest</c>.</summary>
    public static List<Digest> Digests(BomComponent subject, IEnumerable<string> notes)
    {
        var digests = new List<Digest>();
        if (Purl(subject) is { Type: "oci" or "docker" } purl)
        {
            Add(digests, purl.Version);
        }

        Add(digests, subject.Package.Version);
        foreach (var hash in subject.Hashes)
        {
            Add(digests, subject.Type == "container" && (hash.Algorithm is "SHA-256" or "SHA-512") ? hash.Algorithm.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() + ":" + hash.Value : "");
        }

        foreach (var note in notes)
        {
            if (note.StartsWith("RepoDigest:", StringComparison.Ordinal))
            {
                Add(digests, note[(note.IndexOf('@', StringComparison.Ordinal) + 1)..].Trim());
            }
        }

        return digests;
    }

    /// <summary>The platform of an image, from the qualifiers of its package URL; null when it does not say.</summary>
    public static string? Platform(BomComponent subject) =>
        Purl(subject) is { Type: "oci" or "docker" } purl && purl.Qualifiers.TryGetValue("arch", out var architecture) ? $"{purl.Qualifiers.GetValueOrDefault("os", "linux")}/{architecture}" : null;

    /// <summary>The layer that Trivy notes; null without one.</summary>
    public static string? Layer(IEnumerable<string> notes)
    {
        const string Name = "LayerDiffID:";
        foreach (var note in notes)
        {
            if (note.StartsWith(Name, StringComparison.Ordinal))
            {
                return note[Name.Length..].Trim();
            }
        }

        return null;
    }

    /// <summary>The package of a component: what its package URL says, with the version that is said beside it (package URLs of Debian leave the epoch out).</summary>
    /// <param name="name">The name said.</param>
    /// <param name="version">The version said; may be empty.</param>
    /// <param name="purls">Package URLs given for it.</param>
    public static PackageIdentity Package(string name, string version, IEnumerable<string> purls)
    {
        PackageUrl? chosen = null;
        foreach (var text in purls)
        {
            if (PackageUrl.TryParse(text, out var purl, out _) && (chosen is null || (chosen.Version != version && purl.Version == version)))
            {
                chosen = purl;
            }
        }

        var identity = chosen?.ToIdentity() ?? new PackageIdentity("", name, "");
        return version.Length > 0 ? identity with { Version = version } : identity;
    }

    private static PackageUrl? Purl(BomComponent component) => component.Package.Purl is { } text && PackageUrl.TryParse(text, out var purl, out _) ? purl : null;

    private static void Add(List<Digest> digests, string text)
    {
        if (Digest.TryParse(text, out var digest) && !digests.Contains(digest))
        {
            digests.Add(digest);
        }
    }
}
