using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class FindingUnionTests
{
    private static readonly SeverityRules Worst = new();

    [Fact]
    public void Two_scanners_with_two_identifiers_and_two_spellings_say_one_thing()
    {
        var united = Unite(
            From("trivy", GateSamples.Vulnerability("CVE-2021-1000", Severity.Low) with { Package = new PackageIdentity("pypi", "Foo.Bar_baz", "1.0"), Path = "a", FixedVersions = ["1.2"] }),
            From("grype", GateSamples.Vulnerability("GHSA-a1", Severity.High, aliases: ["CVE-2021-1000"]) with { Package = new PackageIdentity("pypi", "foo-bar-baz", "1.0"), Path = "b", Fix = FixState.Fixed, FixedVersions = ["1.10"], Epss = 0.5 }));

        var one = Assert.Single(united);
        Assert.Equal(("CVE-2021-1000", Severity.High, true, FixState.Fixed, 0.5), (one.Id, one.Severity, one.Disagree, one.Fix, one.Epss));
        Assert.Equal(["GHSA-a1"], one.Aliases);
        Assert.Equal(["1.10", "1.2"], one.FixedVersions);
        Assert.Equal(["a", "b"], one.Occurrences.Select(o => o.Path));
        Assert.Equal("vulnerability|CVE-2021-1000|pypi|foo-bar-baz", one.Key);
    }

    [Theory]
    [InlineData("nuget|Newtonsoft.Json|13.0.1", "nuget|newtonsoft.json|13.0.1", true)]
    [InlineData("maven|org.a:b|1", "maven|org.a/b|1", true)]
    [InlineData("golang|github.com/A/b|v1.2.3", "golang|github.com/a/b|1.2.3", true)]
    [InlineData("golang|stdlib|go1.21.3", "golang|stdlib|v1.21.3", true)]
    [InlineData("rpm|bash|0:4.2-1", "rpm|bash|4.2-1", true)]
    [InlineData("deb|openssl|1", "deb|libssl3|1", false)]
    [InlineData("deb|bash|1", "deb|bash|2", false)]
    [InlineData("npm|left-pad|1", "pypi|left-pad|1", false)]
    [InlineData("|zlib|1", "deb|zlib|1", true)]
    [InlineData("|zlib|2", "deb|zlib|1", false)]
    public void Packages_are_the_same_by_the_rules_of_their_ecosystem(string left, string right, bool same)
    {
        var united = Unite(
            From("a", GateSamples.Vulnerability("CVE-2021-1000") with { Package = Identity(left) }),
            From("b", GateSamples.Vulnerability("CVE-2021-1000") with { Package = Identity(right) }));

        Assert.Equal(same ? 1 : 2, united.Count);
    }

    [Fact]
    public void A_package_without_a_type_joins_none_when_two_have_its_name()
    {
        var united = Unite(
            From("a", GateSamples.Vulnerability("CVE-2021-1000") with { Package = Identity("|zlib|1") }),
            From("b", GateSamples.Vulnerability("CVE-2021-1000") with { Package = Identity("deb|zlib|1") }),
            From("b", GateSamples.Vulnerability("CVE-2021-1000") with { Package = Identity("conan|zlib|1") }));

        Assert.Equal(3, united.Count);
    }

    [Fact]
    public void The_same_thing_at_several_paths_is_one_finding_with_its_places_once()
    {
        var finding = GateSamples.Vulnerability("CVE-2021-1000");
        var united = Unite(From("trivy", finding with { Path = "x" }), From("trivy", finding with { Path = "y" }), From("trivy", finding with { Path = "x" }));

        Assert.Equal(["x", "y"], Assert.Single(united).Occurrences.Select(o => o.Path));
    }

    [Fact]
    public void Secrets_are_apart_by_path_and_never_mixed_with_vulnerabilities()
    {
        var secret = new Finding { Kind = FindingKind.Secret, Id = "aws-key", Path = "a" };
        var united = Unite(From("t", secret with { Line = 1 }), From("t", secret with { Line = 9 }), From("t", secret with { Path = "b" }), From("t", GateSamples.Vulnerability("aws-key")));

        Assert.Equal(["vulnerability|aws-key|deb|zlib1g", "secret|aws-key|a", "secret|aws-key|b"], united.Select(u => u.Key));
        Assert.Equal(2, united[1].Occurrences.Count);
    }

    [Fact]
    public void Malware_stays_malware_whoever_calls_it_a_vulnerability()
    {
        var finding = GateSamples.Vulnerability("MAL-2024-1", Severity.Unknown);
        var one = Assert.Single(Unite(From("grype", finding), From("osv-scanner", finding with { Kind = FindingKind.Malware })));

        Assert.Equal(FindingKind.Malware, one.Kind);
    }

    [Fact]
    public void It_is_suppressed_only_when_everybody_suppresses_it()
    {
        var finding = GateSamples.Vulnerability("CVE-2021-1000");
        var ignored = finding with { Suppression = new Suppression("ignore", "ignored", "") };

        Assert.NotNull(Assert.Single(Unite(From("a", ignored), From("b", ignored))).Suppression);
        Assert.Null(Assert.Single(Unite(From("a", ignored), From("b", finding))).Suppression);
    }

    [Theory]
    [InlineData(Disagreement.Worst, "", "trivy=Low grype=High", "", Severity.High)]
    [InlineData(Disagreement.Worst, "", "trivy=Low", "nvd=Critical", Severity.Low)]
    [InlineData(Disagreement.Worst, "", "trivy=Unknown", "nvd=Critical", Severity.Critical)]
    [InlineData(Disagreement.Worst, "", "trivy=Unknown", "", Severity.Unknown)]
    [InlineData(Disagreement.TrustedFirst, "grype", "trivy=High grype=Low", "", Severity.Low)]
    [InlineData(Disagreement.TrustedFirst, "nvd", "trivy=High", "nvd=Medium ghsa=Critical", Severity.Medium)]
    [InlineData(Disagreement.TrustedFirst, "vendor", "trivy=High", "nvd=Critical debian=Low", Severity.Low)]
    [InlineData(Disagreement.TrustedFirst, "vendor nvd", "trivy=High", "nvd=Critical", Severity.Critical)]
    [InlineData(Disagreement.TrustedFirst, "redhat", "trivy=High grype=Medium", "nvd=Critical", Severity.High)]
    [InlineData(Disagreement.Quorum, "", "trivy=High grype=Medium osv-scanner=Medium", "", Severity.Medium)]
    [InlineData(Disagreement.Quorum, "", "trivy=High grype=Medium", "", Severity.High)]
    [InlineData(Disagreement.Quorum, "", "trivy=High", "nvd=Medium ghsa=Medium", Severity.Medium)]
    [InlineData(Disagreement.Quorum, "", "trivy=Unknown grype=Unknown", "", Severity.Unknown)]
    public void Severities_become_one_by_the_rule(Disagreement rule, string prefer, string words, string ratings, Severity expected)
    {
        var quoted = Ratings(ratings);
        var findings = Ratings(words).Select(w => From(w.Source, GateSamples.Vulnerability("CVE-2021-1000", w.Severity) with { Ratings = quoted })).ToList();

        Assert.Equal(expected, Assert.Single(FindingUnion.Of(findings, new SeverityRules(rule, prefer.Split(' ')), epss: null, kev: null)).Severity);
    }

    [Fact]
    public void Findings_come_gravest_first()
    {
        var united = Unite(
            From("t", GateSamples.Vulnerability("CVE-2021-3000", Severity.Low)),
            From("t", GateSamples.Vulnerability("CVE-2021-2000", Severity.Critical)),
            From("t", GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical)),
            From("t", GateSamples.Vulnerability("CVE-2021-4000", Severity.Unknown)));

        Assert.Equal(["CVE-2021-1000", "CVE-2021-2000", "CVE-2021-3000", "CVE-2021-4000"], united.Select(u => u.Id));
    }

    private static SeverityRating[] Ratings(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split('=')).Select(r => new SeverityRating(r[0], Enum.Parse<Severity>(r[1])))];

    private static PackageIdentity Identity(string text) => text.Split('|') is var parts ? new PackageIdentity(parts[0], parts[1], parts[2]) : PackageIdentity.None;

    private static SourcedFinding From(string scanner, Finding finding) => new(finding, new FindingSource(scanner, scanner + ".json", "linux/amd64"));

    private static IReadOnlyList<UnitedFinding> Unite(params SourcedFinding[] findings)
    {
        var united = FindingUnion.Of(findings, Worst, epss: null, kev: null);
        Assert.Equal(united.Select(u => u.Key), FindingUnion.Of([.. findings.Reverse()], Worst, epss: null, kev: null).Select(u => u.Key));
        return united;
    }
}
