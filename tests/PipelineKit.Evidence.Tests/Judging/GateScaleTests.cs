using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class GateScaleTests
{
    [Fact]
    public void Fifty_thousand_findings_cost_ten_times_what_five_thousand_do()
    {
        Allocated(1_000);
        var (few, many) = (Allocated(5_000), Allocated(50_000));

        Assert.InRange(many, few * 8, few * 12);
        Assert.InRange(many / 50_000, 1, 4_500);
    }

    [Fact]
    public void One_vulnerability_in_many_places_is_no_trap()
    {
        var findings = Enumerable.Range(0, 20_000).Select(i => GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical) with { Path = $"app/{i}/x.jar" }).ToArray();
        var decision = GateJudge.Decide(GateSamples.Case(GateSamples.Scan(findings)) with { Exceptions = [GateSamples.Except("CVE-2021-1000") with { Paths = ["app/*/x.jar"] }] });

        Assert.Equal((GateVerdict.Pass, 20_000), (decision.Verdict, Assert.Single(decision.Findings).Finding.Occurrences.Count));
    }

    [Fact]
    public void A_chain_of_aliases_is_one_vulnerability()
    {
        var findings = Enumerable.Range(0, 20_000).Select(i => GateSamples.Vulnerability($"X-{i}", aliases: $"X-{i + 1}")).ToArray();

        Assert.Equal(20_000, Assert.Single(GateJudge.Decide(GateSamples.Case(GateSamples.Scan(findings))).Findings).Finding.Aliases.Count);
    }

    private static long Allocated(int count)
    {
        var findings = Enumerable.Range(0, count)
            .Select(i => GateSamples.Vulnerability($"CVE-2021-{10_000 + i}", (Severity)(i % 5) + 1, $"package{i / 20}", $"GHSA-{i}") with { Path = $"layer/{i % 7}" })
            .ToArray();
        var @case = GateSamples.Case(GateSamples.Scan(findings));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var decision = GateJudge.Decide(@case);
        var after = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(decision.Findings);
        return after - before;
    }
}
