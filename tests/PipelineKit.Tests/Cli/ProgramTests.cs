using System.Diagnostics;
using PipelineKit.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli;

/// <summary>The program as a process of its own, as the build made it.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task The_version_is_one_line()
    {
        var (exit, output, error) = await RunAsync("--version");

        Assert.Equal((0, $"pipelinekit {Product.Version}\n", ""), (exit, output, error));
    }

    [Fact]
    public async Task An_unknown_command_ends_with_its_exit_code()
    {
        var (exit, _, error) = await RunAsync("digest-pim");

        Assert.Equal(2, exit);
        Assert.Contains("Did you mean `digest-pin`?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_error()
    {
        using var process = Start("digest-pin", "--help");
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((0, ""), (process.ExitCode, error));
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "pipelinekit.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in new[] { "GITHUB_ACTIONS", "TF_BUILD" })
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }
}
