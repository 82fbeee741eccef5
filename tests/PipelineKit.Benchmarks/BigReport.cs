using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Benchmarks;

/// <summary>
/// A Trivy report of 220 MB, always the same bytes: 49,400 findings of 12,000 vulnerabilities in 6,000 packages and 40 results, each with description, references, vendors' severities and vectors, and lists of all packages, as Trivy writes them.
/// </summary>
internal static class BigReport
{
    /// <summary>The image the report is about.</summary>
    public const string ImageId = "sha256:961769676411f082461f9ef46626dd7a2d1e2b2a38e6a44364bcbecf51e66dd4";

    private const int Results = 40;
    private const int VulnerabilitiesPerResult = 1235;
    private const int PackagesPerResult = 150;

    private static readonly string[] Severities = ["LOW", "MEDIUM", "HIGH", "CRITICAL", "UNKNOWN", "MEDIUM", "LOW", "MEDIUM"];
    private static readonly string[] Words =
    [
        "buffer", "overflow", "allows", "remote", "attackers", "to", "execute", "arbitrary", "code", "via", "a", "crafted", "packet", "in", "the", "parser", "of", "length", "fields", "before", "version", "denial", "service", "memory",
        "\"quoted\"", "corruption", "when", "reading", "untrusted", "input", "through", "network", "<interface>", "and", "may", "lead", "disclosure",
    ];

