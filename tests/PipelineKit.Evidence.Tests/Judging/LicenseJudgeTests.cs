using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class LicenseJudgeTests
{
    private static readonly LicenseRules Rules = new() { Allow = ["MIT", "Apache-2.0", "BSD-*", "LicenseRef-ours"], Deny = ["AGPL-*", "GPL-*"], Review = ["LGPL-*"] };

    [Theory]
    [InlineData("MIT", GateAction.Allow, "")]
    [InlineData("mit", GateAction.Allow, "")]
    [InlineData("BSD-3-Clause", GateAction.Allow, "")]
    [InlineData("GPL-3.0-only", GateAction.Block, "license.denied")]
    [InlineData("MIT OR GPL-3.0-only", GateAction.Allow, "")]
    [InlineData("MIT AND GPL-3.0-only", GateAction.Block, "license.denied")]
    [InlineData("LGPL-2.1-only", GateAction.Review, "license.review")]
    [InlineData("LGPL-2.1-only OR GPL-3.0-only", GateAction.Review, "license.review")]
    [InlineData("MPL-2.0", GateAction.Review, "license.other")]
    [InlineData("MPL-2.0 AND GPL-3.0-only", GateAction.Block, "license.denied")]
    [InlineData("The Unlicense, more or less", GateAction.Warn, "license.unknown")]
    [InlineData("NOASSERTION", GateAction.Warn, "license.unknown")]
    public void A_licence_is_judged_by_the_lists(string text, GateAction action, string code) =>
        Assert.Equal(new LicenseVerdict(action, code), new LicenseJudge(Rules, new PurlCache()).Judge(text, GateSamples.Deb("a"), "deb|a"));

    [Fact]
    public void An_entry_without_a_wildcard_comes_first()
    {
        var judge = new LicenseJudge(Rules with { Allow = ["GPL-2.0-only WITH Classpath-exception-2.0", "Some Licence"] }, new PurlCache());

        Assert.Equal(GateAction.Allow, judge.Judge("GPL-2.0-only WITH Classpath-exception-2.0", GateSamples.Deb("a"), "deb|a").Action);
        Assert.Equal(GateAction.Allow, judge.Judge("some licence", GateSamples.Deb("a"), "deb|a").Action);
        Assert.Equal(GateAction.Block, judge.Judge("GPL-2.0-only", GateSamples.Deb("a"), "deb|a").Action);
    }

    [Theory]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", GateAction.Block)]
    [InlineData("AGPL-1.0+", GateAction.Block)]
    [InlineData("MPL-1.1+", GateAction.Review)]
    [InlineData("GPL-2.0-only WITH Bison-exception-2.2", GateAction.Allow)]
    [InlineData("MIT", GateAction.Allow)]
    public void What_denies_a_licence_denies_it_with_an_exception_and_in_later_versions(string text, GateAction action)
    {
        var rules = new LicenseRules { Deny = ["GPL-2.0-only", "AGPL-1.0"], Review = ["MPL-*"], Allow = ["GPL-2.0-only WITH Bison-exception-2.2", "MIT"] };

        Assert.Equal(action, new LicenseJudge(rules, new PurlCache()).Judge(text, GateSamples.Deb("a"), "deb|a").Action);
    }

    [Fact]
    public void Without_lists_nothing_is_judged_and_packages_can_be_left_out()
    {
        Assert.Equal(GateAction.Allow, new LicenseJudge(new LicenseRules(), new PurlCache()).Judge("GPL-3.0-only", GateSamples.Deb("a"), "deb|a").Action);
        Assert.Equal(GateAction.Allow, new LicenseJudge(Rules with { Except = ["pkg:deb/debian/a"] }, new PurlCache()).Judge("GPL-3.0-only", GateSamples.Deb("a"), "deb|a").Action);
        Assert.Equal(GateAction.Block, new LicenseJudge(Rules with { Except = ["pkg:deb/debian/a"] }, new PurlCache()).Judge("GPL-3.0-only", GateSamples.Deb("b"), "deb|b").Action);
    }

    [Fact]
    public void Components_of_a_bill_of_materials_are_judged_and_can_be_excepted()
    {
        var @case = GateSamples.Case(GateSamples.Scan(), GateSamples.Sbom(GateSamples.Component("a", "GPL-3.0-only"), GateSamples.Component("b", "MIT"), GateSamples.Component("c"))) with { Policy = GateSamples.Policy() with { Licenses = Rules } };
        var decision = GateJudge.Decide(@case);

        Assert.Equal(["Block GPL-3.0-only a", "Warn NOASSERTION c"], decision.Findings.Select(f => $"{f.Action} {f.Finding.Id} {f.Finding.Package.Name}"));
        Assert.Equal("Fail license.denied", GateSamples.Blocking(@case));
        Assert.Equal("Pass", GateSamples.Blocking(@case with { Exceptions = [GateSamples.Except("GPL-3.0-only")] }));
    }
}
