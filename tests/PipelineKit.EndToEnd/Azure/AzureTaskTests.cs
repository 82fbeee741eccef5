using PipelineKit.Actions;
using PipelineKit.DigestPin;
using Xunit;

namespace PipelineKit.EndToEnd.Azure;

[Collection(PackagedTests.Name)]
public sealed class AzureTaskTests(ExtensionPackage package) : IDisposable
{
    private readonly AzureTaskAgent _agent = new();

    public void Dispose() => _agent.Dispose();

    [SkippableFact]
    public async Task An_unpinned_image_fails_the_check_at_its_file_and_line()
    {
        await WriteAsync("Dockerfile", "# syntax\nFROM example.com/app:1.2\n");
        var task = await package.UnpackTaskAsync(_agent.Tasks);

        var result = await _agent.RunAsync(task, Check);

        Assert.Equal(1, result.Run.ExitCode);
        Assert.Contains(
            result.Issues,
            i => i.Properties["type"] == "error" && i.Properties["linenumber"] == "2"
                && i.Properties["sourcepath"].EndsWith("Dockerfile", StringComparison.Ordinal));
        Assert.Equal("fail", result.Outputs["verdict"]);
        Assert.True(File.Exists(Assert.Single(result.Commands, c => c.Name == "task.uploadsummary").Data));
    }

    [SkippableFact]
    public async Task Every_output_of_the_command_is_set_and_no_other_variable()
    {
        await WriteAsync("Dockerfile", "FROM scratch\n");
        var task = await package.UnpackTaskAsync(_agent.Tasks);

        var result = await _agent.RunAsync(task, Check);

        result.Run.Expect(0);
        Assert.Equal(
            DigestPinAction.Definition.AllOutputs.Select(o => AzureName.Of(o.Name)).Order(StringComparer.Ordinal), result.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(result.Outputs.Keys.Except(TaskDefinition.Read(task).Outputs, StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task The_token_of_the_job_is_masked_or_not_said_at_all()
    {
        await WriteAsync("Dockerfile", "FROM example.com/app:1.2\n");
        var task = await package.UnpackTaskAsync(_agent.Tasks);

        var result = await _agent.RunAsync(task, new Dictionary<string, string>(Check) { ["verbose"] = "true" });

        var said = result.Run.Output.Split('\n').Where(l => l.Contains("job-token-of-azure", StringComparison.Ordinal));
        Assert.All(said, line => Assert.StartsWith("##vso[task.setsecret]", line, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_cancelled_job_ends_the_task_with_130_and_leaves_the_files_alone(string signal)
    {
        const string Dockerfile = "FROM example.com/app:1.2\n";
        await WriteAsync("Dockerfile", Dockerfile);
        var task = await package.UnpackTaskAsync(_agent.Tasks);
        using var registry = new SilentServer();
        var inputs = new Dictionary<string, string> { ["command"] = "digest-pin", ["files"] = "Dockerfile", ["registryMirrors"] = "*=" + registry.Endpoint };

        var result = await _agent.CancelAsync(task, inputs, signal, registry.Asked);

        result.Run.Expect(130);
        Assert.Equal(Dockerfile, await File.ReadAllTextAsync(Path.Combine(_agent.Sources, "Dockerfile")));
    }

    private static Dictionary<string, string> Check =>
        new() { ["command"] = "digest-pin", ["mode"] = "check", ["offline"] = "true", ["files"] = "Dockerfile" };

    private Task WriteAsync(string path, string content) => File.WriteAllTextAsync(Path.Combine(_agent.Sources, path), content);
}
