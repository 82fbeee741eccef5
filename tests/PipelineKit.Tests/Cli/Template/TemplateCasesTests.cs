using System.Text.Json;
using PipelineKit.Cli.Template;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli.Template;

public sealed class TemplateCasesTests
{
    [SkippableFact]
    public async Task Every_shared_case_prints_what_the_reference_engine_gives()
    {
        var folder = Peer.SharedData("scriban-cases");
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var entry in manifest.RootElement.GetProperty("cases").EnumerateArray())
        {
            string Field(string name) => entry.GetProperty(name).GetString()!;
            string Shared(string name) => Path.Combine(folder, Field(name));
            using var run = new CommandLineRun { Commands = [.. SampleCatalog.Both.Actions, TemplateCommand.Definition] };
            var exit = await run.RunAsync(
                "template", "--template", Shared("template"), "--model", Shared("model"), "--includes", Shared("includes"), "--name", Field("name"), "--mode", Field("mode"));

            var expected = await File.ReadAllTextAsync(Shared("expected"));
            var isSame = Field("match") == "trim" ? run.Output.Trim() == expected.Trim() : run.Output == expected;
            count++;
            if (!isSame || exit != (Field("outcome") == "ok" ? ExitCode.Ok : ExitCode.BadInput))
            {
                wrong.Add($"{Field("id")}: {exit}: {run.Output}{run.Error}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(count >= 152, $"Only {count} cases were found.");
    }
}
