using PipelineKit.Cli.Manifests;
using PipelineKit.Failures;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli;

public sealed class ManifestsCommandTests
{
    [Fact]
    public async Task What_differs_is_told_until_it_is_written()
    {
        using var run = Start();

        Assert.Equal(ExitCode.GateSaidNo, await run.RunAsync("manifests", "--check"));
        Assert.Contains("error manifest-differs action.yml: action.yml is missing.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Folder.Path, "action.yml")));

        Assert.Equal(ExitCode.Ok, await run.RunAsync("manifests", "--write"));
        Assert.Equal(ExitCode.Ok, await run.RunAsync("manifests", "--check"));
    }

    [Fact]
    public async Task The_first_line_that_differs_is_annotated_in_its_file()
    {
        using var run = Start().OnGitHub();
        await run.RunAsync("manifests", "--write");
        run.Folder.Write("action.yml", run.Folder.Read("action.yml").Replace("color: blue", "color: red", StringComparison.Ordinal));

        Assert.Equal(ExitCode.GateSaidNo, await run.RunAsync("manifests", "--check"));
        Assert.Contains("::error file=action.yml,line=7", run.Output, StringComparison.Ordinal);
        Assert.Contains("expected `color: blue`, found `color: red`", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifests")]
    [InlineData("manifests", "--write", "--check")]
    [InlineData("manifests", "--write", "--image", "ghcr.io/acme/pk:latest")]
    public async Task It_must_be_told_what_to_do(params string[] words)
    {
        using var run = Start();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync(words));
        Assert.Contains(FailureCodes.BadInputValue.Id, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Folder.Path, "action.yml")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told()
    {
        using var run = Start();
        Directory.CreateDirectory(Path.Combine(run.Folder.Path, "action.yml"));

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("manifests", "--write"));
        Assert.Contains(FailureCodes.UnwritableFile.Id, run.Error, StringComparison.Ordinal);
    }

    private static CommandLineRun Start() => new() { Commands = [.. SampleCatalog.Both.Actions, ManifestsCommand.For(SampleCatalog.Both)] };
}
