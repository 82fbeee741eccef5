using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Oci;

namespace PipelineKit.Tests.ScanGate;

/// <summary>A match of a report.</summary>
/// <param name="Id">The vulnerability.</param>
/// <param name="Severity">As Grype writes it: <c>Critical</c>.</param>
/// <param name="Package">The Debian package.</param>
/// <param name="Fix">The version with the fix; null for none.</param>
internal sealed record GrypeMatch(string Id, string Severity, string Package = "openssl", string? Fix = "3.0.13-1");

/// <summary>Reports as Grype writes them, with everything a gate asks for: digest, platform, distribution, age of the data, no filters.</summary>
internal static class GrypeReport
{
    private static readonly string Now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The report.</summary>
    /// <param name="image"><c>name@digest</c> of the image or index.</param>
    /// <param name="manifest">The digest of the platform's manifest.</param>
    /// <param name="architecture">The platform's.</param>
    /// <param name="matches">What it found.</param>
    public static string Of(string image, Digest manifest, string architecture, IEnumerable<GrypeMatch> matches)
    {
        var report = new JsonObject
        {
            ["matches"] = new JsonArray([.. matches.Select(Match)]),
            ["source"] = new JsonObject
            {
                ["type"] = "image",
                ["target"] = new JsonObject
                {
                    ["userInput"] = image,
                    ["imageID"] = Digest.Sha256(Encoding.UTF8.GetBytes(architecture)).Text,
                    ["manifestDigest"] = manifest.Text,
                    ["repoDigests"] = new JsonArray(image),
                    ["architecture"] = architecture,
                    ["os"] = "linux",
                },
            },
            ["distro"] = new JsonObject { ["name"] = "debian", ["version"] = "12", ["idLike"] = new JsonArray() },
            ["descriptor"] = new JsonObject
            {
                ["name"] = "grype",
                ["version"] = "0.92.0",
                ["configuration"] = new JsonObject { ["only-fixed"] = false, ["only-notfixed"] = false, ["ignore-wontfix"] = "", ["ignore"] = new JsonArray() },
                ["db"] = new JsonObject { ["status"] = new JsonObject { ["schemaVersion"] = "v6.0.2", ["built"] = Now, ["valid"] = true } },
                ["timestamp"] = Now,
            },
        };
        return report.ToJsonString();
    }

    private static JsonObject Match(GrypeMatch match) => new()
    {
        ["vulnerability"] = new JsonObject
        {
            ["id"] = match.Id,
            ["dataSource"] = $"https://security-tracker.debian.org/tracker/{match.Id}",
            ["namespace"] = "debian:distro:debian:12",
            ["severity"] = match.Severity,
            ["urls"] = new JsonArray(),
            ["cvss"] = new JsonArray(),
            ["fix"] = new JsonObject { ["versions"] = match.Fix is null ? [] : new JsonArray(match.Fix), ["state"] = match.Fix is null ? "not-fixed" : "fixed" },
            ["advisories"] = new JsonArray(),
        },
        ["relatedVulnerabilities"] = new JsonArray(),
        ["matchDetails"] = new JsonArray(new JsonObject { ["type"] = "exact-direct-match", ["matcher"] = "dpkg-matcher" }),
        ["artifact"] = new JsonObject
        {
            ["name"] = match.Package,
            ["version"] = "3.0.11-1",
            ["type"] = "deb",
            ["locations"] = new JsonArray(new JsonObject { ["path"] = "/var/lib/dpkg/status" }),
            ["purl"] = $"pkg:deb/debian/{match.Package}@3.0.11-1?arch=amd64&distro=debian-12",
        },
    };
}
