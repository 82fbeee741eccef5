using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.ScanGate;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

/// <summary>The action, the task and the command line read the same inputs, decide the same and say it as their host does.</summary>
public sealed class HostTests
{
    private static readonly GrypeMatch[] Matches = [new("CVE-2026-1000", "Critical"), new("CVE-2026-2000", "Low", "zlib1g")];

    [Fact]
    public async Task Every_host_gives_the_same_decision()
    {
        var decisions = new List<string>();
        foreach (var kind in Enum.GetValues<HostKind>())
        {
            using var world = await GateWorld.MakeAsync();
            var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["image"] = world.Image,
                ["registry-mirrors"] = "*=oci:images",
                ["reports"] = world.Report(world.Sample, "reports", Matches),
                ["environment"] = "production",
                ["decision-file"] = "decision.json",
            };

            Assert.True(await RunAsync(world, kind, inputs) == ExitCode.GateSaidNo, world.Program.All);

            decisions.Add(string.Join('\n', world.Folder.Read("decision.json").Split('\n').Where(l => !l.StartsWith("  \"at\":", StringComparison.Ordinal))));
        }

        Assert.Equal(3, decisions.Count);
        Assert.Single(decisions.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Outputs_are_set_for_later_steps()
    {
        using var world = await GateWorld.MakeAsync();
        world.Program.OnGitHub();

        await world.Program.RunAsync("scan-gate", "--image", world.Image, "--registry-mirrors", "*=oci:images", "--reports", world.Report(world.Sample, "reports", Matches), "--decision-file", "decision.json");

        var outputs = world.Folder.Read("output");
        Assert.All(ScanGateAction.Definition.AllOutputs, o => Assert.Contains(o.Name, outputs, StringComparison.Ordinal));
        Assert.Contains("\n1\n", outputs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKind.Console)]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Azure)]
    public void What_a_run_says_is_what_the_golden_file_has(HostKind kind)
    {
        var excused = GateResults.Finding("CVE-2026-2", Severity.High) with
        {
            Action = GateAction.Allow,
            Excused = "exception",
            Exception = new GateException { Id = "CVE-2026-2", Owner = "shop@example.com", Reason = "not reachable", File = "exceptions.yaml", Line = 4, Expires = StillTime.Moment.AddDays(30) },
        };
        var result = GateResults.Of(
            [GateResults.Finding("CVE-2026-1"), excused],
            new GateReason(GateReasons.EvidencePlatformUnscanned, GateAction.Block, "no scan is about linux/arm64", "scan that platform too", "linux/arm64"),
            new GateReason(GateReasons.ExceptionUnused, GateAction.Warn, "the exception CVE-2020-1 matches nothing", "take it out", "CVE-2020-1", "exceptions.yaml", 9));
        using var run = new HostRun(kind);
        new Reporter(run.Host, new StillTime(), "1.2.3").Publish(ScanGateAction.Definition, ScanGateReport.From(result), new PublishOptions { WorkingDirectory = run.Workspace });

        var actual = run.Normalize(run.Output + "---\n" + run.Error + (kind == HostKind.Console ? "" : "---\n" + run.Summary));
        var golden = Path.Combine(Peer.RepositoryRoot, "tests", "PipelineKit.Tests", "ScanGate", "Golden", $"{kind.ToString().ToLowerInvariant()}.golden");
        if (Environment.GetEnvironmentVariable("PIPELINEKIT_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, actual);
        }

        Assert.Equal(File.ReadAllText(golden), actual);
    }

    private static Task<ExitCode> RunAsync(GateWorld world, HostKind kind, Dictionary<string, string> inputs)
    {
        if (kind == HostKind.Console)
        {
            return world.Program.RunAsync(["scan-gate", .. inputs.SelectMany(i => (string[])["--" + i.Key, i.Value])]);
        }

        _ = kind == HostKind.GitHub ? world.Program.OnGitHub() : world.Program.OnAzure();
        foreach (var (name, value) in inputs.Append(new KeyValuePair<string, string>("command", "scan-gate")))
        {
            world.Program.Variables["INPUT_" + (kind == HostKind.GitHub ? name : AzureName.Of(name)).ToUpperInvariant()] = value;
        }

        return world.Program.RunAsync();
    }
}
