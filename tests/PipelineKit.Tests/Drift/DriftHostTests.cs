using PipelineKit.Ci;
using PipelineKit.Drift;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Report;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>The action, the task and the command line read the same inputs, find the same and say it as their host does.</summary>
public sealed class DriftHostTests
{
    [Fact]
    public async Task Every_host_finds_the_same()
    {
        foreach (var kind in Enum.GetValues<HostKind>())
        {
            using var setup = new DriftSetup();
            setup.Manifest($"{setup.Image}@{setup.Before}");
            var inputs = new Dictionary<string, string>(StringComparer.Ordinal) { ["ledger-folder"] = "promotions", ["environment"] = "production", ["report-path"] = "result.json" };

            Assert.True(await HostInputsOf.RunAsync(setup.Program, kind, "drift", inputs) == ExitCode.GateSaidNo, setup.Program.All);

            Assert.Equal(["manifest-differs"], setup.Kinds);
            if (kind == HostKind.GitHub)
            {
                var outputs = setup.Folder.Read("output");
                Assert.All(DriftAction.Definition.AllOutputs, o => Assert.Contains(o.Name, outputs, StringComparison.Ordinal));
                Assert.Contains("manifest-differs=1", outputs, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(HostKind.Console)]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Azure)]
    public void What_a_run_says_is_what_the_golden_file_has(HostKind kind)
    {
        using var run = new HostRun(kind);
        var options = new DriftOptionsParser(GateWorld.Context(run.Workspace, ("environment", "production"))).Parse();
        var (now, before) = (LedgerScript.Image("now"), LedgerScript.Image("before"));
        DriftFinding[] findings =
        [
            new() { Rule = DriftRule.ManifestDiffers, Environment = "production", Where = "deploy/shop.yaml:9", Place = new SourcePlace("deploy/shop.yaml", 9, 18, 60), Image = $"ghcr.io/acme/shop@{before}", Expected = now.Text, Actual = before.Text },
            new() { Rule = DriftRule.RunningDiffers, Environment = "production", Where = "shop/Pod/shop-1/web", Image = "ghcr.io/acme/shop:1", Expected = now.Text, Actual = before.Text, Detail = "The same in 2 more." },
            new() { Rule = DriftRule.Unmanaged, Environment = "production", Where = "shop/Pod/proxy-1/envoy", Image = "docker.io/envoy/envoy:1" },
        ];
        var result = new DriftResult(options, [new DriftLook("production", "ghcr.io/acme/shop", now, 3, Registry: true, 12), new DriftLook("staging", "ghcr.io/acme/staging/shop", null, null, Registry: false, null)], findings, []);
        new Reporter(run.Host, new StillTime(), "1.2.3").Publish(DriftAction.Definition, DriftReport.From(result), new PublishOptions { WorkingDirectory = run.Workspace });

        GoldenFile.Check(run.Normalize(run.Output + "---\n" + run.Error + (kind == HostKind.Console ? "" : "---\n" + run.Summary)), "Drift", kind);
    }

    [Fact]
    public void The_guide_has_every_kind_with_its_meaning_and_remedy()
    {
        var guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/drift.md"));
        var table = guide[guide.IndexOf("<!-- rules -->", StringComparison.Ordinal)..guide.IndexOf("<!-- /rules -->", StringComparison.Ordinal)];

        Assert.Equal(DriftRule.All.Select(r => $"| `{r.Id}` | {(r.Level == AnnotationLevel.Error ? "error" : "notice")} | {r.Title} | {r.Help} |"), table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)));
    }
}
