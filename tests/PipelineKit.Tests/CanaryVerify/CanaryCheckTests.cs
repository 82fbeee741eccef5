using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanaryCheckTests
{
    [Fact]
    public async Task A_canary_as_good_as_the_baseline_passes()
    {
        using var world = CanaryWorld.With(baseline: 9, canary: 9);

        Assert.True(await world.CheckAsync() == ExitCode.Ok, world.Program.All);

        Assert.Equal("pass", world.Result.GetProperty("decision").GetProperty("verdict").GetString());
        Assert.Contains("The canary passed", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canary_with_twice_the_errors_fails_and_the_metric_is_named()
    {
        using var world = CanaryWorld.With(baseline: 9, canary: 18);
        world.Program.OnGitHub();

        Assert.True(await world.CheckAsync("--verdict-file", "verdict.json", "--chart-file", "evidence.svg") == ExitCode.GateSaidNo, world.Program.All);

        var outputs = world.Folder.Read("output");
        Assert.Contains("http-errors", outputs, StringComparison.Ordinal);
        Assert.All(CanaryWorld.Definition.AllOutputs, o => Assert.Contains(o.Name, outputs, StringComparison.Ordinal));
        Assert.True(world.Result.GetProperty("timeToDetect").GetDouble() > 0);
        Assert.StartsWith("<svg", world.Folder.Read("evidence.svg"), StringComparison.Ordinal);
        var summary = world.Folder.Read("summary.md");
        Assert.Contains("```mermaid\nxychart-beta", summary, StringComparison.Ordinal);
        Assert.Contains("| `http-errors` |", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail", ExitCode.GateSaidNo)]
    [InlineData("pass", ExitCode.Ok)]
    public async Task Too_little_to_decide_is_inconclusive_and_what_that_means_is_up_to_an_input(string wanted, ExitCode exit)
    {
        using var world = CanaryWorld.With(baseline: 9, canary: 9);

        Assert.True(await world.CheckAsync("--window", "1m", "--step", "30s", "--on-inconclusive", wanted) == exit, world.Program.All);

        Assert.Equal("inconclusive", world.Result.GetProperty("decision").GetProperty("verdict").GetString());
        Assert.Contains("neither shown to be good nor bad", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_without_any_metrics_never_passes()
    {
        using var world = CanaryWorld.With(baseline: 9, canary: 9);

        var exit = await world.RunAsync([.. CanaryWorld.Inputs.Where(i => i.Key != "canary").SelectMany(i => (string[])["--" + i.Key, i.Value]), "--canary", $"sha256:{new string('c', 64)}"]);

        Assert.True(exit == ExitCode.GateSaidNo, world.Program.All);
        Assert.Equal("data.missing", world.Result.GetProperty("decision").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_rehearsal_writes_nothing_but_its_report()
    {
        using var world = CanaryWorld.With(baseline: 9, canary: 18);

        Assert.True(await world.CheckAsync("--verdict-file", "verdict.json", "--chart-file", "evidence.svg", "--dry-run") == ExitCode.GateSaidNo, world.Program.All);

        Assert.Equal(["metrics.om", "result.json"], Directory.GetFiles(world.Folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_host_decides_the_same()
    {
        var decisions = new List<string>();
        foreach (var kind in Enum.GetValues<HostKind>())
        {
            using var world = CanaryWorld.With(baseline: 9, canary: 18);

            Assert.True(await HostInputsOf.RunAsync(world.Program, kind, "canary-verify", CanaryWorld.Inputs) == ExitCode.GateSaidNo, world.Program.All);

            decisions.Add(world.Result.GetProperty("decision").GetRawText());
        }

        Assert.Single(decisions.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_from_the_settings_cannot_write_into_the_log_or_the_summary()
    {
        using var world = CanaryWorld.With(baseline: 9, canary: 18);
        world.Folder.Write(
            "pipelinekit.yaml",
            """
            canary:
              metrics:
                - name: "errors ##[add-matcher]/m.json `x` ```"
                  kind: errors
                  query: 'http_requests_total{ {{ scope.matcher }}, code="500" }'
                  total: 'http_requests_total{ {{ scope.matcher }} }'
            """);
        world.Program.OnGitHub();

        var exit = await world.CheckAsync();

        Assert.True(exit is ExitCode.GateSaidNo or ExitCode.BadInput, world.Program.All);
        Assert.DoesNotContain("##[add-matcher]", world.Program.All, StringComparison.Ordinal);
        Assert.DoesNotContain("##[add-matcher]", world.Folder.Read("summary.md"), StringComparison.Ordinal);
    }
}
