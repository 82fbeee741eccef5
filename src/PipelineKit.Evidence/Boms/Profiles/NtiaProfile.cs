namespace PipelineKit.Evidence;

/// <summary>NTIA, The Minimum Elements For a Software Bill of Materials (July 2021), section IV "Data Fields".</summary>
internal static class NtiaProfile
{
    public static void Check(Bom bom, BomGaps gaps)
    {
        gaps.Need(bom.Authors.Count + bom.Tools.Count > 0, "author", "does not say who made the bill of materials: an author, or the tool");
        gaps.Need(bom.Created is not null, "timestamp", "does not say when it was made");
        gaps.Need(bom.Subject is not null, "subject", "does not say what it is about: it describes no single component");
        gaps.Need(bom.Components.Count == 0 || bom.Dependencies.Count > 0, "dependency", "has no relationships of dependency between its components");
        foreach (var component in gaps.Each(bom))
        {
            gaps.Need(component.Supplier.Length > 0, "supplier", "has no supplier");
            gaps.Need(component.Package.Name.Length > 0, "name", "has no name");
            gaps.Need(component.Package.Version.Length > 0, "version", "has no version");
            gaps.Need(component.Package.Purl is not null || component.Cpe is not null || component.Hashes.Count > 0, "identifier", "has no unique identifier: a package URL, a CPE or a hash");
        }
    }
}
