using Xunit;

namespace PipelineKit.EndToEnd.Cli;

public sealed class ProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task It_tells_its_version_with_an_empty_environment()
    {
        var run = await RunAsync("--version");

        Assert.Matches(@"^pipelinekit \d+\.\d+\.\d+\S*\n$", run.Expect(0).Output);
    }

    [SkippableFact]
    public async Task A_command_that_is_unknown_is_bad_input_and_says_which_there_are()
    {
        var run = await RunAsync("digest-pinn");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("digest-pin", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("/dev/full")]
    [InlineData("&-")]
    public async Task An_output_that_cannot_be_written_is_no_crash(string target)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "there is no /dev/full");
        var run = await new Child(Peer.Program("sh"), "-c", $"exec \"$0\" --help >{target}", await Published.BinaryAsync()).RunAsync();

        // 134 and 139 are what an abort and a fault leave behind.
        Assert.InRange(run.ExitCode, 0, 130);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_cancels_and_leaves_the_files_alone(string signal)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals");
        const string Dockerfile = "FROM example.com/app:1.2\n";
        _folder.Write("Dockerfile", Dockerfile);
        using var registry = new SilentServer();
        using var running = Command(await Published.BinaryAsync(), "digest-pin", "--files", "Dockerfile", "--registry-mirrors", "*=" + registry.Endpoint).Start();
        var end = running.FinishAsync();

        if (await Task.WhenAny(registry.Asked, end) == registry.Asked)
        {
            await running.SignalAsync(signal);
        }

        (await end).Expect(130);
        Assert.Equal(Dockerfile, _folder.Read("Dockerfile"));
    }

    private async Task<ChildResult> RunAsync(params string[] arguments) => await Command(await Published.BinaryAsync(), arguments).RunAsync();

    private Child Command(string binary, params string[] arguments) => new(binary, arguments) { WorkingDirectory = _folder.Path };
}
