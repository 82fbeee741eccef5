using System.Text;
using PipelineKit.Scans;
using Xunit;

namespace PipelineKit.Tests.Scans;

public sealed class ScannerAnswersTests
{
    [Theory]
    [InlineData("""{"Version":"0.58.1","VulnerabilityDB":{"Version":2,"UpdatedAt":"2026-11-21T06:15:40Z"}}""", "2026-11-21T06:15:40.0000000+00:00", "2")]
    [InlineData("""{"VulnerabilityDB":{"Version":2,"UpdatedAt":"2026-11-21T08:15:40.5+02:00"}}""", "2026-11-21T06:15:40.5000000+00:00", "2")]
    [InlineData("""{"VulnerabilityDB":{"Version":2,"UpdatedAt":"0001-01-01T00:00:00Z"}}""", null, "2")]
    [InlineData("""{"VulnerabilityDB":{"Version":2,"UpdatedAt":"yesterday"}}""", null, "2")]
    [InlineData("""{"VulnerabilityDB":null}""", null, "")]
    [InlineData("""{"VulnerabilityDB":{"UpdatedAt":"2026-11-21T06:15:40Z"},"VulnerabilityDB":{}}""", null, "")]
    [InlineData("Version: 0.58.1", null, "")]
    [InlineData("", null, "")]
    public void What_Trivy_says_about_its_data(string answer, string? built, string version) =>
        Assert.Equal((built, version), Shown(ScannerAnswers.TrivyDatabase(Encoding.UTF8.GetBytes(answer))));

    [Theory]
    [InlineData("""{"schemaVersion":"v6.0.2","built":"2026-11-20T01:30:00Z","valid":true}""", "2026-11-20T01:30:00.0000000+00:00", "v6.0.2")]
    [InlineData("""{"location":"/x/5","built":"2026-11-20T01:30:00Z","schemaVersion":5,"error":null}""", "2026-11-20T01:30:00.0000000+00:00", "5")]
    [InlineData("""{"schemaVersion":"v6.0.2","built":"2026-11-20T01:30:00Z","valid":false}""", null, "")]
    [InlineData("""{"schemaVersion":"v6.0.2","built":"2026-11-20T01:30:00Z","error":"damaged"}""", null, "")]
    [InlineData("""[]""", null, "")]
    public void What_Grype_says_about_its_data(string answer, string? built, string version) =>
        Assert.Equal((built, version), Shown(ScannerAnswers.GrypeDatabase(Encoding.UTF8.GetBytes(answer))));

    [Theory]
    [InlineData(ScanWorld.OsvVersion, "2.0.2")]
    [InlineData("osv-scanner version: 1.9.1\r\ncommit: n/a\r\n", "1.9.1")]
    [InlineData("osv-scalibr version: 0.2.1\n", null)]
    public void What_OSV_Scanner_says_about_itself(string answer, string? version) => Assert.Equal(version, ScannerAnswers.OsvVersion(Encoding.UTF8.GetBytes(answer)));

    private static (string? Built, string Version) Shown(DatabaseState state) => (state.Built?.ToString("O"), state.Version);
}
