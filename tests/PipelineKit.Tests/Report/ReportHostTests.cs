using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Report;
using PipelineKit.Testing;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.Report;

/// <summary>The action, the task and the command line read the same inputs, count the same and say it as their host does.</summary>
public sealed class ReportHostTests
{
    [Fact]
    public async Task Every_host_gives_the_same_report()
    {
        var reports = new List<string>();
        foreach (var kind in Enum.GetValues<HostKind>())
        {
            using var world = new ReportWorld();
            var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ledger-folder"] = "promotions",
                ["since"] = "2026-06-01",
                ["at"] = "2026-07-01",
                ["incidents"] = "incidents.csv",
                ["json-file"] = "report.json",
            };

            Assert.True(await HostInputsOf.RunAsync(world.Program, kind, "report", inputs) == ExitCode.Ok, world.Program.All);

            reports.Add(world.Folder.Read("report.json"));
            if (kind == HostKind.GitHub)
            {
                Assert.All(ReportAction.Definition.AllOutputs, o => Assert.Contains(o.Name, world.Folder.Read("output"), StringComparison.Ordinal));
            }
        }

        Assert.Single(reports.Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(HostKind.Console)]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Azure)]
    public void What_a_run_says_is_what_the_golden_file_has(HostKind kind)
    {
        using var run = new HostRun(kind);
        new Reporter(run.Host, new StillTime(), "1.2.3").Publish(ReportAction.Definition, ReportReport.From(Result(run.Workspace)), new PublishOptions { WorkingDirectory = run.Workspace });

        GoldenFile.Check(run.Normalize(run.Output + "---\n" + run.Error + (kind == HostKind.Console ? "" : "---\n" + run.Summary)), "Report", kind);
    }

    private static ReportResult Result(string folder)
    {
        var options = new ReportOptionsParser(GateWorld.Context(folder, ("since", "2026-06-01"), ("at", "2026-07-01"))).Parse();
        var ledgers = new[] { ReportWorld.Dev.Ledger, ReportWorld.Production.Ledger };
        var settings = PipelineKit.Promotion.PromotionSettingsFile.Read(System.Text.Encoding.UTF8.GetBytes(ReportWorld.Settings), "pipelinekit.yaml");
        var incident = new Incident(LedgerScript.Time("06-20 10:00"), LedgerScript.Time("06-20 10:30"), "production", null, "Checkout slow", new SourcePlace("incidents.csv", 2));
        var view = new LedgerView(null, ledgers.ToDictionary(l => l.Entries[0].Environment, StringComparer.Ordinal));
        return ReportHandler.Judge(options, settings, settings.Environments, view, [incident, incident with { Environment = "test", Closed = null }]);
    }
}
