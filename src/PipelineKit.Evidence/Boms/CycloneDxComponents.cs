namespace PipelineKit.Evidence;

/// <summary>Reads components; nested ones come behind the one they are in.</summary>
internal sealed class CycloneDxComponents(JsonInput input)
{
    private readonly FindingCollector _shared = new(input);
    private readonly List<BomComponent> _components = [];

    /// <summary>What was read so far.</summary>
    public IReadOnlyList<BomComponent> Components => _components;

    /// <summary>Reads one and those in it.</summary>
    public void Read(JsonView value)
    {
        if (_components.Count >= input.Limits.Items)
        {
            throw input.Refuse(EvidenceProblem.TooLarge, $"has more than the {input.Limits.Items} components that are kept of a document");
        }

        _components.Add(One(value));
        ReadNested(value);
    }

    /// <summary>Reads those in a component.</summary>
    public void ReadNested(JsonView value)
    {
        foreach (var nested in value["components"u8].Items())
        {
            Read(nested);
        }
    }

    /// <summary>One, without those in it.</summary>
    public BomComponent One(JsonView value)
    {
        var texts = input.Texts;
        var (group, name) = (value["group"u8].Text(texts) ?? "", value["name"u8].Text(texts) ?? "");
        var properties = Properties(value["properties"u8], texts);
        return new BomComponent
        {
            Reference = value["bom-ref"u8].Text(texts) ?? "",
            Type = value["type"u8].Text(texts) ?? "library",
            Package = _shared.Package("", group.Length > 0 ? $"{group}/{name}" : name, value["version"u8].Text(texts), value["purl"u8].Text(texts)),
            Supplier = value["supplier"u8]["name"u8].Text(texts) ?? value["manufacturer"u8]["name"u8].Text(texts) ?? "",
            Licenses = Licenses(value["licenses"u8]),
            Hashes = Hashes(value["hashes"u8]),
            Cpe = value["cpe"u8].Text(texts),
            Paths = Paths(value, properties),
            Layer = CycloneDxScan.First(properties, CycloneDxProperties.Layer) ?? CycloneDxScan.First(properties, "aquasecurity:trivy:LayerDiffID") ?? CycloneDxScan.First(properties, "syft:location:0:layerID"),
            Properties = [.. properties.Where(p => p.Name != CycloneDxProperties.Layer)],
        };
    }

    /// <summary>The properties of anything.</summary>
    public static IReadOnlyList<(string Name, string Value)> Properties(JsonView value, TextPool texts)
    {
        List<(string Name, string Value)>? properties = null;
        foreach (var property in value.Items())
        {
            (properties ??= []).Add((property["name"u8].Text(texts) ?? "", property["value"u8].Text(texts) ?? ""));
        }

        return properties is null ? [] : properties;
    }

    private List<BomLicense> Licenses(JsonView value)
    {
        List<BomLicense> licenses = [];
        foreach (var choice in value.Items())
        {
            var license = choice["license"u8];
            if (choice["expression"u8].Text(input.Texts) is { Length: > 0 } expression)
            {
                licenses.Add(new BomLicense(expression, IsExpression: true));
            }
            else if (license["id"u8].Text(input.Texts) is { Length: > 0 } id)
            {
                licenses.Add(new BomLicense(id, IsExpression: true));
            }
            else if (license["name"u8].Text(input.Texts) is { Length: > 0 } name)
            {
                licenses.Add(new BomLicense(name, CycloneDxScan.First(Properties(license["properties"u8], input.Texts), CycloneDxProperties.LicenseExpression) == "true"));
            }
        }

        return licenses;
    }

    private List<BomHash> Hashes(JsonView value)
    {
        List<BomHash> hashes = [];
        foreach (var hash in value.Items())
        {
            hashes.Add(new BomHash(hash["alg"u8].Text(input.Texts) ?? "", (hash["content"u8].Text(input.Texts) ?? "").ToLowerInvariant()));
        }

        return hashes;
    }

    // CycloneDX 1.5 has a place for paths; before it, tools had their own.
    private List<string> Paths(JsonView value, IReadOnlyList<(string Name, string Value)> properties)
    {
        List<string> paths = [];
        foreach (var occurrence in value["evidence"u8]["occurrences"u8].Items())
        {
            paths.Add(occurrence["location"u8].Text(input.Texts) ?? "");
        }

        if (paths.Count == 0 && (CycloneDxScan.First(properties, "aquasecurity:trivy:FilePath") ?? CycloneDxScan.First(properties, "syft:location:0:path")) is { } path)
        {
            paths.Add(path);
        }

        return paths;
    }
}
