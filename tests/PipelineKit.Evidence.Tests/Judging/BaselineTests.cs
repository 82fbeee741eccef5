using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class BaselineTests
{
    private static readonly Digest Running = GateSamples.Of("running");
    private static readonly Finding Old = GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical);
    private static readonly Finding New = GateSamples.Vulnerability("CVE-2021-2000", Severity.Critical);

    [Fact]
    public void Only_what_is_added_blocks()
    {
        Assert.Equal("Pass", GateSamples.Blocking(NoWorse([Old], [Old])));
        Assert.Equal("Fail vulnerability", GateSamples.Blocking(NoWorse([Old, New], [Old])));
        Assert.Equal("Fail vulnerability", GateSamples.Blocking(NoWorse([Old], [Old]) with { Policy = GateSamples.Policy() }));
    }

    [Fact]
    public void The_same_vulnerability_of_another_version_or_path_or_name_is_not_added()
    {
        var other = Old with { Package = GateSamples.Deb("zlib1g", "0.9-1"), Path = "/elsewhere", Layer = "sha256:1", Id = "GHSA-a1", Aliases = ["CVE-2021-1000"] };

        var decision = GateJudge.Decide(NoWorse([Old], [other]));

        Assert.Equal(GateVerdict.Pass, decision.Verdict);
        Assert.Equal(("unchanged", "baseline"), (decision.Findings[0].BaselineState, decision.Findings[0].Excused));
    }

    [Fact]
    public void What_is_exploited_or_malicious_blocks_all_the_same()
    {
        var exploited = Old with { Exploited = new KnownExploited("cisa", Added: null, Due: null, Ransomware: true) };
        var malware = Old with { Kind = FindingKind.Malware };

        Assert.Equal("Fail vulnerability", GateSamples.Blocking(NoWorse([exploited], [exploited])));
        Assert.Equal("Fail vulnerability", GateSamples.Blocking(NoWorse([malware], [malware])));
    }

    [Theory]
    [InlineData("", "old", 0, 1, 0, true)]
    [InlineData("old", "old", 0, 0, 1, false)]
    [InlineData("old", "old new", 0, 1, 1, true)]
    [InlineData("new", "old", 1, 1, 0, false)]
    [InlineData("low", "old", 1, 1, 0, true)]
    [InlineData("old new", "", 2, 0, 0, false)]
    public void The_comparison_is_counted(string now, string before, int added, int removed, int unchanged, bool isLessRisky) =>
        Assert.Equal(new GateComparison("production", added, removed, unchanged, isLessRisky), GateJudge.Decide(NoWorse(Named(now), Named(before))).Comparison);

    [Fact]
    public void Without_a_baseline_everything_counts()
    {
        var missing = NoWorse([Old], []) with { Baseline = null };

        Assert.Equal("Fail vulnerability", GateSamples.Blocking(missing));
        Assert.Contains("baseline.missing", GateSamples.Warnings(missing), StringComparison.Ordinal);
        Assert.Contains("baseline.missing", GateSamples.Warnings(missing with { Baseline = new GateBaseline("production", Digest: null, []) }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_cannot_be_read_or_is_about_something_else_excuses_nothing()
    {
        var broken = new EvidenceItem("b", Digest: null, Document: null, new EvidenceException(EvidenceProblem.Damaged, "b", "ends too soon"));
        var @case = NoWorse([Old], [Old]);

        foreach (var item in new[] { broken, About(GateSamples.Image, [Old]), About(Running, [Old]) with { BoundTo = GateSamples.Image } })
        {
            var spoilt = @case with { Baseline = new GateBaseline("production", Running, [item]) };
            Assert.Equal("Fail vulnerability", GateSamples.Blocking(spoilt));
            Assert.Contains("baseline.missing baseline.unreadable", GateSamples.Warnings(spoilt), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_this_run_found_on_a_platform_of_the_baseline_is_about_it()
    {
        var made = GateSamples.Scan(GateSamples.Report(Old) with { Subject = new SubjectFacts() }, "running.json") with { BoundTo = GateSamples.Of("its amd64"), Trust = EvidenceTrust.Made };

        Assert.Equal("Pass", GateSamples.Blocking(NoWorse([Old], []) with { Baseline = new GateBaseline("production", Running, [made]) }));
    }

    [Fact]
    public void A_secret_at_a_new_place_is_added_and_one_at_an_old_place_is_not()
    {
        var secret = new Finding { Kind = FindingKind.Secret, Id = "aws-key", Path = "a", Line = 3 };

        Assert.Equal("Pass", GateSamples.Blocking(NoWorse([secret with { Line = 9 }], [secret])));
        Assert.Equal("Fail secret", GateSamples.Blocking(NoWorse([secret with { Path = "b" }], [secret])));
    }

    private static Finding[] Named(string names) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n == "old" ? Old : n == "new" ? New : GateSamples.Vulnerability("CVE-2021-3000", Severity.Low))];

    private static EvidenceItem About(Digest digest, Finding[] findings) =>
        GateSamples.Scan(GateSamples.Report(findings) with { Subject = new SubjectFacts { Manifests = [digest] } }, "running.json");

    private static GateCase NoWorse(Finding[] now, Finding[] before) => GateSamples.Case(GateSamples.Scan(now)) with
    {
        Policy = GateSamples.Policy() with { Compare = CompareMode.NoWorse },
        Baseline = new GateBaseline("production", Running, [About(Running, before)]),
    };
}
