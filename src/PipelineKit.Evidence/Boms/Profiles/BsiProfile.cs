namespace PipelineKit.Evidence;

/// <summary>
/// BSI TR-03183-2, version 2.1: format (section 4), required fields of the document (5.2.1) and of each component (5.2.2), and no vulnerabilities inside (8.1.14). The creator of a component is taken from its supplier; whether an
/// address stands beside the name is only asked of the document.
/// </summary>
internal static class BsiProfile
{
    public static void Check(EvidenceDocument document, Bom bom, BomGaps gaps)
    {
        gaps.Need(IsFormat(document), "format", $"is {document.Format} {document.FormatVersion}; required is CycloneDX 1.6 or later, or SPDX 3.0.1 or later");
        gaps.Need(bom.Contacts.Count > 0, "creator", "has no address (electronic mail or URL) of whoever made the bill of materials");
        gaps.Need(bom.Created is not null, "timestamp", "does not say when it was made");
        gaps.Need(bom.Serial.Length > 0, "uri", "has no URI of its own: a serial number, or the identifier of the document");
        gaps.Need(document.Report is null && document.Vex.Count == 0, "vulnerabilities", "has vulnerabilities or statements about them in it; they belong into a document of their own");
        gaps.Need(bom.Subject is not null, "subject", "does not say what it is about: it describes no single component");
        gaps.Need(bom.Components.Count == 0 || bom.Dependencies.Count > 0, "dependency", "has no relationships of dependency between its components");
        gaps.Need(bom.Completeness.Length > 0, "completeness", "does not say whether its dependencies are complete");

        // SPDX says what a file is and has no way to say what it is not: what is missing there is "no".
        var saysNo = document.Format is EvidenceFormat.CycloneDx or EvidenceFormat.CycloneDxXml;
        foreach (var component in gaps.Each(bom))
        {
            gaps.Need(component.Supplier.Length > 0, "component-creator", "does not say who made it");
            gaps.Need(component.Package.Name.Length > 0, "name", "has no name");
            gaps.Need(component.Package.Version.Length > 0, "version", "has no version");
            gaps.Need(Has(component, BomProperties.FileName, ""), "filename", $"has no file name (property {BomProperties.FileName})");
            gaps.Need(component.Licenses.Count > 0, "license", "has no licence");
            gaps.Need(component.Licenses.All(IsSpdx), "license", "has a licence that is no SPDX identifier or expression");
            gaps.Need(component.Hashes.Any(h => h.Algorithm == "SHA-512" && h.Value.Length == 128), "hash", "has no SHA-512 hash of what is deployed");
            gaps.Need(!saysNo || Has(component, BomProperties.Executable, "executable|non-executable"), "executable", $"does not say whether it is executable (property {BomProperties.Executable})");
            gaps.Need(!saysNo || Has(component, BomProperties.Archive, "archive|no archive"), "archive", $"does not say whether it is an archive (property {BomProperties.Archive})");
            gaps.Need(!saysNo || Has(component, BomProperties.Structured, "structured|unstructured"), "structured", $"does not say whether it is structured (property {BomProperties.Structured})");
        }
    }

    private static bool IsFormat(EvidenceDocument document) => document.Format switch
    {
        EvidenceFormat.CycloneDx or EvidenceFormat.CycloneDxXml => VersionOrder.Compare(VersionScheme.Semantic, document.FormatVersion, "1.6") >= 0,
        EvidenceFormat.Spdx3 => VersionOrder.Compare(VersionScheme.Semantic, document.FormatVersion, "3.0.1") >= 0,
        _ => false,
    };

    private static bool IsSpdx(BomLicense license) => LicenseExpression.TryParse(license.Text, out var expression, out _) && expression.IsKnown;

    /// <summary>Whether a property is there, with one of the values; empty values mean any text.</summary>
    private static bool Has(BomComponent component, string name, string values)
    {
        foreach (var property in component.Properties)
        {
            if (property.Name == name && property.Value.Length > 0 && (values.Length == 0 || $"|{values}|".Contains($"|{property.Value}|", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
