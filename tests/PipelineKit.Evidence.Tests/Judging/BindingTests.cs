using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class BindingTests
{
    private static readonly Digest Index = GateSamples.Of("index");
    private static readonly GatePlatform Amd = new("linux/amd64", GateSamples.Of("amd"), GateSamples.Of("amd config"), [GateSamples.Of("a1"), GateSamples.Of("a2")]);
    private static readonly GatePlatform Arm = new("linux/arm64/v8", GateSamples.Of("arm"), GateSamples.Of("arm config"), [GateSamples.Of("b1"), GateSamples.Of("b2")]);

    [Theory]
    [InlineData("manifest=amd", "linux/amd64")]
    [InlineData("manifest=index platform=linux/amd64", "linux/amd64")]
    [InlineData("manifest=index platform=linux/arm64", "linux/arm64/v8")]
    [InlineData("manifest=index platform=linux/arm64/v7", "")]
    [InlineData("manifest=index platform=linux/s390x", "")]
    [InlineData("manifest=index", "")]
    [InlineData("manifest=other", "")]
    [InlineData("manifest=other config=arm_config", "linux/arm64/v8")]
    [InlineData("config=amd_config", "linux/amd64")]
    [InlineData("config=other", "")]
    [InlineData("layers=a1,a2", "linux/amd64")]
    [InlineData("layers=a1", "")]
    [InlineData("layers=a2,a1", "")]
    [InlineData("", "")]
    [InlineData("bound=arm", "linux/arm64/v8")]
    [InlineData("bound=index platform=linux/amd64", "linux/amd64")]
    [InlineData("bound=index", "")]
    [InlineData("bound=other manifest=amd", "")]
    [InlineData("bound=amd manifest=other", "")]
    [InlineData("bound=amd manifest=index", "linux/amd64")]
    public void A_document_is_about_what_its_digests_say(string facts, string platforms)
    {
        var said = facts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=')).ToDictionary(f => f[0], f => f[1].Replace('_', ' '), StringComparer.Ordinal);
        var subject = new SubjectFacts
        {
            Manifests = said.TryGetValue("manifest", out var manifest) ? [GateSamples.Of(manifest)] : [],
            Configs = said.TryGetValue("config", out var config) ? [GateSamples.Of(config)] : [],
            DiffIds = said.TryGetValue("layers", out var layers) ? [.. layers.Split(',').Select(GateSamples.Of)] : [],
            Platform = said.GetValueOrDefault("platform"),
        };
        var item = GateSamples.Scan(GateSamples.Report() with { Subject = subject }) with { BoundTo = said.TryGetValue("bound", out var bound) ? GateSamples.Of(bound) : null };

        var document = Assert.Single(new JudgeContext(Case(item)).Documents);

        Assert.Equal(platforms, string.Join(' ', document.Platforms));
        Assert.Equal(platforms.Length == 0, document.Unbound.Length > 0);
    }

    [Fact]
    public void Every_platform_needs_its_own_scan()
    {
        Assert.Equal("Pass", GateSamples.Blocking(Case(About(Amd), About(Arm))));
        Assert.Equal("Fail evidence.platform-unscanned", GateSamples.Blocking(Case(About(Amd))));
        Assert.Equal("Pass", GateSamples.Blocking(Case(About(Amd)) with { Policy = GateSamples.Policy(new EvidenceRules { Platforms = ["linux/amd64"] }) }));
        Assert.Equal("Fail evidence.platform-unscanned", GateSamples.Blocking(Case(About(Amd), About(Arm)) with { Policy = GateSamples.Policy(new EvidenceRules { Platforms = ["linux/amd64", "linux/s390x"] }) }));
    }

    [Fact]
    public void A_report_about_another_image_is_no_proof()
    {
        var other = GateSamples.Scan(GateSamples.Report() with { Subject = new SubjectFacts { Manifests = [GateSamples.Of("other")] } });

        Assert.Equal("Fail evidence.unbound evidence.platform-unscanned", GateSamples.Blocking(GateSamples.Case(other)));
        Assert.Equal("Pass", GateSamples.Blocking(GateSamples.Case(other) with { Policy = GateSamples.Policy(new EvidenceRules { Bound = false }) }));
    }

    [Fact]
    public void Without_an_image_nothing_is_bound_and_the_policy_must_say_that_this_is_fine()
    {
        var @case = GateSamples.Case(GateSamples.Scan()) with { Subject = new GateSubject("", Digest: null, []) };

        Assert.Equal("Fail evidence.unbound", GateSamples.Blocking(@case));
        Assert.Equal("Pass", GateSamples.Blocking(@case with { Policy = GateSamples.Policy(new EvidenceRules { Bound = false }) }));
    }

    [Fact]
    public void The_decision_says_which_documents_count_for_which_platform()
    {
        var decision = GateJudge.Decide(Case(About(Arm), About(Amd)));

        Assert.Equal(["linux/amd64: linux/amd64.json", "linux/arm64/v8: linux/arm64/v8.json"], decision.Platforms.Select(p => $"{p.Platform}: {string.Join(' ', p.Documents)}"));
        Assert.Equal(["deb 92"], decision.Platforms[0].Coverage.Select(c => $"{c.Ecosystem} {c.Packages}"));
    }

    private static EvidenceItem About(GatePlatform platform) =>
        GateSamples.Scan(GateSamples.Report() with { Subject = new SubjectFacts { Manifests = [platform.Manifest] } }, platform.Platform + ".json");

    private static GateCase Case(params EvidenceItem[] evidence) => GateSamples.Case(evidence) with { Subject = new GateSubject("app", Index, [Arm, Amd]) };
}
