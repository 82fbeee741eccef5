using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>The command as a user runs it, in a folder of its own.</summary>
internal sealed class CanaryWorld : IDisposable
{
    public static ActionDefinition Definition { get; } = CanaryVerifyAction.For((_, _, _, _, _) => throw new InvalidOperationException("nothing is rendered"));

    public CommandLineRun Program { get; } = new() { Commands = [Definition] };

    public TempFolder Folder => Program.Folder;

    /// <summary>The <c>result</c> of result.json of the last run.</summary>
    public JsonElement Result => JsonDocument.Parse(Folder.Read("result.json")).RootElement.GetProperty("result");

    /// <summary>Inputs of a check of half an hour over a file.</summary>
    public static Dictionary<string, string> Inputs => new(StringComparer.Ordinal)
    {
        ["metrics-file"] = "metrics.om",
        ["service"] = "shop",
        ["canary"] = FakeMetrics.After.Text,
        ["baseline"] = FakeMetrics.Before.Text,
        ["end"] = OpenMetricsSample.End,
        ["report-path"] = "result.json",
    };

    /// <summary>A world with an hour of metrics.</summary>
    public static CanaryWorld With(int baseline, int canary)
    {
        var world = new CanaryWorld();
        world.Folder.Write("metrics.om", OpenMetricsSample.Of(baseline, canary));
        return world;
    }

    /// <summary>Checks with the inputs, and more; what is left behind must be what the schema says.</summary>
    public Task<ExitCode> CheckAsync(params string[] more) => RunAsync([.. Inputs.SelectMany(i => (string[])["--" + i.Key, i.Value]), .. more]);

    /// <summary>Runs canary-verify; what is left behind must be what the schema says.</summary>
    public async Task<ExitCode> RunAsync(params string[] words)
    {
        var exit = await Program.RunAsync(["canary-verify", .. words]);
        using var document = JsonDocument.Parse(Folder.Read("result.json"));
        Assert.Empty(ResultSchema.Violations(document.RootElement));
        return exit;
    }

    public void Dispose() => Program.Dispose();
}
