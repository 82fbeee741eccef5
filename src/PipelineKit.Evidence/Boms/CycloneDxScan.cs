using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>The facts of a scan as properties of the metadata, in both directions.</summary>
internal static class CycloneDxScan
{
    private const char Separator = '|';

    /// <summary>Adds them.</summary>
    public static void Put(List<KeyValuePair<string, string>> properties, ScanReport report)
    {
        properties.Add(new(CycloneDxProperties.Scanner, report.Scanner.Name));
        properties.Put(CycloneDxProperties.ScannerVersion, report.Scanner.Version);
        properties.Put(CycloneDxProperties.DatabaseBuilt, CycloneDxMembers.Of(report.Scanner.DatabaseBuilt));
        properties.Put(CycloneDxProperties.DatabaseVersion, report.Scanner.DatabaseVersion);
        properties.Put(CycloneDxProperties.ScannedAt, CycloneDxMembers.Of(report.ScannedAt));
        properties.Put(CycloneDxProperties.Succeeded, CycloneDxMembers.Of(report.Succeeded));
        properties.Put(CycloneDxProperties.ResultsAbsent, report.ResultsAbsent ? "true" : null);
        properties.Put(CycloneDxProperties.FiltersSaid, report.Filters.IsSaid ? "true" : null);
        Put(properties, CycloneDxProperties.LeftOut, report.Filters.LeftOut);
        foreach (var part in report.Coverage)
        {
            // The target comes last: it may hold the separator itself.
            properties.Put(CycloneDxProperties.Covered, $"{part.Ecosystem}{Separator}{part.Packages?.ToString(CultureInfo.InvariantCulture)}{Separator}{part.Target}");
        }

        PutSubject(properties, report.Subject);
    }

    /// <summary>Reads them; null when the document is no scan of ours.</summary>
    public static ScanReport? Read(IReadOnlyList<(string Name, string Value)> properties)
    {
        if (First(properties, CycloneDxProperties.Scanner) is not { } scanner)
        {
            return null;
        }

        var leftOut = All(properties, CycloneDxProperties.LeftOut);
        return new ScanReport
        {
            Scanner = new ScannerFacts(
                scanner,
                First(properties, CycloneDxProperties.ScannerVersion) ?? "",
                Instant(First(properties, CycloneDxProperties.DatabaseBuilt)),
                First(properties, CycloneDxProperties.DatabaseVersion) ?? ""),
            ScannedAt = Instant(First(properties, CycloneDxProperties.ScannedAt)),
            Succeeded = Truth(First(properties, CycloneDxProperties.Succeeded)),
            ResultsAbsent = Truth(First(properties, CycloneDxProperties.ResultsAbsent)) ?? false,
            Filters = new FilterFacts(Truth(First(properties, CycloneDxProperties.FiltersSaid)) ?? false, leftOut),
            Coverage = [.. All(properties, CycloneDxProperties.Covered).Select(Part)],
            Subject = new SubjectFacts
            {
                Name = First(properties, CycloneDxProperties.ScanSubject) ?? "",
                Manifests = Digests.Of(All(properties, CycloneDxProperties.ScanManifest)),
                Configs = Digests.Of(All(properties, CycloneDxProperties.ScanConfig)),
                DiffIds = Digests.Of(All(properties, CycloneDxProperties.ScanLayer)),
                Platform = First(properties, CycloneDxProperties.ScanPlatform),
                OperatingSystem = First(properties, CycloneDxProperties.SystemFamily) is { } family
                    ? new OperatingSystemFacts(family, First(properties, CycloneDxProperties.SystemVersion) ?? "", Truth(First(properties, CycloneDxProperties.SystemEnded)))
                    : null,
            },
        };
    }

    /// <summary>The first value of a name, or null.</summary>
    public static string? First(IReadOnlyList<(string Name, string Value)> properties, string name)
    {
        foreach (var property in properties)
        {
            if (property.Name == name)
            {
                return property.Value;
            }
        }

        return null;
    }

    /// <summary>All values of a name, in order.</summary>
    public static IReadOnlyList<string> All(IReadOnlyList<(string Name, string Value)> properties, string name)
    {
        List<string> values = [];
        foreach (var property in properties)
        {
            if (property.Name == name)
            {
                values.Add(property.Value);
            }
        }

        return values;
    }

    /// <summary>An instant with its offset; null for anything else.</summary>
    public static DateTimeOffset? Instant(string? text) =>
        text is not null && Instants.TryParse(text, out var instant) ? instant : null;

    /// <summary>A truth value; null for anything else.</summary>
    public static bool? Truth(string? text) => text switch { "true" => true, "false" => false, _ => null };

    private static void PutSubject(List<KeyValuePair<string, string>> properties, SubjectFacts subject)
    {
        properties.Put(CycloneDxProperties.ScanSubject, subject.Name);
        Put(properties, CycloneDxProperties.ScanManifest, [.. subject.Manifests.Select(d => d.Text)]);
        Put(properties, CycloneDxProperties.ScanConfig, [.. subject.Configs.Select(d => d.Text)]);
        Put(properties, CycloneDxProperties.ScanLayer, [.. subject.DiffIds.Select(d => d.Text)]);
        properties.Put(CycloneDxProperties.ScanPlatform, subject.Platform);
        properties.Put(CycloneDxProperties.SystemFamily, subject.OperatingSystem?.Family);
        properties.Put(CycloneDxProperties.SystemVersion, subject.OperatingSystem?.Version);
        properties.Put(CycloneDxProperties.SystemEnded, CycloneDxMembers.Of(subject.OperatingSystem?.IsEndOfLife));
    }

    private static void Put(List<KeyValuePair<string, string>> properties, string name, IReadOnlyList<string> values)
    {
        foreach (var value in values)
        {
            properties.Put(name, value);
        }
    }

    private static CoveredPart Part(string text)
    {
        var parts = text.Split(Separator, 3);
        return new CoveredPart(parts[0], parts.Length > 2 ? parts[2] : "", parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var packages) ? packages : null);
    }
}
