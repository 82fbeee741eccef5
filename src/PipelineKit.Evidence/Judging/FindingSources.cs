namespace PipelineKit.Evidence;

/// <summary>Everything the documents say that is to be judged: the findings of scanners, and the licences of bills of materials that are not simply allowed.</summary>
internal static class FindingSources
{
    // Licences have no scanner.
    private const string BomScanner = "sbom";

    internal static List<SourcedFinding> Of(JudgeContext context, LicenseJudge licenses)
    {
        var findings = new List<SourcedFinding>();
        foreach (var document in context.Documents)
        {
            if (document.Document.Report is { } report)
            {
                Add(findings, document, report);
            }

            if (context.Policy.Licenses.Any && document.Document.Bom is { } bom)
            {
                AddLicenses(findings, document, bom, licenses);
            }
        }

        return findings;
    }

    private static void Add(List<SourcedFinding> findings, BoundDocument document, ScanReport report)
    {
        findings.EnsureCapacity(findings.Count + report.Findings.Count);
        var sources = Sources(document, report.Scanner.Name);
        for (var i = 0; i < report.Findings.Count; i++)
        {
            foreach (var source in sources)
            {
                findings.Add(new SourcedFinding(report.Findings[i], source));
            }
        }
    }

    private static void AddLicenses(List<SourcedFinding> findings, BoundDocument document, Bom bom, LicenseJudge licenses)
    {
        foreach (var component in bom.Components)
        {
            if (component.Package.Name.Length == 0 || component.Type is "file" or "operating-system")
            {
                continue;
            }

            if (component.Licenses.Count == 0)
            {
                AddLicense(findings, document, component, LicenseJudge.NoLicense, licenses);
            }

            foreach (var license in component.Licenses)
            {
                AddLicense(findings, document, component, license.Text, licenses);
            }
        }
    }

    private static void AddLicense(List<SourcedFinding> findings, BoundDocument document, BomComponent component, string text, LicenseJudge licenses)
    {
        var key = $"{component.Package.Type}|{PackageNames.Name(component.Package.Type, component.Package.Name)}";
        if (licenses.Judge(text, component.Package, key).Action == GateAction.Allow)
        {
            return;
        }

        var finding = new Finding { Kind = FindingKind.License, Id = text, Package = component.Package, Path = component.Paths.Count > 0 ? component.Paths[0] : null, Layer = component.Layer };
        foreach (var source in Sources(document, BomScanner))
        {
            findings.Add(new SourcedFinding(finding, source));
        }
    }

    // About several platforms at once only by equal layers; otherwise the label, which may be empty.
    private static FindingSource[] Sources(BoundDocument document, string scanner) =>
        document.Unbound.Length == 0 && document.Platforms.Count > 1
            ? [.. document.Platforms.Select(p => new FindingSource(scanner, document.Name, p))]
            : [new FindingSource(scanner, document.Name, document.Label)];
}
