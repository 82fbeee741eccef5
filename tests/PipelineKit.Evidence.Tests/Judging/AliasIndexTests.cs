using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class AliasIndexTests
{
    [Theory]
    [InlineData(" cve-2021-44228 ", "CVE-2021-44228")]
    [InlineData("ghsa-JFH8-c2jp-5v3q", "GHSA-jfh8-c2jp-5v3q")]
    [InlineData("GHSA-jfh8-c2jp-5v3q", "GHSA-jfh8-c2jp-5v3q")]
    [InlineData("npm:lodash:20180130", "npm:lodash:20180130")]
    [InlineData("SNYK-JS-LODASH-450202", "SNYK-JS-LODASH-450202")]
    public void Identifiers_are_spelled_as_their_issuer_does(string id, string expected) => Assert.Equal(expected, VulnerabilityId.Normalize(id));

    [Theory]
    [InlineData("DEBIAN-CVE-2021-3711", "CVE-2021-3711")]
    [InlineData("ALPINE-CVE-2022-37434", "CVE-2022-37434")]
    [InlineData("UBUNTU-CVE-2023-0001", "CVE-2023-0001")]
    [InlineData("CVE-2021-3711", null)]
    [InlineData("CVE-2021-3711-openssl", null)]
    [InlineData("X-CVE-2021-37", null)]
    [InlineData("a-CVE-2021-3711", null)]
    [InlineData("DEBIAN-CVE-2021-3711x", null)]
    public void A_distribution_s_identifier_has_the_CVE_inside(string id, string? cve) => Assert.Equal(cve, VulnerabilityId.ImpliedCve(id));

    [Theory]
    [InlineData("GHSA-a1 CVE-2021-1000", "GHSA-a1=CVE-2021-1000")]
    [InlineData("CVE-2021-1000 GHSA-a1", "GHSA-a1=CVE-2021-1000")]
    [InlineData("GO-2021-1 GHSA-a1; GHSA-a1 CVE-2021-1000", "GO-2021-1=CVE-2021-1000 GHSA-a1=CVE-2021-1000")]
    [InlineData("RUSTSEC-2021-1 GHSA-a1", "RUSTSEC-2021-1=GHSA-a1 GHSA-a1=GHSA-a1")]
    [InlineData("DEBIAN-CVE-2021-1000", "DEBIAN-CVE-2021-1000=CVE-2021-1000 CVE-2021-1000=CVE-2021-1000")]
    [InlineData("SNYK-A-1 CVE-2021-1000 GHSA-a1", "SNYK-A-1=CVE-2021-1000 GHSA-a1=CVE-2021-1000")]
    [InlineData("GHSA-a1 CVE-2021-1000 CVE-2021-2000", "GHSA-a1=GHSA-a1 CVE-2021-1000=CVE-2021-1000 CVE-2021-2000=CVE-2021-2000")]
    [InlineData("GHSA-a1 CVE-2021-1000; GHSA-a1 CVE-2021-2000", "GHSA-a1=GHSA-a1 CVE-2021-1000=CVE-2021-1000 CVE-2021-2000=CVE-2021-2000")]
    [InlineData("DSA-1 CVE-2021-1000; DSA-1 CVE-2021-2000", "DSA-1=DSA-1 CVE-2021-1000=CVE-2021-1000")]
    [InlineData("CVE-2021-1000 DSA-1 GHSA-a1; CVE-2021-2000 DSA-1 GHSA-b2", "GHSA-a1=CVE-2021-1000 GHSA-b2=CVE-2021-2000")]
    [InlineData("CVE-2021-1000 CVE-2021-2000", "CVE-2021-1000=CVE-2021-1000 CVE-2021-2000=CVE-2021-2000")]
    [InlineData("GO-2021-1 GHSA-a1; GHSA-a1 CVE-2021-1000; GO-2021-1 GHSA-b2; GHSA-b2 CVE-2021-2000", "GHSA-a1=CVE-2021-1000 GHSA-b2=CVE-2021-2000 GO-2021-1=GO-2021-1")]
    public void What_the_evidence_calls_aliases_is_one_and_two_CVEs_never_are(string statements, string expected)
    {
        var findings = statements.Split("; ").Select(s => s.Split(' ')).Select(s => new SourcedFinding(GateSamples.Vulnerability(s[0], aliases: s[1..]), new FindingSource("s", "d", ""))).ToList();

        foreach (var order in new[] { findings, Enumerable.Reverse(findings).ToList() })
        {
            var index = AliasIndex.Of(order);
            Assert.Equal(expected, string.Join(' ', expected.Split(' ').Select(p => p.Split('=')[0]).Select(id => $"{id}={index.Canonical(id)}")));
        }
    }

    [Fact]
    public void An_advisory_with_one_CVE_means_that_one_and_with_several_itself()
    {
        var one = GateSamples.Vulnerability("DSA-5000-1", aliases: ["CVE-2021-1000"]);
        var several = GateSamples.Vulnerability("DSA-5001-1", aliases: ["CVE-2021-1000", "CVE-2021-2000"]);
        var index = AliasIndex.Of([new SourcedFinding(one, new FindingSource("s", "d", "")), new SourcedFinding(several, new FindingSource("s", "d", ""))]);

        Assert.Equal(("CVE-2021-1000", "DSA-5001-1"), (index.Canonical(one), index.Canonical(several)));
    }
}
