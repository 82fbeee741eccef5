namespace PipelineKit.Evidence;

/// <summary>The packages a result is about.</summary>
internal static class SarifPackages
{
    /// <summary>From the message, as Trivy, Grype, OSV-Scanner and Scout write it, and the package URLs of the rule; one without a name when nothing says it.</summary>
    public static IReadOnlyList<PackageIdentity> Of(SarifResult result, SarifRule? rule, FindingCollector collector)
    {
        var purls = rule?.Purls ?? [];
        var name = SarifText.Fact(result.Message, "Package");
        if (name.StartsWith("pkg:", StringComparison.Ordinal))
        {
            return [collector.Package("", name, "", name)];
        }

        var version = SarifText.Fact(result.Message, "Installed Version");
        var type = "";
        if (name.Length == 0 && !SarifText.TryOsvScanner(result.Message, out name, out version) && SarifText.TryGrype(result.Message, out type, out name, out version))
        {
            type = GrypeCoverage.Ecosystem(type);
        }

        if (name.Length > 0)
        {
            var purl = purls.FirstOrDefault(p => PackageUrl.TryParse(p, out var url, out _) && url.ToIdentity().Name == name && (url.Version == version || version.Length == 0 || purls.Count == 1));
            return [collector.Package(type, name, version, purl)];
        }

        return purls.Count == 0 ? [PackageIdentity.None] : [.. purls.Select(p => collector.Package("", p, "", p))];
    }
}
