using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Components of a bill of materials, each once however often it was found.</summary>
/// <param name="tree">The files, for licences.</param>
/// <param name="diffIds">The layers.</param>
internal sealed class CatalogComponents(LayerTree tree, IReadOnlyList<Digest> diffIds)
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    internal int Count(string ecosystem) => _counts.GetValueOrDefault(ecosystem);

    internal void Add(LayerFile file, Distribution? distribution)
    {
        foreach (var package in file.Facts.Packages)
        {
            var identity = Identity(package, distribution);
            var reference = identity.Purl ?? $"{package.Type}:{identity.Name}@{identity.Version}";
            if (!_entries.TryGetValue(reference, out var entry))
            {
                _entries[reference] = entry = new Entry(identity, package);
                _counts[package.Type] = Count(package.Type) + 1;
            }

            entry.Layer = Math.Min(entry.Layer, package.Layer);
            entry.Paths.Add(file.Path);
        }
    }

    internal IReadOnlyList<BomComponent> Ordered() => [.. _entries.Select(e => Component(e.Key, e.Value))];

    private BomComponent Component(string reference, Entry entry) =>
        new()
        {
            Reference = reference,
            Package = entry.Identity,
            Supplier = entry.Package.Supplier,
            Licenses = [.. Licenses(entry.Package).Select(l => CatalogLicense.Of(l, isDebian: entry.Package.Type is "deb")).Distinct()],
            Hashes = entry.Package.Hash is { } hash ? [hash] : [],
            Paths = [.. entry.Paths],
            Layer = diffIds[entry.Layer].Text,
        };

    private IReadOnlyList<string> Licenses(FoundPackage package) =>
        package.Licenses.Count > 0 || package.Type is not "deb" ? package.Licenses
        : tree.Find($"usr/share/doc/{package.Name}/copyright") is { File: { Kind: FileKind.Copyright } facts } ? facts.Licenses
        : [];

    // As syft writes them: pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=...
    private static PackageIdentity Identity(FoundPackage package, Distribution? distribution)
    {
        if (package.IsVague)
        {
            return new PackageIdentity(package.Type, package.Name, package.Version);
        }

        var qualifiers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var space = package.Namespace;
        if (package.IsOfDistribution)
        {
            space = distribution?.Id ?? "";
            Qualify(qualifiers, "arch", package.Architecture);
            Qualify(qualifiers, "epoch", package.Epoch);
            Qualify(qualifiers, "distro", distribution is null ? "" : distribution.Version.Length == 0 ? distribution.Id : $"{distribution.Id}-{distribution.Version}");
            Qualify(qualifiers, "upstream", package.Upstream);
        }

        // In package URLs modules of Go are lower case; their names are not.
        var written = new PackageUrl { Type = package.Type, Namespace = space, Name = package.Name, Version = package.Version, Qualifiers = qualifiers }.ToString();
        return PackageUrl.TryParse(written, out var purl, out _)
            ? package.Type == "golang" ? purl.ToIdentity() with { Name = space.Length == 0 ? package.Name : $"{space}/{package.Name}" } : purl.ToIdentity()
            : new PackageIdentity(package.Type, package.Name, package.Version);
    }

    private static void Qualify(SortedDictionary<string, string> qualifiers, string key, string value)
    {
        if (value.Length > 0)
        {
            qualifiers[key] = value;
        }
    }

    private sealed class Entry(PackageIdentity identity, FoundPackage package)
    {
        internal PackageIdentity Identity { get; } = identity;

        internal FoundPackage Package { get; } = package;

        internal SortedSet<string> Paths { get; } = new(StringComparer.Ordinal);

        internal int Layer { get; set; } = package.Layer;
    }
}
