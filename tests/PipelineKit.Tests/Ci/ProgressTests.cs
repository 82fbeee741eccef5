using PipelineKit.Ci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class ProgressTests
{
    [Theory]
    [InlineData(100, 4)]
    [InlineData(1000, 10)]
    [InlineData(10_000, 10)]
    public void A_stage_on_CI_is_a_group_with_a_line_now_and_then(int total, int most)
    {
        using var run = new HostRun(HostKind.GitHub);
        using (var stage = run.Host.CreateProgress(Verbosity.Normal).Stage("Resolving", total))
        {
            Parallel.For(0, total, i => stage.Advance($"::error::{i}"));
        }

        var lines = run.Output.Split('\n')[..^1];
        Assert.Equal($"::group::Resolving ({total})", lines[0]);
        Assert.Equal(["::endgroup::", $"Resolving: {total} done in 0.0 s"], lines[^2..]);
        Assert.InRange(lines.Length - 3, 1, most);
        Assert.All(lines[1..^2], line => Assert.Matches($"^[0-9]+ of {total}$", line));
    }

    [Fact]
    public void Quiet_is_silent_and_detail_is_for_verbose()
    {
        using var run = new HostRun(HostKind.Azure);
        foreach (var verbosity in (Verbosity[])[Verbosity.Quiet, Verbosity.Normal])
        {
            run.Host.CreateProgress(verbosity).Detail("detail of " + verbosity);
        }

        using (var stage = run.Host.CreateProgress(Verbosity.Quiet).Stage("Quiet", 100))
        {
            Enumerable.Range(0, 100).ToList().ForEach(i => stage.Advance("x"));
        }

        Assert.Equal("", run.Output);
        run.Host.CreateProgress(Verbosity.Verbose).Detail("GET https://registry.example ##[x]");
        Assert.Equal("GET https://registry.example ##\\[x]\n", run.Output);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(null)]
    public void On_a_terminal_a_bar_moves_and_lines_wait_until_it_is_done(int? total)
    {
        using var run = new HostRun(HostKind.Console, facts: new() { CurrentFolder = "/", ErrorIsTerminal = true });
        using (var stage = run.Host.CreateProgress(Verbosity.Normal).Stage("Resolving [red]digests\u001B[0m", total))
        {
            run.Host.Line("a line");
            Parallel.For(0, 100, i => stage.Advance($"item {i}"));
        }

        Assert.Contains("Resolving [red]digests␛", run.Error, StringComparison.Ordinal);
        Assert.Contains(total is null ? "… 100" : "100%", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\r\u001B[2Ka line\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }
}
