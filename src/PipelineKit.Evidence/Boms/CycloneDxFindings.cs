using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Writes findings as <c>vulnerabilities</c>; what CycloneDX has no member for goes into properties.</summary>
internal static class CycloneDxFindings
{
    public static void Write(Utf8JsonWriter json, Bom bom, ScanReport report)
    {
        var references = new Dictionary<PackageIdentity, string>();
        foreach (var component in bom.Components)
        {
            if (component.Reference.Length > 0)
            {
                references.TryAdd(component.Package, component.Reference);
            }
        }

        json.WriteStartArray("vulnerabilities");
        var number = 0;
        foreach (var finding in report.Findings)
        {
            number++;
            json.WriteStartObject();
            json.WriteString("bom-ref", string.Create(CultureInfo.InvariantCulture, $"pipelinekit:finding:{number}"));
            Write(json, finding, references.GetValueOrDefault(finding.Package));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Finding finding, string? reference)
    {
        json.WriteString("id", finding.Id);
        Aliases(json, finding.Aliases);
        Ratings(json, finding.Ratings);
        json.Text("description", finding.Title);
        if (finding.Url is { Length: > 0 } url)
        {
            json.WriteStartArray("advisories");
            json.WriteStartObject();
            json.WriteString("url", url);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.Text("published", CycloneDxMembers.Of(finding.Published));
        if (finding.Package.Name.Length > 0)
        {
            Affects(json, finding, reference ?? finding.Package.Purl ?? $"{finding.Package.Name}@{finding.Package.Version}");
        }

        List<KeyValuePair<string, string>> properties = [];
        Put(properties, finding, isListed: reference is not null);
        json.Properties(properties);
    }

    private static void Aliases(Utf8JsonWriter json, IReadOnlyList<string> aliases)
    {
        if (aliases.Count == 0)
        {
            return;
        }

        json.WriteStartArray("references");
        foreach (var alias in aliases)
        {
            json.WriteStartObject();
            json.WriteString("id", alias);
            json.Named("source", alias.StartsWith("CVE-", StringComparison.Ordinal) ? "NVD" : alias.StartsWith("GHSA-", StringComparison.Ordinal) ? "GHSA" : "OSV");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Ratings(Utf8JsonWriter json, IReadOnlyList<SeverityRating> ratings)
    {
        if (ratings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("ratings");
        foreach (var rating in ratings)
        {
            json.WriteStartObject();
            json.Named("source", rating.Source);
            if (rating.Score is { } score && double.IsFinite(score))
            {
                json.WriteNumber("score", score);
            }

            json.WriteString("severity", Word(rating.Severity));
            json.Text("method", rating.Vector is { } vector ? Method(vector) : null);
            json.Text("vector", rating.Vector);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Affects(Utf8JsonWriter json, Finding finding, string reference)
    {
        json.WriteStartArray("affects");
        json.WriteStartObject();
        json.WriteString("ref", reference);
        if (finding.Package.Version.Length > 0)
        {
            json.WriteStartArray("versions");
            json.WriteStartObject();
            json.WriteString("version", finding.Package.Version);
            json.WriteString("status", "affected");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Put(List<KeyValuePair<string, string>> properties, Finding finding, bool isListed)
    {
        properties.Put(CycloneDxProperties.Kind, finding.Kind == FindingKind.Vulnerability ? null : CycloneDxWords.Of(finding.Kind));
        if (!isListed && finding.Package.Name.Length > 0)
        {
            properties.Put(CycloneDxProperties.PackageType, finding.Package.Type);
            properties.Put(CycloneDxProperties.PackageName, finding.Package.Name);
            properties.Put(CycloneDxProperties.PackageVersion, finding.Package.Version);
            properties.Put(CycloneDxProperties.PackageUrl, finding.Package.Purl);
        }

        properties.Put(CycloneDxProperties.Path, finding.Path);
        properties.Put(CycloneDxProperties.Line, finding.Line?.ToString(CultureInfo.InvariantCulture));
        properties.Put(CycloneDxProperties.FindingLayer, finding.Layer);
        properties.Put(CycloneDxProperties.Severity, Word(finding.Severity));
        properties.Put(CycloneDxProperties.Fix, CycloneDxWords.Of(finding.Fix));
        foreach (var version in finding.FixedVersions)
        {
            properties.Put(CycloneDxProperties.FixedVersion, version);
        }

        properties.Put(CycloneDxProperties.FixSince, CycloneDxMembers.Of(finding.FixAvailableSince));
        properties.Put(CycloneDxProperties.Epss, finding.Epss?.ToString("R", CultureInfo.InvariantCulture));
        properties.Put(CycloneDxProperties.LowConfidence, finding.IsLowConfidence ? "true" : null);
        if (finding.Exploited is { } exploited)
        {
            properties.Add(new(CycloneDxProperties.Exploited, exploited.Catalog));
            properties.Put(CycloneDxProperties.ExploitedAdded, CycloneDxMembers.Of(exploited.Added));
            properties.Put(CycloneDxProperties.ExploitedDue, CycloneDxMembers.Of(exploited.Due));
            properties.Put(CycloneDxProperties.ExploitedRansomware, exploited.Ransomware ? "true" : null);
        }

        if (finding.Suppression is { } suppression)
        {
            properties.Add(new(CycloneDxProperties.SuppressedBy, suppression.By));
            properties.Put(CycloneDxProperties.SuppressedStatus, suppression.Status);
            properties.Put(CycloneDxProperties.SuppressedReason, suppression.Reason);
        }
    }

    private static string Word(Severity severity) => CycloneDxWords.Of(severity);

    private static string Method(string vector) => vector switch
    {
        _ when vector.StartsWith("CVSS:4.", StringComparison.Ordinal) => "CVSSv4",
        _ when vector.StartsWith("CVSS:3.1", StringComparison.Ordinal) => "CVSSv31",
        _ when vector.StartsWith("CVSS:3.", StringComparison.Ordinal) => "CVSSv3",
        _ when vector.StartsWith("AV:", StringComparison.Ordinal) => "CVSSv2",
        _ => "other",
    };
}
