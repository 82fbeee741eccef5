using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Makes one bill of materials from what the files of an image say.</summary>
/// <param name="tree">The files.</param>
/// <param name="configuration">The configuration of the image.</param>
/// <param name="unread">Layers that were not read.</param>
internal sealed class CatalogAssembly(LayerTree tree, ImageConfiguration configuration, IReadOnlyList<string> unread)
{
    private static readonly string[] AlwaysLookedFor = ["apk", "cargo", "deb", "golang", "maven", "npm", "nuget", "pypi", "rpm"];

    private readonly SortedDictionary<string, List<string>> _unreadable = new(StringComparer.Ordinal);
    private readonly CatalogComponents _components = new(tree, configuration.DiffIds);

    internal CataloguedImage Assemble(ImageReference repository, Digest manifest, Digest config)
    {
        foreach (var ecosystem in AlwaysLookedFor)
        {
            _unreadable[ecosystem] = [];
        }

        if (unread.Count > 0)
        {
            _unreadable["layer"] = [.. unread];
        }

        var distribution = FindDistribution();
        var files = new CatalogFiles(tree).Relevant();
        foreach (var file in files)
        {
            if (file.Facts.Problem is { } problem)
            {
                Say(file.Facts.Ecosystem, $"{file.Path}: {problem}");
            }

            _components.Add(file, distribution);
        }

        CheckDistribution(distribution);
        return new CataloguedImage
        {
            Manifest = manifest,
            Config = config,
            Platform = configuration.Platform,
            OperatingSystem = distribution is null ? null : new OperatingSystemFacts(distribution.Id, distribution.Version),
            DiffIds = configuration.DiffIds,
            Bom = Bill(repository, manifest),
            Coverage = [.. _unreadable.Select(u => new CatalogCoverage(u.Key, _components.Count(u.Key), u.Value))],
        };
    }

    private Bom Bill(ImageReference repository, Digest manifest)
    {
        var components = _components.Ordered();
        var architecture = configuration.Platform.Split('/')[1];
        var purl = new PackageUrl
        {
            Type = "oci",
            Name = repository.Repository[(repository.Repository.LastIndexOf('/') + 1)..],
            Version = manifest.Text,
            Qualifiers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["arch"] = architecture },
        };
        var subject = new BomComponent { Reference = purl.ToString(), Type = "container", Package = purl.ToIdentity() };
        return new Bom
        {
            Subject = subject,
            SubjectDigests = [manifest],
            Platform = configuration.Platform,
            Components = components,
            Dependencies = [new BomDependency(subject.Reference, [.. components.Select(c => c.Reference)])],
            Completeness = _unreadable.Values.All(u => u.Count == 0) ? "complete" : "incomplete",
        };
    }

    private Distribution? FindDistribution()
    {
        foreach (var path in (ReadOnlySpan<string>)["etc/os-release", "usr/lib/os-release"])
        {
            if (tree.Find(path) is { File: { Kind: FileKind.OsRelease } facts })
            {
                if (facts.Problem is { } problem)
                {
                    Say("os", $"{path}: {problem}");
                }
                else
                {
                    return facts.Distribution;
                }
            }
        }

        return null;
    }

    // An image of a distribution without the packages of that distribution is one whose list was taken away.
    private void CheckDistribution(Distribution? distribution)
    {
        if (configuration.Platform.StartsWith("windows/", StringComparison.Ordinal))
        {
            Say("windows", "the packages of Windows are not listed");
        }

        if (distribution is null)
        {
            return;
        }

        var ecosystem = Distributions.EcosystemOf(distribution);
        if (ecosystem is not ("deb" or "apk" or "rpm"))
        {
            Say(ecosystem, $"the packages of {distribution.Id} are not listed");
        }
        else if (_components.Count(ecosystem) == 0 && _unreadable[ecosystem].Count == 0)
        {
            Say(ecosystem, $"the image says it is {distribution.Id} {distribution.Version}".TrimEnd() + ", and has no list of its packages");
        }
    }

    private void Say(string ecosystem, string what)
    {
        if (!_unreadable.TryGetValue(ecosystem, out var list))
        {
            _unreadable[ecosystem] = list = [];
        }

        list.Add(what);
    }
}
