using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class ScanReasonTests
{
    private static readonly EvidenceRules Strict = new() { ScanAge = TimeSpan.FromHours(24), DatabaseAge = TimeSpan.FromHours(48), FiltersMustBeSaid = true };

    [Fact]
    public void A_whole_proof_passes() => Assert.Equal("Pass", Judge(Strict, r => r));

    [Fact]
    public void No_scan_is_no_proof() => Assert.Equal("Fail evidence.missing", GateSamples.Blocking(GateSamples.Case(GateSamples.Sbom())));

    [Fact]
    public void Nothing_at_all_is_no_proof() => Assert.Equal("Fail evidence.missing", GateSamples.Blocking(GateSamples.Case()));

    [Fact]
    public void Without_a_scan_it_passes_only_where_the_policy_asks_for_none() =>
        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case() with { Policy = GateSamples.Policy(new EvidenceRules { VulnerabilityScanRequired = false }) }));

    [Theory]
    [InlineData(-23, -47, "Pass")]
    [InlineData(-25, -47, "Fail evidence.stale")]
    [InlineData(-23, -49, "Fail evidence.stale")]
    [InlineData(null, -47, "Fail evidence.stale")]
    [InlineData(-23, null, "Fail evidence.stale")]
    [InlineData(1, -47, "Fail evidence.stale")]
    [InlineData(-23, 1, "Fail evidence.stale")]
    public void Ages_are_held_to_their_limits_and_what_is_not_said_is_not_fresh(int? scanned, int? built, string expected) =>
        Assert.Equal(expected, Judge(Strict, r => r with { ScannedAt = Hours(scanned), Scanner = r.Scanner with { DatabaseBuilt = Hours(built) } }));

    [Fact]
    public void Clocks_may_differ_by_five_minutes() =>
        Assert.Equal("Pass", Judge(Strict, r => r with { ScannedAt = GateSamples.At.AddMinutes(5) }));

    [Fact]
    public void Filters_that_are_said_or_cannot_be_said_are_gaps()
    {
        Assert.Equal("Fail evidence.filtered", Judge(Strict, r => r with { Filters = new FilterFacts(IsSaid: true, ["only-fixed"]) }));
        Assert.Equal("Fail evidence.filtered", Judge(Strict, r => r with { Filters = FilterFacts.NotSaid }));
        Assert.Equal("Pass", Judge(new EvidenceRules(), r => r with { Filters = FilterFacts.NotSaid }));
        Assert.Equal("Pass", Judge(Strict with { FiltersAllowed = true }, r => r with { Filters = new FilterFacts(IsSaid: true, ["only-fixed"]) }));
    }

    [Fact]
    public void A_scan_that_failed_or_shows_nothing_proves_nothing()
    {
        Assert.Equal("Fail evidence.scan-failed", Judge(Strict, r => r with { Succeeded = false }));
        Assert.Equal("Fail evidence.partial-coverage", Judge(Strict, r => r with { ResultsAbsent = true }));
        Assert.Equal("Fail evidence.partial-coverage", Judge(Strict, r => r with { Coverage = [] }));
        Assert.Equal("Fail evidence.partial-coverage", Judge(Strict, r => r with { Coverage = [new CoveredPart("deb", "", 0)] }));
        Assert.Equal("Fail evidence.partial-coverage", Judge(Strict, r => r with { Coverage = [new CoveredPart("secret", "", null)] }));
        Assert.Equal("Fail evidence.missing", Judge(Strict, r => r with { Scanner = r.Scanner with { Name = "" } }));
    }

    [Theory]
    [InlineData(EvidenceFormat.Grype, "grype", null, "Pass")]
    [InlineData(EvidenceFormat.Sarif, "Trivy", true, "Pass")]
    [InlineData(EvidenceFormat.Sarif, "Trivy", null, "Fail evidence.partial-coverage")]
    [InlineData(EvidenceFormat.Sarif, "CodeQL", true, "Fail evidence.partial-coverage")]
    [InlineData(EvidenceFormat.Snyk, "snyk", true, "Pass")]
    [InlineData(EvidenceFormat.Snyk, "snyk", null, "Fail evidence.partial-coverage")]
    [InlineData(EvidenceFormat.CycloneDx, "syft", true, "Fail evidence.partial-coverage")]
    [InlineData(EvidenceFormat.OsvScanner, "osv-scanner", true, "Fail evidence.partial-coverage")]
    public void An_empty_result_counts_only_where_it_proves_that_something_was_looked_at(EvidenceFormat format, string scanner, bool? succeeded, string expected)
    {
        var report = GateSamples.Report() with { Coverage = [], Scanner = new ScannerFacts(scanner), Succeeded = succeeded };

        Assert.Equal(expected, GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(report, format: format))));
    }

    [Theory]
    [InlineData(EvidenceProblem.Damaged, "Fail evidence.parse-error")]
    [InlineData(EvidenceProblem.UnknownFormat, "Fail evidence.parse-error")]
    [InlineData(EvidenceProblem.TooLarge, "Fail evidence.parse-error")]
    [InlineData(EvidenceProblem.ScanFailed, "Fail evidence.scan-failed")]
    public void What_cannot_be_read_blocks_beside_any_other_proof(EvidenceProblem problem, string expected)
    {
        var broken = new EvidenceItem("b.json", GateSamples.Of("b"), Document: null, new EvidenceException(problem, "b.json", "Results[3] is a number", 7));
        var @case = GateSamples.Case(GateSamples.Scan(), broken);

        Assert.Equal(expected, GateSamples.Blocking(@case));
        var reason = GateJudge.Decide(@case).Reasons[0];
        Assert.Equal(("b.json", 7, "b.json: Results[3] is a number"), (reason.File, reason.Line, reason.Message));
    }

    [Fact]
    public void Two_scanners_are_two_and_two_reports_of_one_are_not()
    {
        var policy = GateSamples.Policy(new EvidenceRules { Scanners = 2 });
        var second = GateSamples.Scan(GateSamples.Report() with { Scanner = new ScannerFacts("grype") }, "grype.json", EvidenceFormat.Grype);

        Assert.Equal("Fail evidence.too-few-scanners", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), GateSamples.Scan(GateSamples.Report(), "again.json")) with { Policy = policy }));
        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), second) with { Policy = policy }));
    }

    [Fact]
    public void A_gap_of_a_further_scan_only_warns_and_what_it_found_counts()
    {
        var stale = GateSamples.Scan(GateSamples.Report() with { ScannedAt = null }, "old.json");
        var policy = GateSamples.Policy(Strict);

        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), stale) with { Policy = policy }));
        Assert.Contains("evidence.stale", GateSamples.Warnings(GateSamples.Case(GateSamples.Scan(), stale) with { Policy = policy }), StringComparison.Ordinal);
        var found = GateSamples.Scan(GateSamples.Report(GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical)) with { ScannedAt = null }, "old.json");
        Assert.Equal("Fail vulnerability", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), found) with { Policy = policy }));
    }

    [Fact]
    public void What_the_policy_names_must_have_been_looked_at()
    {
        Assert.Equal("Pass", Judge(new EvidenceRules { Coverage = ["os", "deb"] }, r => r));
        Assert.Equal("Fail evidence.partial-coverage", Judge(new EvidenceRules { Coverage = ["os", "nuget"] }, r => r));
    }

    [Fact]
    public void What_the_bill_of_materials_has_must_have_been_looked_at()
    {
        var npm = new BomComponent { Package = new PackageIdentity("npm", "left-pad", "1.0.0") };
        var grype = GateSamples.Scan(GateSamples.Report() with { Coverage = [] }, format: EvidenceFormat.Grype);

        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), GateSamples.Sbom(GateSamples.Component("zlib1g")))));
        Assert.Equal("Fail evidence.partial-coverage", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), GateSamples.Sbom(npm))));
        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case(grype, GateSamples.Sbom(npm))));
        Assert.Contains("evidence.partial-coverage", GateSamples.Warnings(GateSamples.Case(grype, GateSamples.Sbom(npm))), StringComparison.Ordinal);
        Assert.Equal("Fail evidence.partial-coverage", GateSamples.Blocking(GateSamples.Case(grype, GateSamples.Sbom(npm)) with { Policy = GateSamples.Policy(new EvidenceRules { Coverage = ["npm"] }) }));
    }

    [Fact]
    public void A_catalogue_of_ours_that_is_not_whole_proves_nothing_about_the_rest()
    {
        var sbom = GateSamples.Sbom(GateSamples.Component("zlib1g"));
        var partial = sbom with { Document = sbom.Document! with { Bom = sbom.Document.Bom! with { Completeness = "incomplete" } } };

        Assert.Equal("Fail evidence.partial-coverage", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), partial with { Trust = EvidenceTrust.Made })));
        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(), partial)));
    }

    [Theory]
    [InlineData(GateAction.Warn, "Pass")]
    [InlineData(GateAction.Block, "Fail end-of-life")]
    public void A_distribution_without_support_does_what_the_policy_says(GateAction action, string expected)
    {
        var report = GateSamples.Report();
        var old = report with { Subject = report.Subject with { OperatingSystem = new OperatingSystemFacts("debian", "8", IsEndOfLife: true) } };

        Assert.Equal(expected, GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(old)) with { Policy = GateSamples.Policy() with { EndOfLife = action } }));
    }

    private static DateTimeOffset? Hours(int? hours) => hours is { } h ? GateSamples.At.AddHours(h) : null;

    private static string Judge(EvidenceRules rules, Func<ScanReport, ScanReport> change) =>
        GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(change(GateSamples.Report()))) with { Policy = GateSamples.Policy(rules) });
}
