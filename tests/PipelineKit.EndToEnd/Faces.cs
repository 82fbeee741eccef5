using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PipelineKit.Actions;
using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.DigestPin;
using PipelineKit.EndToEnd.GitHub;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd;

/// <summary>The same command with the same inputs as the three that users have: command line, container on a GitHub runner, Azure task.</summary>
/// <param name="image">The container.</param>
/// <param name="package">The extension with the task.</param>
/// <param name="command">The command.</param>
/// <param name="write">Writes the files of the repository into a folder.</param>
internal sealed class Faces(ReleaseImage image, ExtensionPackage package, string command, Action<string> write)
{
    /// <summary>The report in the workspace; an input of every run.</summary>
    public const string Report = "result.json";

    /// <summary>Runs all three, asserts that files, report and outputs are the same, and returns the one of the command line.</summary>
    /// <param name="inputs">The inputs by name, <c>report-path</c> apart.</param>
    /// <param name="exit">The exit code of each.</param>
    public async Task<SortedDictionary<string, string>> AssertSameAsync(IReadOnlyDictionary<string, string> inputs, int exit)
    {
        var all = new Dictionary<string, string>(inputs, StringComparer.Ordinal) { ["report-path"] = Report };
        var commandLine = await OnCommandLineAsync(all);
        var container = await InContainerAsync(all);
        var task = await InTaskAsync(all);

        Assert.Equal((exit, exit, exit), (commandLine.ExitCode, container.ExitCode, task.ExitCode));
        AssertSame(commandLine.Files, container.Files);
        AssertSame(commandLine.Files, task.Files);
        Assert.Equal(
            container.Outputs.ToDictionary(o => AzureName.Of(o.Key), o => o.Value, StringComparer.Ordinal),
            task.Outputs.ToDictionary(StringComparer.Ordinal));
        return commandLine.Files;
    }

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.Equal(file.Value, actual[file.Key]));
    }

    private async Task<Outcome> OnCommandLineAsync(Dictionary<string, string> inputs)
    {
        using var folder = new TempFolder();
        write(folder.Path);
        string[] options = [.. inputs.SelectMany(i => i.Value.Split('\n').SelectMany(value => (string[])["--" + i.Key, value]))];
        var run = await new Child(await Published.BinaryAsync(), [command, .. options]) { WorkingDirectory = folder.Path }.RunAsync();
        return Outcome.Of(run, folder.Path, new Dictionary<string, string>());
    }

    private async Task<Outcome> InContainerAsync(Dictionary<string, string> inputs)
    {
        using var runner = new GitHubContainerRunner();
        write(runner.Workspace);
        var metadata = ActionMetadata.Read($"actions/{command}/action.yml");
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
        write(agent.Sources);
        var task = await package.UnpackTaskAsync(agent.Tasks);
        var named = inputs.ToDictionary(i => AzureName.Of(i.Key), i => i.Value, StringComparer.Ordinal);
        var result = await agent.RunAsync(task, new Dictionary<string, string>(named, StringComparer.Ordinal) { ["command"] = command });
        return Outcome.Of(result.Run, agent.Sources, result.Outputs);
    }

    /// <summary>What is compared: everything but the host's part of the report, and the time in the lock and in a decision.</summary>
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
                files["images.lock.yaml"] = WithoutTime(text);
            }

            var relative = outputs.ToDictionary(o => o.Key, o => Relative(o.Value, workspace), StringComparer.Ordinal);
            if (!files.TryGetValue("decision.json", out var decision))
            {
                return new(run.ExitCode, files, relative);
            }

            // A decision has the moment it was made for in it, and so its digest is another each time.
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(decision)));
            files["decision.json"] = WithoutTime(decision);
            files[Report] = WithoutTime(files[Report]).Replace(digest, "DIGEST", StringComparison.Ordinal);
            return new(run.ExitCode, files, relative.ToDictionary(o => o.Key, o => o.Value.Replace(digest, "DIGEST", StringComparison.Ordinal), StringComparer.Ordinal));
        }

        private static string WithoutTime(string text) => Regex.Replace(text, @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.]*Z", "TIME", RegexOptions.NonBacktracking);

        // Paths are told as the host sees them.
        private static string Relative(string value, string workspace) =>
            value.Replace(workspace + "/", "", StringComparison.Ordinal).Replace("/github/workspace/", "", StringComparison.Ordinal);
    }
}
