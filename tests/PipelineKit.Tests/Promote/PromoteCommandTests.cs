using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.Promote;

public sealed class PromoteCommandTests : IDisposable
{
    private readonly CommandLineRun _run = new() { Commands = Catalog.Published.Actions };

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Everything_wrong_with_the_inputs_is_told_at_once()
    {
        var exit = await _run.RunAsync(
            "promote", "--to", "dev", "--image", "ghcr.io/acme/shop:1", "--digest", "sha256:1", "--bypass", "--clear-rejection", "--adopt-tag", "--author", "nobody", "--expect-digest", "x", "--lease", "soon");

        Assert.Equal(ExitCode.BadInput, exit);
        foreach (var text in (string[])
                 [
                     "has no digest", "`sha256:1` is not a digest", "`bypass` needs a `reason`", "`clear-rejection` needs a `reason`", "`adopt-tag` needs a `reason`",
                     "`nobody` is not an author", "`x` is not a digest", "`soon`",
                 ])
        {
            Assert.Contains(text, _run.All, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_environment_that_is_none_is_told_with_those_there_are()
    {
        _run.Folder.Write("pipelinekit.yaml", "promotion: { app: shop, environments: [ { name: dev, repository: ghcr.io/acme/dev }, { name: production, repository: ghcr.io/acme/shop } ] }\n");

        Assert.Equal(ExitCode.BadInput, await _run.RunAsync("promote", "--to", "prod"));

        Assert.Contains("There is no environment `prod`", _run.All, StringComparison.Ordinal);
        Assert.Contains("dev, production", _run.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_the_engine_is_none_that_can_be_promoted()
    {
        Assert.Equal(ExitCode.BadInput, await _run.RunAsync("promote", "--to", "dev", "--image", "docker:shop"));

        Assert.Contains("Push it, and name it in its registry", _run.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_says_what_is_wrong_with_its_own_inputs()
    {
        Assert.Equal(ExitCode.BadInput, await _run.RunAsync("rollback", "--environment", "dev", "--detected-at", "lately", "--digest", "y"));

        Assert.Contains("`lately` is not a time", _run.All, StringComparison.Ordinal);
        Assert.Contains("`y` is not a digest", _run.All, StringComparison.Ordinal);
    }
}
