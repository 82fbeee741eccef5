namespace PipelineKit.Evidence;

/// <summary>CycloneDX: written as 1.6 JSON; validated as 1.2 to 1.7.</summary>
public static class CycloneDx
{
    /// <summary>
    /// The document, UTF-8, deterministic: the same bill gives the same bytes. Findings and coverage of the report, when there is one, become <c>vulnerabilities</c>, properties and compositions, and read back as they were.
    /// A serial number that is no <c>urn:uuid:</c>, and a hash that CycloneDX has no word for, are left out: the document is always valid.
    /// </summary>
    /// <param name="bom">The bill of materials.</param>
    /// <param name="report">What was found about it, or null.</param>
    public static byte[] Write(Bom bom, ScanReport? report) => CycloneDxWriter.Write(bom, report);
}
