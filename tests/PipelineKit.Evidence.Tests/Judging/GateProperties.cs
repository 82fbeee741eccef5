using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class GateProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void The_order_of_what_goes_in_never_changes_a_byte() =>
        Check.One(Many, Prop.ForAll(RandomCases.Case.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), pair =>
        {
            var (@case, seed) = pair;
            Assert.Equal(Bytes(@case), Bytes(Shuffled(@case, new System.Random(seed))));
        }));

    [Fact]
    public void An_exception_never_makes_more_block() =>
        Check.One(Many, Prop.ForAll(RandomCases.Case.Zip(RandomCases.Exception).ToArbitrary(), pair =>
        {
            var (@case, exception) = pair;
            var (before, after) = (GateJudge.Decide(@case), GateJudge.Decide(@case with { Exceptions = [.. @case.Exceptions, exception] }));
            Assert.Empty(Blocking(after).Except(Blocking(before)));
            Assert.False(before.Verdict == GateVerdict.Pass && after.Verdict == GateVerdict.Fail);
        }));

    [Fact]
    public void A_further_finding_never_makes_a_fail_a_pass() =>
        Check.One(Many, Prop.ForAll(RandomCases.Case.Zip(RandomCases.Finding(hasAliases: false)).ToArbitrary(), pair =>
        {
            var (@case, finding) = pair;
            var report = @case.Evidence[0].Document!.Report!;
            var more = @case with { Evidence = [GateSamples.Scan(report with { Findings = [.. report.Findings, finding] }, "trivy.json"), .. @case.Evidence.Skip(1)] };
            Assert.False(GateJudge.Decide(@case).Verdict == GateVerdict.Fail && GateJudge.Decide(more).Verdict == GateVerdict.Pass);
        }));

    [Fact]
    public void An_image_that_adds_nothing_passes_unless_something_is_exploited_or_malicious() =>
        Check.One(Many, Prop.ForAll(RandomCases.Case.ToArbitrary(), @case =>
        {
            var evidence = @case.Evidence.Where(i => i.Document!.Report is not null).ToList();
            var same = @case with { Policy = @case.Policy with { Compare = CompareMode.NoWorse }, Baseline = new GateBaseline("itself", Digest: null, evidence) };
            var decision = GateJudge.Decide(same);

            Assert.Equal(0, decision.Comparison!.Added);
            Assert.All(decision.Findings.Where(f => f.Action >= GateAction.Review), f => Assert.True(f.Finding.Exploited is not null || f.Finding.Kind == FindingKind.Malware));
        }));

    [Fact]
    public void An_image_with_fewer_findings_is_not_blocked_by_those_it_keeps() =>
        Check.One(Many, Prop.ForAll(RandomCases.Case.ToArbitrary(), @case =>
        {
            var report = @case.Evidence[0].Document!.Report!;
            var fewer = GateSamples.Case(GateSamples.Scan(report with { Findings = [.. report.Findings.Skip(1)] })) with
            {
                Policy = GateSamples.Policy() with { Compare = CompareMode.NoWorse },
                Baseline = new GateBaseline("before", Digest: null, [GateSamples.Scan(report, "before.json")]),
            };
            Assert.All(GateJudge.Decide(fewer).Findings.Where(f => f.Excused.Length == 0 && f.Action >= GateAction.Review), f => Assert.True(f.Finding.Exploited is not null || f.Finding.Kind == FindingKind.Malware));
        }));

    [Fact]
    public void A_pass_has_nothing_that_blocks_and_a_fail_has_something() =>
        Check.One(Many, Prop.ForAll(RandomCases.Case.ToArbitrary(), @case =>
        {
            var decision = GateJudge.Decide(@case);
            var grave = decision.Reasons.Any(r => r.Action >= GateAction.Review) || decision.Findings.Any(f => f.Action >= GateAction.Review);
            Assert.Equal(grave, decision.Verdict == GateVerdict.Fail);
            Assert.Equal(grave, decision.Reasons.Any(r => r.Action >= GateAction.Review));
        }));

    private static string Bytes(GateCase @case) => Encoding.UTF8.GetString(DecisionJson.Write(@case, GateJudge.Decide(@case)));

    private static IEnumerable<string> Blocking(GateDecision decision) => decision.Findings.Where(f => f.Action >= GateAction.Review).Select(f => $"{f.Finding.Key} {f.Finding.Package.Version}");

    private static GateCase Shuffled(GateCase @case, System.Random random) => @case with
    {
        Evidence = Mixed(@case.Evidence.Select(i => Shuffled(i, random)), random),
        Exceptions = Mixed(@case.Exceptions, random),
        ExceptionFiles = Mixed(@case.ExceptionFiles, random),
        Policy = @case.Policy with { Vulnerabilities = Mixed(@case.Policy.Vulnerabilities, random) },
        Baseline = @case.Baseline! with { Evidence = Mixed(@case.Baseline.Evidence.Select(i => Shuffled(i, random)), random) },
    };

    private static EvidenceItem Shuffled(EvidenceItem item, System.Random random) => item with
    {
        Document = item.Document! with
        {
            Vex = Mixed(item.Document.Vex, random),
            Bom = item.Document.Bom is { } bom ? bom with { Components = Mixed(bom.Components, random) } : null,
            Report = item.Document.Report is { } report ? report with { Findings = Mixed(report.Findings.Select(f => f with { Aliases = Mixed(f.Aliases, random) }), random), Coverage = Mixed(report.Coverage, random) } : null,
        },
    };

    private static T[] Mixed<T>(IEnumerable<T> items, System.Random random)
    {
        var mixed = items.ToArray();
        random.Shuffle(mixed);
        return mixed;
    }
}
