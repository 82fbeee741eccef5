using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>The whole command against answers in the published forms of Azure Monitor.</summary>
public sealed class AzureCheckTests
{
    private const string LogSettings = """
        canary:
          metrics:
            - name: errors
              kind: errors
              query: |
                AppRequests // it's the table of requests
                | extend digest = tostring(Properties["digest"])
                | where {{ scope.matcher }}
                | summarize value = countif(Success == false) by bin(TimeGenerated, {{ step }})
              total: AppRequests | where tostring(Properties["digest"]) == "{{ scope.digest }}" | summarize value = count() by bin(TimeGenerated, {{ step }})

        """;

    private const string MetricSettings = """
        canary:
          metrics:
            - name: errors
              kind: errors
              query: '{__name__="Http5xx", {{ scope.matcher }}}'
              total: '{__name__="Requests", {{ scope.matcher }}}'

        """;

    private static string[] Logs => ["--azure-workspace", AzureMonitorServer.Workspace];

    private static string[] Metrics => ["--azure-resource", AzureMonitorServer.Resource];

    [Theory]
    [InlineData(true, 5, "pass", "not-worse")]
    [InlineData(true, 25, "fail", "worse")]
    [InlineData(false, 5, "pass", "not-worse")]
    [InlineData(false, 25, "fail", "worse")]
    public async Task What_happens_to_a_canary_is_what_the_verdict_says_and_replay_says_it_again(bool isLogs, int errors, string verdict, string reason)
    {
        using var server = new AzureMonitorServer { CanaryErrors = errors };
        using var world = World(isLogs ? LogSettings : MetricSettings);

        var exit = await world.RunAsync([.. Words(server), .. isLogs ? Logs : Metrics, "--azure-token", AzureMonitorServer.Token, "--verdict-file", "verdict.json"]);

        Assert.True(exit == (verdict == "pass" ? ExitCode.Ok : ExitCode.GateSaidNo), world.Program.All);
        Assert.Empty(server.Failures);
        var decision = world.Result.GetProperty("decision");
        Assert.Equal((verdict, reason), (decision.GetProperty("verdict").GetString(), decision.GetProperty("reason").GetString()));
        Assert.DoesNotContain(AzureMonitorServer.Token, world.Program.All + world.Folder.Read("result.json") + world.Folder.Read("verdict.json"), StringComparison.Ordinal);
        server.Dispose();
        Assert.True(await world.RunAsync("replay", "verdict.json", "--report-path", "result.json") == ExitCode.Ok, world.Program.All);
    }

    [Theory]
    [InlineData(true, "file-pr00f")]
    [InlineData(false, "job-pr00f")]
    public async Task A_workload_identity_gets_a_token_of_its_own_and_nothing_secret_is_told(bool isFile, string proof)
    {
        using var server = new AzureMonitorServer();
        using var world = World(LogSettings);
        var variables = isFile ? world.Program.Variables : world.Program.OnGitHub().Variables;
        (variables["AZURE_TENANT_ID"], variables["AZURE_CLIENT_ID"], variables["AZURE_AUTHORITY_HOST"]) = ("tenant", "app", server.Address);
        if (isFile)
        {
            variables["AZURE_FEDERATED_TOKEN_FILE"] = world.Folder.Write("token", proof + "\n");
        }
        else
        {
            (variables["ACTIONS_ID_TOKEN_REQUEST_URL"], variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) = (server.Address + "/job-token", "r3quest");
        }

        Assert.True(await world.RunAsync([.. Words(server), .. Logs]) == ExitCode.Ok, world.Program.All);

        Assert.Empty(server.Failures);
        var form = Assert.Single(server.Exchanges);
        Assert.Equal([proof, "app", server.Address + "/.default"], [form.Form("client_assertion")[0], form.Form("client_id")[0], form.Form("scope")[0]]);
        var told = world.Program.Output.Split('\n').Where(l => !l.StartsWith("::add-mask::", StringComparison.Ordinal));
        Assert.DoesNotContain(told, l => l.Contains(proof, StringComparison.Ordinal) || l.Contains(AzureMonitorServer.Token, StringComparison.Ordinal));
        Assert.DoesNotContain(proof, world.Folder.Read("result.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_ask_is_told_the_role_that_is_missing()
    {
        using var server = new AzureMonitorServer();
        using var world = World(LogSettings);

        Assert.True(await world.RunAsync([.. Words(server), .. Logs, "--azure-token", "an0ther"]) == ExitCode.Refused, world.Program.All);

        Assert.Contains("Log Analytics Reader", world.Program.All, StringComparison.Ordinal);
        Assert.DoesNotContain("an0ther", world.Program.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogSettings, "It is not said who asks Azure Monitor", "--azure-workspace", AzureMonitorServer.Workspace)]
    [InlineData(LogSettings, "a token would be readable on the way", "--azure-workspace", AzureMonitorServer.Workspace, "--azure-token", "t", "--metrics-url", "http://metrics.test")]
    [InlineData(LogSettings, "it is not its name", "--azure-workspace", "shop-logs", "--azure-token", "t")]
    [InlineData(LogSettings, "More than one of", "--azure-workspace", AzureMonitorServer.Workspace, "--azure-resource", AzureMonitorServer.Resource, "--azure-token", "t")]
    [InlineData(LogSettings, "are for Prometheus", "--azure-workspace", AzureMonitorServer.Workspace, "--metrics-token", "t")]
    [InlineData(LogSettings, "nothing of Azure it is for", "--metrics-file", "x.om", "--azure-token", "t")]
    [InlineData(LogSettings, "Presets and configurations of Kayenta know metrics of Prometheus", "--azure-workspace", AzureMonitorServer.Workspace, "--azure-token", "t", "--preset", "http-errors")]
    [InlineData("", "Presets and configurations of Kayenta know metrics of Prometheus", "--azure-workspace", AzureMonitorServer.Workspace, "--azure-token", "t")]
    [InlineData("canary: { metrics: [http-errors] }\n", "a preset knows metrics of Prometheus", "--azure-workspace", AzureMonitorServer.Workspace, "--azure-token", "t")]
    [InlineData(MetricSettings, "steps of 1, 5, 15, 30 or 60 minutes, not of 30 s", "--azure-resource", AzureMonitorServer.Resource, "--azure-token", "t", "--step", "30s")]
    public async Task What_does_not_fit_together_is_refused_before_anything_is_asked(string settings, string told, params string[] words)
    {
        using var world = World(settings);
        string[] rest = ["--canary", FakeMetrics.After.Text, "--baseline", FakeMetrics.Before.Text, "--end", "2029-01-01T01:00:00Z", "--report-path", "result.json"];

        Assert.True(await world.RunAsync([.. words, .. rest]) == ExitCode.BadInput, world.Program.All);

        Assert.Contains(told, world.Program.All.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static CanaryWorld World(string settings)
    {
        var world = new CanaryWorld();
        if (settings.Length > 0)
        {
            world.Folder.Write("pipelinekit.yaml", settings);
        }

        return world;
    }

    private static string[] Words(AzureMonitorServer server) =>
        ["--metrics-url", server.Address, "--canary", FakeMetrics.After.Text, "--baseline", FakeMetrics.Before.Text, "--end", "2029-01-01T01:00:00Z", "--report-path", "result.json"];
}
