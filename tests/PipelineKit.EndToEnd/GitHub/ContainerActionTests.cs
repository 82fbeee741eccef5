using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd.GitHub;

[Collection(PackagedTests.Name)]
public sealed class ContainerActionTests(ReleaseImage image) : IDisposable
{
    private readonly GitHubContainerRunner _runner = new();

    public void Dispose() => _runner.Dispose();

    [SkippableFact]
    public async Task The_program_runs_in_the_layout_of_the_runner()
    {
        var step = await _runner.RunAsync(new() { Image = await image.NameAsync(), Arguments = ["--version"] });

        Assert.Matches(@"^pipelinekit \d+\.\d+\.\d+", step.Run.Expect(0).Output);
    }

    [SkippableFact]
    public async Task A_command_that_is_unknown_fails_the_step_with_an_annotation()
    {
        var step = await RunAsync("action.yml", new() { ["command"] = "digest-pinn" });

        Assert.Equal(2, step.Run.ExitCode);
        Assert.Contains(step.Annotations, a => a.StartsWith("::error", StringComparison.Ordinal) && a.Contains("digest-pinn", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("action.yml")]
    [InlineData("actions/digest-pin/action.yml")]
    public async Task An_unpinned_image_fails_the_check_at_its_file_and_line(string action)
    {
        await WriteAsync("Dockerfile", "# syntax\nFROM example.com/app:1.2\n");
        var inputs = new Dictionary<string, string> { ["mode"] = "check", ["offline"] = "true", ["files"] = "Dockerfile" };
        if (action == "action.yml")
        {
            inputs["command"] = "digest-pin";
        }

        var step = await RunAsync(action, inputs);

        Assert.Equal(1, step.Run.ExitCode);
        Assert.Contains(step.Annotations, a => a.Contains("file=Dockerfile", StringComparison.Ordinal) && a.Contains("line=2", StringComparison.Ordinal));
        Assert.Equal("fail", step.Outputs["verdict"]);
        Assert.NotEqual("", step.Summary);
        Assert.Equal(("", 0), (step.Path, step.Variables.Count));
    }

    [SkippableFact]
    public async Task Every_declared_output_is_set_and_no_other()
    {
        await WriteAsync("Dockerfile", "FROM scratch\n");
        var metadata = ActionMetadata.Read("actions/digest-pin/action.yml");

        var step = await RunAsync("actions/digest-pin/action.yml", new() { ["mode"] = "check", ["offline"] = "true", ["files"] = "Dockerfile" });

        step.Run.Expect(0);
        Assert.Equal(metadata.Outputs.Order(StringComparer.Ordinal), step.Outputs.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Neither_a_writable_root_nor_a_home_nor_a_docker_socket_is_needed()
    {
        await WriteAsync("Dockerfile", "FROM scratch\n");
        string[] confined = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
        var inputs = new Dictionary<string, string> { ["mode"] = "check", ["offline"] = "true", ["files"] = "Dockerfile" };

        var step = await RunAsync("actions/digest-pin/action.yml", inputs, s => s with
        {
            Options = confined,
            HasDockerSocket = false,
            Environment = new Dictionary<string, string> { ["HOME"] = "" },
        });

        step.Run.Expect(0);
        Assert.Equal("pass", step.Outputs["verdict"]);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_cancelled_job_ends_the_step_with_130_and_leaves_the_files_alone(string signal)
    {
        const string Dockerfile = "FROM example.com/app:1.2\n";
        await WriteAsync("Dockerfile", Dockerfile);
        using var registry = new SilentServer();
        var inputs = new Dictionary<string, string> { ["registry-mirrors"] = "*=" + registry.Endpoint, ["files"] = "Dockerfile" };

        var step = await _runner.CancelAsync(await StepAsync("actions/digest-pin/action.yml", inputs) with { Network = "host" }, signal, registry.Asked);

        step.Run.Expect(130);
        Assert.Equal(Dockerfile, await File.ReadAllTextAsync(Path.Combine(_runner.Workspace, "Dockerfile")));
    }

    private async Task<GitHubStepResult> RunAsync(
        string action, Dictionary<string, string> inputs, Func<GitHubRunnerStep, GitHubRunnerStep>? change = null)
    {
        var step = await StepAsync(action, inputs);
        return await _runner.RunAsync(change is null ? step : change(step));
    }

    private async Task<GitHubRunnerStep> StepAsync(string action, Dictionary<string, string> inputs)
    {
        var metadata = ActionMetadata.Read(action);
        return new() { Image = await image.NameAsync(), Arguments = metadata.Arguments, Inputs = metadata.With(inputs) };
    }

    private Task WriteAsync(string path, string content) => File.WriteAllTextAsync(Path.Combine(_runner.Workspace, path), content);
}
