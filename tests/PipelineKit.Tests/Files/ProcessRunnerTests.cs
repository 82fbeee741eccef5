using System.Text;
using PipelineKit.Files;
using Xunit;

namespace PipelineKit.Tests.Files;

public sealed class ProcessRunnerTests
{
    private static readonly ProcessRunner Runner = new(TimeProvider.System);

    [Fact]
    public async Task Arguments_arrive_as_they_are_and_output_comes_back()
    {
        var result = await Runner.RunAsync(new ProcessRequest { Program = "printf", Arguments = ["%s|", "a b", "$HOME", "'\"", "; exit 3", ""] }, default);
        Assert.Equal((0, "a b|$HOME|'\"|; exit 3||"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
    }

    [Fact]
    public async Task Input_output_and_errors_larger_than_a_pipe_pass_through()
    {
        var input = new byte[3 << 20];
        Array.Fill(input, (byte)'x');
        var result = await Runner.RunAsync(new ProcessRequest { Program = "cat", Arguments = ["-", "/nowhere"], Input = input }, default);
        Assert.Equal(input, result.Output);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/nowhere", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_no_failure() =>
        Assert.Equal(0, (await Runner.RunAsync(new ProcessRequest { Program = "true", Input = new byte[1 << 20] }, default)).ExitCode);

    [Fact]
    public async Task Of_the_environment_only_what_finds_programs_is_passed_on()
    {
        Environment.SetEnvironmentVariable("GIT_DIR_FOR_TEST_TOKEN", "secret");
        var result = await Runner.RunAsync(new ProcessRequest { Program = "env", Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["OWN"] = "1" } }, default);
        var names = Encoding.UTF8.GetString(result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("PATH", names);
        Assert.Contains("OWN", names);
        Assert.Empty(names.Except(["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LC_ALL", "OWN"], StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_installed_says_so()
    {
        var e = await Assert.ThrowsAsync<ProcessException>(() => Runner.RunAsync(new ProcessRequest { Program = "pipelinekit-no-such-program" }, default));
        Assert.Equal((ProcessProblem.NotStarted, "pipelinekit-no-such-program"), (e.Problem, e.Program));
    }

    [Fact]
    public async Task What_takes_too_long_is_ended()
    {
        var e = await Assert.ThrowsAsync<ProcessException>(() => Runner.RunAsync(new ProcessRequest { Program = "sleep", Arguments = ["60"], Timeout = TimeSpan.FromMilliseconds(50) }, default));
        Assert.Equal(ProcessProblem.TimedOut, e.Problem);
    }

    [Fact]
    public async Task What_writes_too_much_is_ended()
    {
        var e = await Assert.ThrowsAsync<ProcessException>(() => Runner.RunAsync(new ProcessRequest { Program = "yes", MaximumOutputBytes = 100_000 }, default));
        Assert.Equal(ProcessProblem.TooMuchOutput, e.Problem);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Runner.RunAsync(new ProcessRequest { Program = "sleep", Arguments = ["60"] }, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }
}
