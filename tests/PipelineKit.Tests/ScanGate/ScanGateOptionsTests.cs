using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.ScanGate;
using PipelineKit.Testing;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

public sealed class ScanGateOptionsTests
{
    private const string Pinned = "ghcr.io/acme/shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("", "There is nothing to judge")]
    [InlineData("--image ghcr.io/acme/shop:1", "has no digest")]
    [InlineData("--image ghcr.io/acme/Shop:1 --resolve", "is not an image")]
    [InlineData("--reports a.json --scanner trivy", "There is no image for the scanner")]
    [InlineData("--reports a.json --database osv", "There is no image whose packages")]
    [InlineData("--reports a.json --attest decision", "There is no image to attach attestations to")]
    [InlineData("--image docker:shop --attest decision", "There is no image to attach attestations to")]
    [InlineData("--reports a.json --attest everything", "`everything` cannot be attested")]
    [InlineData("--reports a.json --policy p.yaml --fail-on high", "`fail-on` is given beside `policy`")]
    [InlineData("--reports a.json --policy p.yaml --allow-unbound", "`allow-unbound` is given beside `policy`")]
    [InlineData("--reports a.json --policy p.yaml --mode no-worse", "`mode` is given beside `policy`")]
    [InlineData("--reports a.json --mode no-worse", "`no-worse` needs something to compare with")]
    [InlineData("--reports a.json --compare-to " + Pinned, "nothing says what was found in it")]
    [InlineData("--reports a.json --compare-to lock:images.lock.yaml --database osv", "`image` names none")]
    [InlineData("--image " + Pinned + " --database osv --compare-to " + Pinned + " --compare-to lock:l.yaml", "`compare-to` names several things")]
    [InlineData("--reports a.json --epss-threshold 2", "a number from 0 to 1")]
    [InlineData("--reports a.json --epss-threshold NaN", "a number from 0 to 1")]
    [InlineData("--reports a.json --max-scan-age soon", "a duration such as")]
    [InlineData("--reports a.json --fail-on severe", "allowed are default, critical")]
    [InlineData("--reports a.json --at 2026-01-01T00:00:00Z", "`at` is only for `replay`")]
    [InlineData("replay d.json --at yesterday", "a time in UTC")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_read(string words, string why)
    {
        using var program = new CommandLineRun { Commands = [ScanGateAction.Definition] };

        Assert.Equal(ExitCode.BadInput, await program.RunAsync(["scan-gate", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

        Assert.Contains(why, program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        using var folder = new TempFolder();
        var context = GateWorld.Context(folder.Path, ("image", "ghcr.io/acme/shop:1"), ("policy", "p.yaml"), ("fail-on", "high"), ("only-fixed", "true"), ("attest", "x"));

        Assert.Equal(4, Assert.Throws<FailureException>(new ScanGateOptionsParser(context).Parse).Failures.Count);
    }

    [Fact]
    public void The_small_policy_is_what_its_inputs_say()
    {
        using var folder = new TempFolder();
        var options = new ScanGateOptionsParser(GateWorld.Context(
            folder.Path,
            ("reports", "a.json"), ("mode", "no-worse"), ("compare-to", "b.json"), ("fail-on", "medium"), ("only-fixed", "true"), ("fail-on-exploited", "false"), ("epss-threshold", "0.1"), ("max-scan-age", "24h"),
            ("max-database-age", "2d"), ("allow-licenses", "MIT,Apache-2.0"), ("deny-licenses", "AGPL-3.0-only"), ("sbom-required", "true"), ("sbom-profile", "ntia-2021"), ("platforms", "linux/amd64"),
            ("vex-trust", "https://acme.example/*"), ("allow-unbound", "true"))).Parse().SmallPolicy;

        Assert.Equal((CompareMode.NoWorse, Severity.Medium, true, false, 0.1), (options.Compare, options.FailOn, options.OnlyFixed, options.FailOnExploited, options.EpssThreshold));
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromDays(2), true, true), (options.MaxScanAge, options.MaxDatabaseAge, options.SbomRequired, options.AllowUnbound));
        Assert.Equal(["MIT", "Apache-2.0", "AGPL-3.0-only", "ntia-2021", "linux/amd64", "https://acme.example/*"], [.. options.AllowLicenses, .. options.DenyLicenses, .. options.SbomProfiles, .. options.Platforms, .. options.VexTrust]);
    }

    [Theory]
    [InlineData(Pinned, "image")]
    [InlineData("oci:images:1.3", "image")]
    [InlineData("docker:shop", "image")]
    [InlineData("lock:environments/{environment}/images.lock.yaml", "lock environments/production/images.lock.yaml")]
    [InlineData("before.json", "reports")]
    [InlineData("before/*.json", "reports")]
    public void What_is_compared_with_is_told_by_how_it_is_written(string line, string expected)
    {
        using var folder = new TempFolder();
        var compared = new ScanGateOptionsParser(GateWorld.Context(folder.Path, ("image", Pinned), ("database", "osv"), ("environment", "production"), ("compare-to", line))).Parse().CompareTo;

        Assert.Equal(expected, compared.Image.Length > 0 ? "image" : compared.Lock.Length > 0 ? $"lock {compared.Lock}" : "reports");
    }

    [Theory]
    [InlineData("--reports a.json", "`a.json` of `reports` does not exist")]
    [InlineData("--reports nothing/*.json", "`nothing/*.json` of `reports` fits no file")]
    [InlineData("--reports present.json --vex v.json", "`v.json` of `vex` does not exist")]
    [InlineData("--reports present.json --policy p.yaml", "`p.yaml` of `policy` does not exist")]
    [InlineData("--reports present.json --exceptions e.yaml", "`e.yaml` of `exceptions` does not exist")]
    [InlineData("--reports present.json --kev k.json", "`k.json` of `kev` does not exist")]
    [InlineData("--reports present.json --epss e.csv", "`e.csv` of `epss` does not exist")]
    [InlineData("--reports present.json --compare-to b.json", "`b.json` of `compare-to` does not exist")]
    [InlineData("replay d.json", "`d.json` of `replay` does not exist")]
    public async Task A_file_that_is_not_there_is_a_mistake_and_not_a_verdict(string words, string why)
    {
        using var program = new CommandLineRun { Commands = [ScanGateAction.Definition] };
        program.Folder.Write("present.json", """{"matches":[]}""");

        Assert.Equal(ExitCode.BadInput, await program.RunAsync(["scan-gate", .. words.Split(' ')]));

        Assert.Contains(why, program.Error, StringComparison.Ordinal);
    }
}
