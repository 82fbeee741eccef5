using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class RuleTests
{
    private static readonly Finding High = GateSamples.Vulnerability("CVE-2021-1000", Severity.High);

    [Theory]
    [InlineData(Severity.Critical, FixState.Unknown, "Fail vulnerability")]
    [InlineData(Severity.High, FixState.Fixed, "Fail vulnerability")]
    [InlineData(Severity.High, FixState.NotFixed, "Pass")]
    [InlineData(Severity.Medium, FixState.Fixed, "Pass")]
    [InlineData(Severity.Unknown, FixState.Unknown, "Fail vulnerability")]
    public void The_default_rules_block_critical_and_high_with_a_fix_and_let_nobody_pass_what_nobody_rated(Severity severity, FixState fix, string expected) =>
        Assert.Equal(expected, GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(High with { Severity = severity, Fix = fix }))));

    [Fact]
    public void The_default_rules_block_what_is_exploited_and_what_is_malicious()
    {
        Assert.Equal("exploited", Rules(High with { Severity = Severity.Low, Exploited = new KnownExploited("cisa", Added: null, Due: null, Ransomware: false) }));
        Assert.Equal("malware", Rules(High with { Kind = FindingKind.Malware, Severity = Severity.Negligible }));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(7, true)]
    [InlineData(6, false)]
    [InlineData(null, true)]
    public void A_fix_may_be_taken_within_some_days_and_one_without_a_date_is_long_there(int? days, bool applies)
    {
        var rule = new VulnerabilityRule { Id = "r", FixAvailableFor = TimeSpan.FromDays(7) };

        Assert.Equal(applies ? "r" : "", Rules(High with { Fix = FixState.Fixed, FixAvailableSince = Ago(days) }, rule));
        Assert.Equal("", Rules(High with { Fix = FixState.NotFixed, FixAvailableSince = Ago(days) }, rule));
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(29, false)]
    [InlineData(null, true)]
    public void A_vulnerability_may_be_known_for_some_days(int? days, bool applies) =>
        Assert.Equal(applies ? "r" : "", Rules(High with { Published = Ago(days) }, new VulnerabilityRule { Id = "r", KnownFor = TimeSpan.FromDays(30) }));

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(0.1, true)]
    [InlineData(0.05, false)]
    [InlineData(null, true)]
    public void A_score_that_nobody_gives_is_not_a_low_one(double? epss, bool applies) =>
        Assert.Equal(applies ? "r" : "", Rules(High with { Epss = epss }, new VulnerabilityRule { Id = "r", Epss = 0.1 }));

    [Theory]
    [InlineData("2026-05-31", true)]
    [InlineData("2026-06-01", false)]
    [InlineData(null, true)]
    public void A_due_date_is_past_when_its_day_is(string? due, bool applies)
    {
        var exploited = new KnownExploited("cisa", Added: null, due is null ? null : DateOnly.ParseExact(due, "yyyy-MM-dd"), Ransomware: false);

        Assert.Equal(applies ? "r" : "", Rules(High with { Exploited = exploited }, new VulnerabilityRule { Id = "r", PastDue = true }));
    }

    [Theory]
    [InlineData("deb", true)]
    [InlineData("zlib*", true)]
    [InlineData("pkg:deb/debian/zlib1g", true)]
    [InlineData("pkg:deb/debian/zlib1g@1.0-1", true)]
    [InlineData("pkg:deb/debian/zlib1g@2", false)]
    [InlineData("pkg:deb/ubuntu/zlib1g", false)]
    [InlineData("npm", false)]
    [InlineData("pkg:", false)]
    public void A_rule_can_be_for_some_packages(string pattern, bool applies) =>
        Assert.Equal(applies ? "r" : "", Rules(High, new VulnerabilityRule { Id = "r", Packages = [pattern] }));

    [Theory]
    [InlineData("pkg:npm/%40acme/x", "npm", "@acme/x", "1.0", true)]
    [InlineData("pkg:npm/%40acme/x@1.0", "npm", "@acme/x", "1.0", true)]
    [InlineData("pkg:npm/%40acme/x@1.1", "npm", "@acme/x", "1.0", false)]
    [InlineData("pkg:maven/org.a/b", "maven", "org.a:b", "1.0", true)]
    [InlineData("pkg:pypi/Foo_Bar", "pypi", "foo.bar", "1.0", true)]
    [InlineData("pkg:deb/debian/bash", "deb", "bash", "1.0", false)]
    [InlineData("pkg:deb/bash?arch=amd64", "deb", "bash", "1.0", false)]
    public void A_package_without_a_package_URL_is_compared_by_what_it_has(string pattern, string type, string name, string version, bool applies) =>
        Assert.Equal(applies ? "r" : "", Rules(High with { Package = new PackageIdentity(type, name, version) }, new VulnerabilityRule { Id = "r", Packages = [pattern] }));

    [Fact]
    public void A_rule_can_be_for_some_paths_and_for_what_scanners_are_sure_of()
    {
        Assert.Equal("r", Rules(High with { Path = "/app/x.jar" }, new VulnerabilityRule { Id = "r", Paths = ["app/**"] }));
        Assert.Equal("", Rules(High with { Path = "/opt/x.jar" }, new VulnerabilityRule { Id = "r", Paths = ["app/**"] }));
        Assert.Equal("", Rules(High with { IsLowConfidence = true }, new VulnerabilityRule { Id = "r", SureOnly = true }));
    }

    [Fact]
    public void All_rules_that_apply_are_named_and_the_gravest_counts()
    {
        var rules = new VulnerabilityRule[] { new() { Id = "warns", Action = GateAction.Warn }, new() { Id = "blocks", From = Severity.High }, new() { Id = "reviews", Action = GateAction.Review } };
        var decision = Decide(High, rules);

        Assert.Equal(["blocks", "reviews", "warns"], decision.Findings[0].Rules);
        Assert.Equal(GateAction.Block, decision.Findings[0].Action);
        Assert.Equal(["Block blocks", "Review reviews", "Warn warns"], decision.Reasons.Where(r => r.Code == GateReasons.Vulnerability).Select(r => $"{r.Action} {r.Subject}"));
    }

    [Fact]
    public void A_pass_holds_until_a_rule_begins_to_apply()
    {
        var published = GateSamples.At.AddDays(-10);
        var decision = Decide(High with { Published = published }, new VulnerabilityRule { Id = "r", KnownFor = TimeSpan.FromDays(30) });

        Assert.Equal((GateVerdict.Pass, published.AddDays(30)), (decision.Verdict, decision.ValidUntil));
    }

    [Fact]
    public void A_pass_holds_as_long_as_its_evidence_is_fresh()
    {
        var policy = GateSamples.Policy(new EvidenceRules { ScanAge = TimeSpan.FromHours(24), DatabaseAge = TimeSpan.FromHours(12) });

        Assert.Equal(GateSamples.At.AddHours(7), GateJudge.Decide(GateSamples.Case(GateSamples.Scan()) with { Policy = policy }).ValidUntil);
    }

    [Theory]
    [InlineData(FindingKind.Secret, Severity.Low, "Fail secret")]
    [InlineData(FindingKind.Misconfiguration, Severity.High, "Fail misconfiguration")]
    [InlineData(FindingKind.Misconfiguration, Severity.Unknown, "Fail misconfiguration")]
    [InlineData(FindingKind.Misconfiguration, Severity.Medium, "Pass")]
    [InlineData(FindingKind.License, Severity.Critical, "Pass")]
    public void Other_kinds_have_rules_of_their_own(FindingKind kind, Severity severity, string expected) =>
        Assert.Equal(expected, GateSamples.Blocking(GateSamples.Case(GateSamples.Scan(new Finding { Kind = kind, Id = "X", Severity = severity, Path = "a" }))));

    [Fact]
    public void What_a_scanner_suppressed_counts_unless_the_policy_takes_that()
    {
        var ignored = GateSamples.Scan(High with { Severity = Severity.Critical, Suppression = new Suppression("ignore", "ignored", "") });

        Assert.Equal("Fail vulnerability", GateSamples.Blocking(GateSamples.Case(ignored)));
        var decision = GateJudge.Decide(GateSamples.Case(ignored) with { Policy = GateSamples.Policy(new EvidenceRules { SuppressionsAllowed = true }) });
        Assert.Equal((GateVerdict.Pass, "scanner"), (decision.Verdict, decision.Findings[0].Excused));
    }

    private static DateTimeOffset? Ago(int? days) => days is { } d ? GateSamples.At.AddDays(-d) : null;

    private static string Rules(Finding finding, params VulnerabilityRule[] rules) => string.Join(' ', Decide(finding, rules).Findings[0].Rules);

    private static GateDecision Decide(Finding finding, params VulnerabilityRule[] rules) =>
        GateJudge.Decide(GateSamples.Case(GateSamples.Scan(finding)) with { Policy = rules.Length == 0 ? GateSamples.Policy() : GateSamples.Policy() with { Vulnerabilities = rules } });
}
