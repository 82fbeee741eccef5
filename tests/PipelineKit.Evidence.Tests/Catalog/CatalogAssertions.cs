namespace PipelineKit.Evidence.Tests.Catalog;

/// <summary>Short ways to ask a catalogued image.</summary>
internal static class CatalogAssertions
{
    internal static IEnumerable<string> Purls(this CataloguedImage image) => image.Bom.Components.Select(c => c.Package.Purl ?? $"({c.Package.Name}@{c.Package.Version})");

    internal static BomComponent Component(this CataloguedImage image, string name) => image.Bom.Components.Single(c => c.Package.Name == name);

    internal static IReadOnlyList<string> Unreadable(this CataloguedImage image, string ecosystem) => image.Coverage.Single(c => c.Ecosystem == ecosystem).Unreadable;

    internal static string Status(params (string Name, string Version)[] packages) =>
        string.Concat(packages.Select(p => $"Package: {p.Name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: {p.Version}\n\n"));

    internal static string Debian { get; } = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n";
}
