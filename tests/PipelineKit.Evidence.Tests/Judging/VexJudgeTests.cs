using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class VexJudgeTests
{
    private const string Zlib = "pkg:deb/debian/zlib1g@1.0-1";
    private const VexStatus No = VexStatus.NotAffected;

    private static readonly Finding Critical = GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical, aliases: ["GHSA-a1"]);

    [Theory]
    [InlineData("CVE-2021-1000", Zlib, "Pass")]
    [InlineData("GHSA-a1", Zlib, "Pass")]
    [InlineData("DEBIAN-CVE-2021-1000", Zlib, "Pass")]
    [InlineData("CVE-2021-2000", Zlib, "Fail vulnerability")]
    [InlineData("CVE-2021-1000", "pkg:deb/debian/zlib1g@1.0-1?arch=amd64", "Pass")]
    [InlineData("CVE-2021-1000", "pkg:deb/debian/zlib1g@1.0-1?arch=arm64", "Fail vulnerability")]
    [InlineData("CVE-2021-1000", "pkg:deb/debian/zlib1g@2", "Fail vulnerability")]
    [InlineData("CVE-2021-1000", "pkg:deb/debian/zlib1g", "Fail vulnerability")]
    [InlineData("CVE-2021-1000", "registry.example/team/app", "Fail vulnerability")]
    public void A_statement_excuses_what_it_is_about(string id, string product, string expected) =>
        Assert.Equal(expected, Judge(["acme"], GateSamples.Says(No, id, product)));

    [Fact]
    public void The_image_is_meant_by_its_digest()
    {
        Assert.Equal("Pass", Judge(["acme"], GateSamples.Says(No, "CVE-2021-1000", $"pkg:oci/app@{GateSamples.Image.Text.Replace(":", "%3A", StringComparison.Ordinal)}")));
        Assert.Equal("Pass", Judge(["acme"], GateSamples.Says(No, "CVE-2021-1000", "registry.example/team/app@" + GateSamples.Image.Text)));
        Assert.Equal("Fail vulnerability", Judge(["acme"], GateSamples.Says(No, "CVE-2021-1000", "registry.example/team/app@" + GateSamples.Of("other").Text)));
    }

    [Theory]
    [InlineData(Zlib, true)]
    [InlineData("pkg:deb/debian/bash@1.0-1", false)]
    public void Parts_of_the_image_narrow_a_statement(string part, bool excuses)
    {
        var product = GateSamples.Product("app@" + GateSamples.Image.Text, GateSamples.Product(part));

        Assert.Equal(excuses ? "Pass" : "Fail vulnerability", Judge(["acme"], GateSamples.Says(No, "CVE-2021-1000", Zlib) with { Products = [product] }));
    }

    [Fact]
    public void A_package_with_parts_must_itself_be_in_the_image()
    {
        var statement = GateSamples.Says(No, "CVE-2021-1000", Zlib) with { Products = [GateSamples.Product("pkg:deb/debian/app@1.0-1", GateSamples.Product(Zlib))] };

        Assert.Equal("Fail vulnerability", Judge(["acme"], statement));
        Assert.Equal("Pass", GateSamples.Blocking(Case(["acme"], GateSamples.Scan(Critical), GateSamples.Vex(statement), GateSamples.Sbom(GateSamples.Component("app"), GateSamples.Component("zlib1g")))));
    }

    [Fact]
    public void A_product_without_a_version_means_all_only_where_the_policy_says_so()
    {
        var @case = Case(["acme"], GateSamples.Scan(Critical), GateSamples.Vex(GateSamples.Says(No, "CVE-2021-1000", "pkg:deb/debian/zlib1g")));

        Assert.Equal("Pass", GateSamples.Blocking(@case with { Policy = @case.Policy with { Vex = @case.Policy.Vex with { UnversionedProducts = true } } }));
    }

    [Theory]
    [InlineData("", "Fail vulnerability")]
    [InlineData("acm", "Fail vulnerability")]
    [InlineData("acme", "Pass")]
    [InlineData("ac*", "Pass")]
    [InlineData("other ac*", "Pass")]
    public void Only_trusted_authors_are_believed(string trust, string expected) =>
        Assert.Equal(expected, Judge(trust.Split(' ', StringSplitOptions.RemoveEmptyEntries), GateSamples.Says(No, "CVE-2021-1000", Zlib)));

    [Fact]
    public void An_author_nobody_trusts_is_named_where_it_would_matter() =>
        Assert.Contains("vex.untrusted", GateSamples.Warnings(Case([], GateSamples.Scan(Critical), GateSamples.Vex(GateSamples.Says(No, "CVE-2021-1000", Zlib)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("NotAffected acme 1; Affected acme 2", false)]
    [InlineData("Affected acme 1; NotAffected acme 2", true)]
    [InlineData("Affected acme 1; Fixed acme 2", true)]
    [InlineData("NotAffected acme 1; Affected acme 1", false)]
    [InlineData("NotAffected acme 2; Affected vendor 1", false)]
    [InlineData("NotAffected acme 2; UnderInvestigation vendor 1", false)]
    [InlineData("NotAffected acme 2; Fixed vendor 1", true)]
    [InlineData("NotAffected acme 2; Affected stranger 9", true)]
    [InlineData("NotAffected acme 1; Affected acme 40", true)]
    public void The_newest_of_an_author_counts_and_the_most_careful_of_all(string statements, bool excuses)
    {
        var all = statements.Split("; ").Select(s => s.Split(' ')).Select(s => GateSamples.Says(Enum.Parse<VexStatus>(s[0]), "CVE-2021-1000", Zlib, s[1], int.Parse(s[2])));

        Assert.Equal(excuses ? "Pass" : "Fail vulnerability", Judge(["acme", "vendor"], [.. all]));
        Assert.Equal(excuses ? "Pass" : "Fail vulnerability", Judge(["acme", "vendor"], [.. all.Reverse()]));
    }

    [Fact]
    public void Authors_that_disagree_are_reported() =>
        Assert.Contains("vex.conflict", GateSamples.Warnings(Case(["*"], GateSamples.Scan(Critical), GateSamples.Vex(GateSamples.Says(No, "CVE-2021-1000", Zlib), GateSamples.Says(VexStatus.Affected, "CVE-2021-1000", Zlib, "vendor")))), StringComparison.Ordinal);

    [Fact]
    public void Not_affected_without_a_reason_excuses_nothing()
    {
        var bare = GateSamples.Says(No, "CVE-2021-1000", Zlib) with { Justification = "" };

        Assert.Equal("Fail vulnerability", Judge(["acme"], bare));
        Assert.Contains("vex.unjustified", GateSamples.Warnings(Case(["acme"], GateSamples.Scan(Critical), GateSamples.Vex(bare))), StringComparison.Ordinal);
        Assert.Equal("Pass", Judge(["acme"], bare with { Statement = "the code is not compiled in" }));
    }

    [Theory]
    [InlineData(18, 3, true)]
    [InlineData(10, 3, false)]
    [InlineData(18, null, false)]
    public void Under_investigation_buys_the_time_the_policy_grants(int day, int? grace, bool excuses)
    {
        var @case = Case(["acme"], GateSamples.Scan(Critical), GateSamples.Vex(GateSamples.Says(VexStatus.UnderInvestigation, "CVE-2021-1000", Zlib, day: day)));
        @case = @case with { Policy = @case.Policy with { Vex = @case.Policy.Vex with { InvestigationGrace = grace is { } d ? TimeSpan.FromDays(d) : null } } };
        var decision = GateJudge.Decide(@case);

        Assert.Equal(excuses, decision.Verdict == GateVerdict.Pass);
        Assert.Equal(excuses ? GateSamples.At.AddDays(1) : null, decision.ValidUntil);
    }

    [Theory]
    [InlineData("pkg:deb/debian/zlib1g@2", "the version is 2, not 1.0-1")]
    [InlineData("pkg:deb/ubuntu/zlib1g@1.0-1", "the namespace is `ubuntu`, not `debian`")]
    [InlineData("pkg:deb/debian/zlib1g@1.0-1?distro=debian-12", "the qualifier distro=debian-12 is not there")]
    [InlineData("pkg:deb/debian/zlib1g@1.0-1?arch=arm64", "the qualifier arch is arm64, not amd64")]
    [InlineData("pkg:deb/debian/zlib@1.0-1", "the name is zlib, not zlib1g")]
    [InlineData("pkg:npm/zlib1g@1.0-1", "the type is npm, not deb")]
    [InlineData("pkg:deb/debian/zlib1g", "it has no version")]
    public void A_statement_that_matched_nothing_says_what_it_missed_and_by_what(string product, string difference)
    {
        var reasons = GateJudge.Decide(Case(["acme"], GateSamples.Scan(Critical), GateSamples.Vex(GateSamples.Says(No, "CVE-2021-1000", product)))).Reasons;

        Assert.Contains(difference, Assert.Single(reasons, r => r.Code == GateReasons.VexUnmatched).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_about_what_is_not_there_are_one_warning_for_a_document()
    {
        var @case = Case(["acme"], GateSamples.Scan(Critical), GateSamples.Vex(GateSamples.Says(No, "CVE-2000-1000", Zlib), GateSamples.Says(No, "CVE-2000-2000", Zlib)));

        Assert.Equal("vex.json: 2 statements match no finding", Assert.Single(GateJudge.Decide(@case).Reasons, r => r.Code == GateReasons.VexUnmatched).Message);
    }

    [Fact]
    public void Malware_is_not_excused_by_a_statement() =>
        Assert.Equal("Fail vulnerability", GateSamples.Blocking(Case(["acme"], GateSamples.Scan(Critical with { Kind = FindingKind.Malware }), GateSamples.Vex(GateSamples.Says(No, "CVE-2021-1000", Zlib)))));

    private static string Judge(IReadOnlyList<string> trust, params VexStatement[] statements) => GateSamples.Blocking(Case(trust, GateSamples.Scan(Critical), GateSamples.Vex(statements)));

    private static GateCase Case(IReadOnlyList<string> trust, params EvidenceItem[] evidence) =>
        GateSamples.Case(evidence) with { Policy = GateSamples.Policy() with { Vex = new VexRules { Trust = trust } } };
}