    /// <summary>Writes it.</summary>
    public static void Write(string path)
    {
        using var file = File.Create(path, 1 << 20);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("SchemaVersion", 2);
        json.WriteString("CreatedAt", "2026-08-25T12:20:30.000000005Z");
        json.WriteString("ArtifactName", "registry.example/shop/api:1.0");
        json.WriteString("ArtifactType", "container_image");
        json.WriteStartObject("Metadata");
        json.WriteStartObject("OS");
        json.WriteString("Family", "debian");
        json.WriteString("Name", "12.5");
        json.WriteEndObject();
        json.WriteString("ImageID", ImageId);
        json.WriteStartObject("ImageConfig");
        json.WriteString("architecture", "amd64");
        json.WriteString("os", "linux");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("Results");
        for (var result = 0; result < Results; result++)
        {
            WriteResult(json, result);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, int result)
    {
        json.WriteStartObject();
        json.WriteString("Target", result == 0 ? "registry.example/shop/api:1.0 (debian 12.5)" : $"app/service{result}/package-lock.json");
        json.WriteString("Class", result == 0 ? "os-pkgs" : "lang-pkgs");
        json.WriteString("Type", result == 0 ? "debian" : "npm");
        json.WriteStartArray("Packages");
        for (var i = 0; i < PackagesPerResult; i++)
        {
            var package = (result * PackagesPerResult) + i;
            json.WriteStartObject();
            json.WriteString("ID", $"package-{package}@1.{package % 30}.0");
            json.WriteString("Name", $"package-{package}");
            WriteIdentifier(json, "Identifier", result, package);
            json.WriteString("Version", $"1.{package % 30}.0");
            json.WriteStartArray("Licenses");
            json.WriteStringValue("MIT");
            json.WriteEndArray();
            json.WriteStartArray("DependsOn");
            json.WriteStringValue($"package-{(package + 1) % (Results * PackagesPerResult)}@1.0.0");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("Vulnerabilities");
        for (var i = 0; i < VulnerabilitiesPerResult; i++)
        {
            WriteVulnerability(json, result, (result * VulnerabilitiesPerResult) + i);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVulnerability(Utf8JsonWriter json, int result, int number)
    {
        var package = (result * PackagesPerResult) + (number % PackagesPerResult);
        var vulnerability = number * 7 % 12_000;
        var cve = $"CVE-{2015 + (vulnerability % 11)}-{10000 + vulnerability}";
        json.WriteStartObject();
        json.WriteString("VulnerabilityID", cve);
        json.WriteString("PkgID", $"package-{package}@1.{package % 30}.0");
        json.WriteString("PkgName", $"package-{package}");
        WriteIdentifier(json, "PkgIdentifier", result, package);
        json.WriteString("InstalledVersion", $"1.{package % 30}.0");
        if (number % 3 != 0)
        {
            json.WriteString("FixedVersion", $"1.{package % 30}.{1 + (number % 9)}, 2.0.{number % 9}");
        }

        json.WriteString("Status", number % 3 != 0 ? "fixed" : "affected");
        json.WriteStartObject("Layer");
        json.WriteString("Digest", $"sha256:{number % 12:x64}");
        json.WriteString("DiffID", $"sha256:{100 + (number % 12):x64}");
        json.WriteEndObject();
        json.WriteString("SeveritySource", number % 2 == 0 ? "nvd" : "ghsa");
        json.WriteString("PrimaryURL", $"https://avd.aquasec.com/nvd/{cve}");
        json.WriteStartObject("DataSource");
        json.WriteString("ID", "ghsa");
        json.WriteString("Name", "GitHub Security Advisory npm");
        json.WriteString("URL", "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Anpm");
        json.WriteEndObject();
        json.WriteString("Fingerprint", $"sha256:{number:x64}");
        json.WriteString("Title", Text(vulnerability, 9));
        json.WriteString("Description", Text(vulnerability, 150));
        json.WriteString("Severity", Severities[vulnerability % Severities.Length]);
        json.WriteStartArray("CweIDs");
        json.WriteStringValue($"CWE-{number % 900}");
        json.WriteEndArray();
        WriteRatings(json, vulnerability);
        json.WriteStartArray("References");
        for (var i = 0; i < 15; i++)
        {
            json.WriteStringValue($"https://advisories{i}.example.org/security/{cve}/announcement/{vulnerability}");
        }

        json.WriteEndArray();
        json.WriteString("PublishedDate", string.Create(CultureInfo.InvariantCulture, $"20{15 + (vulnerability % 10)}-{1 + (vulnerability % 12):00}-{1 + (vulnerability % 28):00}T01:15:00Z"));
        json.WriteString("LastModifiedDate", "2025-05-26T12:15:00.123Z");
        json.WriteEndObject();
    }

    private static void WriteIdentifier(Utf8JsonWriter json, string name, int result, int package)
    {
        json.WriteStartObject(name);
        json.WriteString("PURL", result == 0 ? $"pkg:deb/debian/package-{package}@1.{package % 30}.0?arch=amd64&distro=debian-12.5" : $"pkg:npm/package-{package}@1.{package % 30}.0");
        json.WriteString("UID", $"{package:x16}");
        json.WriteEndObject();
    }

    private static void WriteRatings(Utf8JsonWriter json, int number)
    {
        json.WriteStartObject("VendorSeverity");
        foreach (var (source, place) in new[] { ("amazon", 0), ("cbl-mariner", 1), ("ghsa", 2), ("nvd", 3), ("redhat", 4), ("ubuntu", 5) })
        {
            json.WriteNumber(source, 1 + ((number + place) % 4));
        }

        json.WriteEndObject();
        json.WriteStartObject("CVSS");
        foreach (var source in new[] { "ghsa", "nvd", "redhat" })
        {
            json.WriteStartObject(source);
            json.WriteString("V3Vector", $"CVSS:3.1/AV:{"NALP"[number % 4]}/AC:{"LH"[number % 2]}/PR:{"NLH"[number % 3]}/UI:N/S:U/C:H/I:{"HLN"[number % 3]}/A:H");
            json.WriteNumber("V3Score", 4 + (number % 55 / 10.0));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Text(int number, int words)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(i == 0 ? "" : i % 25 == 0 ? "\n" : " ").Append(Words[((number * 31) + (i * 7) + (i * i % 11)) % Words.Length]);
        }

        return text.ToString();
    }
}
