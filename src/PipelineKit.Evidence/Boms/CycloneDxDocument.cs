namespace PipelineKit.Evidence;

/// <summary>A CycloneDX document as far as it is read.</summary>
internal sealed class CycloneDxDocument(JsonInput input)
{
    private readonly CycloneDxComponents _reader = new(input);
    private readonly List<BomDependency> _dependencies = [];
    private readonly List<CycloneDxVulnerability> _vulnerabilities = [];
    private CycloneDxMetadata _metadata = new();
    private string _completeness = "";
    private bool _hasVulnerabilities;

    /// <summary>The serial number; empty without one.</summary>
    public string Serial { get; set; } = "";

    public void ReadMetadata(JsonView value) => _metadata = CycloneDxMetadata.Read(value, _reader, input.Texts);

    public void ReadComponent(JsonView value) => _reader.Read(value);

    public void ReadDependency(JsonView value)
    {
        if (value["ref"u8].Text(input.Texts) is { } reference)
        {
            Bound(_dependencies.Count);
            _dependencies.Add(new BomDependency(reference, [.. value["dependsOn"u8].Items().Select(d => d.Text(input.Texts) ?? "")]));
        }
    }

    // The least that any composition claims holds for the whole.
    public void ReadComposition(JsonView value)
    {
        var claim = value["aggregate"u8].Text(input.Texts) switch
        {
            "complete" => "complete",
            { } text when text.StartsWith("incomplete", StringComparison.Ordinal) => "incomplete",
            _ => "unknown",
        };
        _completeness = _completeness is "" or "complete" || claim == "incomplete" ? claim : _completeness;
    }

    public void ReadVulnerability(JsonView value)
    {
        Bound(_vulnerabilities.Count);
        _hasVulnerabilities = true;
        _vulnerabilities.Add(CycloneDxVulnerability.Read(value, input.Texts));
    }

    public EvidenceParts Finish(string version)
    {
        var bom = Bom();
        var resolver = new CycloneDxResolver(input, bom, _metadata);
        var ours = CycloneDxScan.Read(_metadata.Properties);

        // Statements alone, about parts that are listed elsewhere, are no result of a scan.
        var isVexAlone = bom.Components.Count == 0 && _vulnerabilities.TrueForAll(v => v.State is not null);
        foreach (var vulnerability in _vulnerabilities)
        {
            resolver.Add(vulnerability, withFindings: ours is not null || !isVexAlone);
        }

        return new EvidenceParts
        {
            FormatVersion = version,
            Bom = bom,
            Vex = resolver.Statements,
            Report = ours is not null ? ours with { Findings = resolver.Findings } : _hasVulnerabilities && !isVexAlone ? resolver.Report() : null,
        };
    }

    private Bom Bom() => new()
    {
        Serial = Serial,
        Created = _metadata.Created,
        Authors = _metadata.Authors,
        Contacts = _metadata.Contacts,
        Tools = _metadata.Tools,
        Subject = _metadata.Subject,
        Components = _reader.Components,
        Dependencies = _dependencies,
        Completeness = _completeness,
        SubjectDigests = _metadata.SubjectDigests,
        Platform = _metadata.Platform(_reader.Components),
    };

    private void Bound(int count)
    {
        if (count >= input.Limits.Items)
        {
            throw input.Refuse(EvidenceProblem.TooLarge, $"has more than the {input.Limits.Items} entries that are kept of a list");
        }
    }
}
