using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>One vulnerability of one package as a finding: what our properties say comes first, then what the members of CycloneDX say.</summary>
internal static class CycloneDxFinding
{
    public static Finding Of(CycloneDxVulnerability vulnerability, PackageIdentity package, BomComponent? component, CycloneDxAffected? affected)
    {
        var properties = vulnerability.Properties;
        var isOurs = First(properties, CycloneDxProperties.Severity) is not null;
        var versions = isOurs ? CycloneDxScan.All(properties, CycloneDxProperties.FixedVersion) : Recommended(vulnerability.Recommendation, package.Name);
        return new Finding
        {
            Kind = isOurs ? CycloneDxWords.KindOf(First(properties, CycloneDxProperties.Kind)) : vulnerability.Id.StartsWith("MAL-", StringComparison.Ordinal) ? FindingKind.Malware : FindingKind.Vulnerability,
            Id = vulnerability.Id,
            Aliases = vulnerability.Aliases,
            Package = package,
            Path = isOurs ? First(properties, CycloneDxProperties.Path) : component is { Paths.Count: > 0 } ? component.Paths[0] : null,
            Line = int.TryParse(First(properties, CycloneDxProperties.Line), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null,
            Layer = isOurs ? First(properties, CycloneDxProperties.FindingLayer) : component?.Layer,
            Severity = isOurs ? SeverityWords.Parse(First(properties, CycloneDxProperties.Severity)) : Gravest(vulnerability.Ratings),
            Ratings = vulnerability.Ratings,
            Fix = isOurs ? CycloneDxWords.FixOf(First(properties, CycloneDxProperties.Fix)) : versions.Count > 0 ? FixState.Fixed : FixState.Unknown,
            FixedVersions = versions,
            FixAvailableSince = CycloneDxScan.Instant(First(properties, CycloneDxProperties.FixSince)),
            Published = vulnerability.Published,
            Epss = double.TryParse(First(properties, CycloneDxProperties.Epss), NumberStyles.Float, CultureInfo.InvariantCulture, out var epss) ? epss : vulnerability.Epss,
            Exploited = Exploited(vulnerability),
            Title = vulnerability.Title,
            Url = vulnerability.Url,
            IsLowConfidence = CycloneDxScan.Truth(First(properties, CycloneDxProperties.LowConfidence)) ?? false,
            Suppression = Suppressed(vulnerability, affected),
        };
    }

    private static string? First(IReadOnlyList<(string Name, string Value)> properties, string name) => CycloneDxScan.First(properties, name);

    private static Severity Gravest(IReadOnlyList<SeverityRating> ratings)
    {
        var gravest = Severity.Unknown;
        foreach (var rating in ratings)
        {
            gravest = rating.Severity > gravest ? rating.Severity : gravest;
        }

        return gravest;
    }

    private static KnownExploited? Exploited(CycloneDxVulnerability vulnerability)
    {
        var properties = vulnerability.Properties;
        return First(properties, CycloneDxProperties.Exploited) is { } catalog
            ? new KnownExploited(
                catalog,
                Day(First(properties, CycloneDxProperties.ExploitedAdded)),
                Day(First(properties, CycloneDxProperties.ExploitedDue)),
                CycloneDxScan.Truth(First(properties, CycloneDxProperties.ExploitedRansomware)) ?? false)
            : vulnerability.IsExploited ? new KnownExploited("cisa", Added: null, Due: null, Ransomware: false) : null;
    }

    private static Suppression? Suppressed(CycloneDxVulnerability vulnerability, CycloneDxAffected? affected)
    {
        var properties = vulnerability.Properties;
        return First(properties, CycloneDxProperties.SuppressedBy) is { } by
            ? new Suppression(by, First(properties, CycloneDxProperties.SuppressedStatus) ?? "", First(properties, CycloneDxProperties.SuppressedReason) ?? "")
            : vulnerability.Rejected is not null ? new Suppression("cyclonedx", "rejected", "")
            : affected is { IsUnaffected: true } ? new Suppression("cyclonedx", "unaffected", "") : null;
    }

    private static DateOnly? Day(string? text) => text is not null && Instants.TryDay(text, out var day) ? day : null;

    // Trivy writes `Upgrade NAME to version 1.2.3, 1.3.1`, one for each package, with semicolons between.
    private static IReadOnlyList<string> Recommended(string text, string package)
    {
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            var head = $"Upgrade {package} to version ";
            if (package.Length > 0 && part.StartsWith(head, StringComparison.Ordinal))
            {
                return FixedVersions.Split(part[head.Length..]);
            }
        }

        return [];
    }
}
