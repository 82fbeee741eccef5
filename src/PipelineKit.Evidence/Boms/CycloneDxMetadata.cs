using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What the metadata of a document say.</summary>
internal sealed record CycloneDxMetadata
{
    private static readonly string[] Scanners = ["trivy", "grype", "osv-scanner", "snyk", "docker-scout", "syft"];

    public DateTimeOffset? Created { get; init; }

    public IReadOnlyList<BomTool> Tools { get; init; } = [];

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<string> Contacts { get; init; } = [];

    public BomComponent? Subject { get; init; }

    public IReadOnlyList<(string Name, string Value)> Properties { get; init; } = [];

    public IReadOnlyList<Digest> SubjectDigests { get; init; } = [];

    /// <summary>The tool that scanned: one that is known to, else the first one.</summary>
    public BomTool? Scanner => Tools.FirstOrDefault(t => Scanners.Contains(t.Name.ToLowerInvariant(), StringComparer.Ordinal)) ?? (Tools.Count > 0 ? Tools[0] : null);

    public static CycloneDxMetadata Read(JsonView value, CycloneDxComponents components, TextPool texts)
    {
        var (component, tools) = (value["component"u8], value["tools"u8]);
        components.ReadNested(component);
        var subject = component.Exists ? components.One(component) : null;
        var properties = CycloneDxComponents.Properties(value["properties"u8], texts);
        List<BomTool> read = [];
        foreach (var tool in tools.IsArray ? tools.Items() : tools["components"u8].Items().Concat(tools["services"u8].Items()))
        {
            read.Add(new BomTool(tool["name"u8].Text(texts) ?? "", tool["version"u8].Text(texts) ?? ""));
        }

        return new CycloneDxMetadata
        {
            Created = value["timestamp"u8].Instant(),
            Tools = read,
            Authors = [.. AuthorsOf(value, texts)],
            Contacts = [.. ContactsOf(value, texts)],
            Subject = subject,
            Properties = properties,
            SubjectDigests = DigestsOf(subject, properties),
        };
    }

    /// <summary>The platform, where it is said: by us, or by a package URL of an image with a Linux distribution in it.</summary>
    public string? Platform(IReadOnlyList<BomComponent> components)
    {
        if (CycloneDxScan.First(Properties, CycloneDxProperties.Platform) is { } said)
        {
            return said;
        }

        return Subject?.Package.Purl is { } purl && PackageUrl.TryParse(purl, out var url, out _) && url.Qualifiers.TryGetValue("arch", out var architecture)
            && components.Any(c => c.Type == "operating-system")
            ? PlatformName.Of("linux", architecture, variant: null)
            : null;
    }

    private static IEnumerable<string> AuthorsOf(JsonView value, TextPool texts)
    {
        List<string?> names = [.. value["authors"u8].Items().Select(a => a["name"u8].Text(texts) ?? a["email"u8].Text(texts))];
        names.AddRange([value["manufacturer"u8]["name"u8].Text(texts), value["manufacture"u8]["name"u8].Text(texts), value["supplier"u8]["name"u8].Text(texts)]);
        return names.Where(n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.Ordinal)!;
    }

    // Of authors their mail; of organisations their addresses in the web, and the mail of those to ask there.
    private static IEnumerable<string> ContactsOf(JsonView value, TextPool texts)
    {
        List<string?> found = [.. value["authors"u8].Items().Select(a => a["email"u8].Text(texts))];
        foreach (var organisation in (JsonView[])[value["manufacturer"u8], value["manufacture"u8], value["supplier"u8]])
        {
            found.AddRange(Each(organisation["url"u8]).Select(u => u.Text(texts)));
            found.AddRange(Each(organisation["contact"u8]).Select(c => c["email"u8].Text(texts)));
        }

        return found.Where(c => !string.IsNullOrEmpty(c)).Distinct(StringComparer.Ordinal)!;
    }

    // JSON has lists there, XML repeats the element.
    private static IEnumerable<JsonView> Each(JsonView value) => value.IsArray ? value.Items() : value.Exists ? [value] : [];

    // Ours are said; else the hash, version or package URL of a container, or what Trivy calls its repository digests.
    private static IReadOnlyList<Digest> DigestsOf(BomComponent? subject, IReadOnlyList<(string Name, string Value)> properties)
    {
        List<string> texts = [.. CycloneDxScan.All(properties, CycloneDxProperties.SubjectDigest)];
        if (texts.Count == 0 && subject is not null)
        {
            texts.AddRange(CycloneDxScan.All(subject.Properties, "aquasecurity:trivy:RepoDigest"));
            if (subject.Type == "container")
            {
                texts.AddRange([subject.Package.Version, subject.Package.Name]);
                texts.AddRange(subject.Hashes.Where(h => h.Algorithm is "SHA-256" or "SHA-512").Select(h => $"{(h.Algorithm == "SHA-256" ? "sha256" : "sha512")}:{h.Value}"));
            }

            if (subject.Package.Purl is { } purl && PackageUrl.TryParse(purl, out var url, out _) && url.Type == "oci")
            {
                texts.Add(url.Version);
            }
        }

        return Digests.Of(texts);
    }
}
