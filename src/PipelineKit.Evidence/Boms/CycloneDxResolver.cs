namespace PipelineKit.Evidence;

/// <summary>Makes findings and statements of vulnerabilities, once all components are known.</summary>
internal sealed class CycloneDxResolver
{
    private readonly JsonInput _input;
    private readonly Bom _bom;
    private readonly CycloneDxMetadata _metadata;
    private readonly FindingCollector _collector;
    private readonly List<VexStatement> _statements = [];
    private readonly Dictionary<string, BomComponent> _components = new(StringComparer.Ordinal);

    public CycloneDxResolver(JsonInput input, Bom bom, CycloneDxMetadata metadata)
    {
        (_input, _bom, _metadata, _collector) = (input, bom, metadata, new FindingCollector(input));
        foreach (var component in bom.Subject is null ? bom.Components : bom.Components.Append(bom.Subject))
        {
            if (component.Reference.Length > 0)
            {
                _components.TryAdd(component.Reference, component);
            }
        }
    }

    public IReadOnlyList<Finding> Findings => _collector.Findings;

    public IReadOnlyList<VexStatement> Statements => _statements;

    public void Add(CycloneDxVulnerability vulnerability, bool withFindings)
    {
        if (vulnerability.State is { } state)
        {
            AddStatement(vulnerability, state);
        }

        if (!withFindings)
        {
            return;
        }

        if (vulnerability.Affects.Count == 0)
        {
            _collector.Add(CycloneDxFinding.Of(vulnerability, Named(vulnerability.Properties) ?? PackageIdentity.None, component: null, affected: null));
        }

        foreach (var affected in vulnerability.Affects)
        {
            var component = Find(affected.Reference);
            var package = component?.Package ?? Named(vulnerability.Properties) ?? Referred(affected);
            _collector.Add(CycloneDxFinding.Of(vulnerability, package, component, affected));
        }
    }

    /// <summary>The report of a scan by another tool, as far as the document says.</summary>
    public ScanReport Report()
    {
        var subject = _metadata.Subject;
        var system = _bom.Components.FirstOrDefault(c => c.Type == "operating-system");
        return new ScanReport
        {
            Scanner = new ScannerFacts(_metadata.Scanner?.Name.ToLowerInvariant() ?? "", _metadata.Scanner?.Version ?? ""),
            ScannedAt = _metadata.Created,
            Findings = Findings,
            Coverage = [.. _bom.Components.Where(c => c.Package.Type.Length > 0).GroupBy(c => c.Package.Type, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new CoveredPart(g.Key, "", g.Count()))],
            Subject = new SubjectFacts
            {
                Name = subject?.Package.Name ?? "",
                Manifests = _bom.SubjectDigests,
                Configs = Digests.Of(CycloneDxScan.All(subject?.Properties ?? [], "aquasecurity:trivy:ImageID")),
                DiffIds = Digests.Of(CycloneDxScan.All(subject?.Properties ?? [], "aquasecurity:trivy:DiffID")),
                Platform = _bom.Platform,
                OperatingSystem = system is null ? null : new OperatingSystemFacts(system.Package.Name.ToLowerInvariant(), system.Package.Version),
            },
        };
    }

    private void AddStatement(CycloneDxVulnerability vulnerability, string state)
    {
        if (!VexTranslation.TryCycloneDx(state, vulnerability.Justification, out var status, out var justification))
        {
            throw new EvidenceException(EvidenceProblem.Damaged, _input.Name, $"vulnerabilities: the analysis of {vulnerability.Id} has the state `{state}`, which CycloneDX does not have");
        }

        VexProduct[] products = [.. vulnerability.Affects.Select(a => Product(a.Reference)).Distinct()];
        if (products.Length == 0 && _bom.Subject is { } subject)
        {
            products = [Product(subject.Reference)];
        }

        if (products.Length > 0)
        {
            _statements.Add(new VexStatement
            {
                Document = _input.Name,
                Author = _metadata.Authors.Count > 0 ? _metadata.Authors[^1] : "",
                At = vulnerability.Said ?? vulnerability.Updated ?? _metadata.Created,
                Vulnerabilities = [vulnerability.Id, .. vulnerability.Aliases],
                Products = products,
                Status = status,
                Justification = justification,
                Statement = vulnerability.Detail,
            });
        }
    }

    private VexProduct Product(string reference)
    {
        var component = Find(reference);
        var purl = PackageUrl.TryParse(component?.Package.Purl ?? reference, out var url, out _) ? url : null;
        return new VexProduct(component?.Package.Purl ?? reference, purl, component is not null && component == _bom.Subject ? _bom.SubjectDigests : [], []);
    }

    // A reference, or a BOM-Link into this very document: urn:cdx:serial/version#reference.
    private BomComponent? Find(string reference)
    {
        if (_components.TryGetValue(reference, out var component))
        {
            return component;
        }

        const string Link = "urn:cdx:";
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        return reference.StartsWith(Link, StringComparison.Ordinal) && hash > slash && slash > 0 && _bom.Serial == $"urn:uuid:{reference[Link.Length..slash]}"
            ? _components.GetValueOrDefault(Uri.UnescapeDataString(reference[(hash + 1)..])) ?? _components.GetValueOrDefault(reference[(hash + 1)..])
            : null;
    }

    // Ours name the package of what is not listed.
    private static PackageIdentity? Named(IReadOnlyList<(string Name, string Value)> properties) =>
        CycloneDxScan.First(properties, CycloneDxProperties.PackageName) is { } name
            ? new PackageIdentity(
                CycloneDxScan.First(properties, CycloneDxProperties.PackageType) ?? "",
                name,
                CycloneDxScan.First(properties, CycloneDxProperties.PackageVersion) ?? "",
                CycloneDxScan.First(properties, CycloneDxProperties.PackageUrl))
            : null;

    // A reference into another document is often the package URL of the component there.
    private PackageIdentity Referred(CycloneDxAffected affected)
    {
        var reference = affected.Reference;
        var hash = reference.StartsWith("urn:cdx:", StringComparison.Ordinal) ? reference.IndexOf('#', StringComparison.Ordinal) : -1;
        var target = hash < 0 ? reference : Uri.UnescapeDataString(reference[(hash + 1)..]);
        return target.StartsWith("pkg:", StringComparison.Ordinal)
            ? _collector.Package("", target, affected.Version, target)
            : new PackageIdentity("", target, affected.Version);
    }
}
