using System.Diagnostics;
using System.Globalization;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests;

/// <summary>Every report of the shared data, counted by jq as well.</summary>
public sealed class SharedReportTests
{
    private const string Trivy = """
        [.Results[]? | (.Vulnerabilities[]?, (.Misconfigurations[]? | select(.Status == "FAIL" or .Status == null)), .Secrets[]?, .Licenses[]?) | .Severity | ascii_downcase]
        + [.Results[]?.ExperimentalModifiedFindings[]? | "suppressed"]
        """;

    private const string Grype = """[.matches[] | .vulnerability.severity | ascii_downcase] + [.ignoredMatches[]? | "suppressed"]""";

    private const string Snyk = """
        [(if type == "array" then .[] else . end) | (., .applications[]?) | .vulnerabilities | unique_by(.id, .name, .version)[] | (.severityWithCritical // .severity)]
        + [(if type == "array" then .[] else . end) | (., .applications[]?) | .filtered.ignore, .filtered.patch | arrays | unique_by(.id, .name, .version)[] | "suppressed"]
        """;

    private const string Sarif = """[.runs[].results[] | (.message.text | capture("Severity: (?<s>[A-Z]+)").s | ascii_downcase)]""";

    private const string Osv = """[.results[].packages[].groups[] | "any"]""";

    [SkippableTheory]
    [InlineData("trivy", Trivy, EvidenceFormat.Trivy)]
    [InlineData("grype", Grype, EvidenceFormat.Grype)]
    [InlineData("snyk", Snyk, EvidenceFormat.Snyk)]
    [InlineData("sarif", Sarif, EvidenceFormat.Sarif)]
    [InlineData("osv", Osv, EvidenceFormat.OsvScanner)]
    public async Task Every_shared_report_has_as_many_findings_of_each_severity_as_jq_counts(string folder, string filter, EvidenceFormat format)
    {
        var jq = Peer.Program("jq");
        foreach (var file in Directory.EnumerateFiles(Peer.SharedData("reports/" + folder)).Where(IsReport))
        {
            var document = Sample.ReadFile(file);
            Assert.Equal(format, document.Format);
            var counted = document.Report!.Findings
                .Select(f => folder == "osv" ? "any" : f.Suppression is not null ? "suppressed" : Word(f.Severity, folder))
                .GroupBy(w => w, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}={g.Count()}"));
            var expected = await RunAsync(jq, "-r", $"({filter}) | group_by(.) | map(\"\\(.[0])=\\(length)\") | join(\" \")", file);
            Assert.True(expected == string.Join(' ', counted), $"{Path.GetFileName(file)}: jq counts '{expected}', we '{string.Join(' ', counted)}'");
        }
    }

    [SkippableTheory]
    [InlineData("grype/anchore-fixture-image-simple.golden")]
    [InlineData("osv/vuln-grouped.json")]
    public void What_lies_among_the_reports_and_is_none_is_refused(string file)
    {
        var path = Peer.SharedData("reports/" + file);
        var refused = Assert.Throws<EvidenceException>(() => Sample.ReadFile(path));
        Assert.Contains(refused.Problem, new[] { EvidenceProblem.Damaged, EvidenceProblem.UnknownFormat });
    }

    [SkippableFact]
    public void A_trivy_report_says_what_was_scanned()
    {
        var document = Sample.ReadFile(Peer.SharedData("reports/trivy/alpine-310.json.golden"));
        var report = document.Report!;
        Assert.Equal("2", document.FormatVersion);
        Assert.Equal(new ScannerFacts("trivy", "dev"), report.Scanner);
        Assert.Equal("linux/amd64", report.Subject.Platform);
        Assert.Equal("sha256:961769676411f082461f9ef46626dd7a2d1e2b2a38e6a44364bcbecf51e66dd4", Assert.Single(report.Subject.Configs).Text);
        Assert.Equal("sha256:03901b4a2ea88eeaad62dbe59b072b28b6efa00491962b8741081c5df50c65e0", Assert.Single(report.Subject.DiffIds).Text);
        Assert.Equal(new OperatingSystemFacts("alpine", "3.10.2", true), report.Subject.OperatingSystem);
        Assert.Equal(new CoveredPart("apk", "testdata/fixtures/images/alpine-310.tar.gz (alpine 3.10.2)", null), Assert.Single(report.Coverage));
        Assert.False(report.Filters.IsSaid);
        Assert.Equal(new DateTimeOffset(2021, 8, 25, 12, 20, 30, TimeSpan.Zero), report.ScannedAt);
        var first = report.Findings[0];
        Assert.Equal(("CVE-2019-1549", "libcrypto1.1", "1.1.1c-r0", "apk"), (first.Id, first.Package.Name, first.Package.Version, first.Package.Type));
        Assert.Equal(["1.1.1d-r0"], first.FixedVersions);
        Assert.Equal(FixState.Fixed, first.Fix);
        Assert.Contains(first.Ratings, r => r is { Source: "nvd", Score: 5.3, Severity: Severity.Medium, Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N" });
    }

    [SkippableFact]
    public void The_digest_of_a_report_is_that_of_its_bytes()
    {
        var path = Peer.SharedData("reports/trivy/npm.json.golden");
        Assert.Equal(Oci.Digest.Sha256(File.ReadAllBytes(path)), Sample.ReadFile(path).Digest);
    }

    /// <summary>Two of Grype's files are image archives, one of OSV-Scanner's is a test's own structure.</summary>
    private static bool IsReport(string path) => !path.Contains("image-simple", StringComparison.Ordinal) && !path.EndsWith("vuln-grouped.json", StringComparison.Ordinal);

    private static string Word(Severity severity, string folder) => severity == Severity.Negligible && folder == "grype" ? "negligible" : severity.ToString().ToLowerInvariant();

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output.Trim();
    }
}
