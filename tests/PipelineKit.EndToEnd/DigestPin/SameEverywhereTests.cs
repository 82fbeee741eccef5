using System.Text.RegularExpressions;
using PipelineKit.Actions;
using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.GitHub;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd.DigestPin;

[Collection(PackagedTests.Name)]
public sealed class SameEverywhereTests(ReleaseImage image, ExtensionPackage package)
{
    private const string Report = "result.json";

    [SkippableTheory]
    [InlineData("pin")]
    [InlineData("check")]
    public async Task The_command_line_the_container_and_the_task_do_the_same_to_the_same_input(string mode)
    {
        using var registry = await SampleWorkspace.StartRegistryAsync();
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["mode"] = mode,
            ["files"] = SampleWorkspace.Globs,
            ["registry-mirrors"] = "*=" + registry.Endpoint,
            ["report-path"] = Report,
        };

        var commandLine = await OnCommandLineAsync(inputs);
        var container = await InContainerAsync(inputs);
        var task = await InTaskAsync(inputs);

        // One image does not exist, and `check` finds nothing pinned: the verdict is no, in all three.
        Assert.Equal((1, 1, 1), (commandLine.ExitCode, container.ExitCode, task.ExitCode));
        AssertSame(commandLine.Files, container.Files);
        AssertSame(commandLine.Files, task.Files);
        Assert.Equal(mode == "pin", commandLine.Files["compose.yaml"].Contains("nginx:1.27@sha256:", StringComparison.Ordinal));
        Assert.Equal(
            container.Outputs.ToDictionary(o => AzureName.Of(o.Key), o => o.Value, StringComparer.Ordinal),
            task.Outputs.ToDictionary(StringComparer.Ordinal));
    }

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    private static async Task<Outcome> OnCommandLineAsync(Dictionary<string, string> inputs)
    {
        using var folder = new TempFolder();
        SampleWorkspace.Write(folder.Path);
        string[] options = [.. inputs.SelectMany(i => i.Value.Split('\n').SelectMany(value => (string[])["--" + i.Key, value]))];
        var run = await new Child(await Published.BinaryAsync(), ["digest-pin", .. options]) { WorkingDirectory = folder.Path }.RunAsync();
        return Outcome.Of(run, folder.Path, new Dictionary<string, string>());
    }

    private async Task<Outcome> InContainerAsync(Dictionary<string, string> inputs)
    {
        using var runner = new GitHubContainerRunner();
        SampleWorkspace.Write(runner.Workspace);
        var metadata = ActionMetadata.Read("actions/digest-pin/action.yml");
        var step = await runner.RunAsync(new()
        {
            Image = await image.NameAsync(),
            Arguments = metadata.Arguments,
            Inputs = metadata.With(inputs),
            Network = "host",
        });
        return Outcome.Of(step.Run, runner.Workspace, step.Outputs);
    }

    private async Task<Outcome> InTaskAsync(Dictionary<string, string> inputs)
    {
        using var agent = new AzureTaskAgent();
        SampleWorkspace.Write(agent.Sources);
        var task = await package.UnpackTaskAsync(agent.Tasks);
        var named = inputs.ToDictionary(i => AzureName.Of(i.Key), i => i.Value, StringComparer.Ordinal);
        var result = await agent.RunAsync(task, new Dictionary<string, string>(named, StringComparer.Ordinal) { ["command"] = "digest-pin" });
        return Outcome.Of(result.Run, agent.Sources, result.Outputs);
    }

    /// <summary>What is compared: everything but the host's part of the report, and the time in the lock.</summary>
    private sealed record Outcome(int ExitCode, SortedDictionary<string, string> Files, IReadOnlyDictionary<string, string> Outputs)
    {
        public static Outcome Of(ChildResult run, string workspace, IReadOnlyDictionary<string, string> outputs)
        {
            var files = SampleWorkspace.Read(workspace);
            Assert.True(files.ContainsKey(Report), $"no report was written.\n{run.Output}\n{run.Errors}");
            var host = files[Report].IndexOf("\"host\":", StringComparison.Ordinal);
            Assert.True(host > 0, "the report has no host part");
            files[Report] = files[Report][..host];
            if (files.TryGetValue("images.lock.yaml", out var text))
            {
                files["images.lock.yaml"] = Regex.Replace(text, @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.]*Z", "TIME", RegexOptions.NonBacktracking);
            }

            var relative = outputs.ToDictionary(o => o.Key, o => Relative(o.Value, workspace), StringComparer.Ordinal);
            return new(run.ExitCode, files, relative);
        }

        // Paths are told as the host sees them.
        private static string Relative(string value, string workspace) =>
            value.Replace(workspace + "/", "", StringComparison.Ordinal).Replace("/github/workspace/", "", StringComparison.Ordinal);
    }
}
