using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>The whole command against a real Prometheus with an hour of series of two arms.</summary>
public sealed class PrometheusCheckTests
{
    [SkippableTheory]
    [InlineData(Rollout.Good, "pass", "not-worse")]
    [InlineData(Rollout.ErrorsTwice, "fail", "worse")]
    [InlineData(Rollout.Late, "fail", "worse")]
    [InlineData(Rollout.NoData, "inconclusive", "data.missing")]
    public async Task What_happens_to_a_canary_is_what_the_verdict_says(Rollout rollout, string verdict, string reason)
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(rollout));
        using var world = new CanaryWorld();

        var exit = await world.RunAsync(Words(server));

        Assert.True(exit == (verdict == "pass" ? ExitCode.Ok : ExitCode.GateSaidNo), world.Program.All);
        var decision = world.Result.GetProperty("decision");
        Assert.Equal((verdict, reason), (decision.GetProperty("verdict").GetString(), decision.GetProperty("reason").GetString()));
    }

    [SkippableFact]
    public async Task Slow_requests_are_seen_where_errors_say_nothing()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Latency));
        using var world = new CanaryWorld();

        Assert.True(await world.RunAsync([.. Words(server), "--preset", "http-errors,http-latency"]) == ExitCode.GateSaidNo, world.Program.All);

        var metrics = world.Result.GetProperty("decision").GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("verdict").GetString());
        Assert.Equal("fail", metrics["http-latency"]);
        Assert.NotEqual("fail", metrics["http-errors"]);
    }

    [SkippableFact]
    public async Task Who_may_not_ask_gets_no_verdict_and_the_password_is_nowhere()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good), ("ops", "s3cret-of-ours"));
        using var world = new CanaryWorld();

        Assert.True(await world.RunAsync(Words(server)) == ExitCode.Refused, world.Program.All);
        Assert.True(await world.RunAsync([.. Words(server), "--metrics-user", "ops", "--metrics-password", "s3cret-of-ours", "--verdict-file", "verdict.json"]) == ExitCode.Ok, world.Program.All);

        Assert.DoesNotContain("s3cret-of-ours", world.Program.All + world.Folder.Read("result.json") + world.Folder.Read("verdict.json"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_wrong_query_is_told_in_the_words_of_Prometheus()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good));
        using var world = new CanaryWorld();
        world.Folder.Write("pipelinekit.yaml", "canary:\n  metrics:\n    - name: memory\n      kind: gauge\n      query: 'avg(process_resident_memory_bytes{ {{ scope.matcher }} }'\n");

        Assert.True(await world.RunAsync(Words(server)) == ExitCode.BadInput, world.Program.All);

        Assert.Contains("PK0902", world.Program.All, StringComparison.Ordinal);
        Assert.Contains("parse error", world.Program.All, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_server_that_is_gone_is_an_error_and_no_verdict()
    {
        var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good, minutes: 5));
        server.Kill();
        using var gone = server;
        using var world = new CanaryWorld();

        Assert.True(await world.RunAsync(Words(server)) == ExitCode.Unavailable, world.Program.All);
    }

    [SkippableFact]
    public async Task Good_windows_of_the_past_raise_no_alarm()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good, minutes: 120));
        using var world = new CanaryWorld();

        Assert.True(await world.RunAsync(["calibrate", .. Words(server), "--windows", "8", "--window", "10m", "--history", "0"]) == ExitCode.Ok, world.Program.All);

        Assert.Equal((8, 0), (world.Result.GetProperty("judged").GetInt32(), world.Result.GetProperty("failed").GetInt32()));
    }

    private static string[] Words(PrometheusServer server) =>
    [
        "--metrics-url", server.Address.ToString(), "--service", "shop", "--canary", MetricScenario.CanaryDigest, "--baseline", MetricScenario.BaselineDigest,
        "--end", "2024-05-01T01:00:00Z", "--report-path", "result.json",
    ];
}
