using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Tests.Cli;
using PipelineKit.Tests.Promotion.Engine;
using Xunit;

namespace PipelineKit.Tests.Verify;

/// <summary>What promotions and rollbacks really leave behind, walked back.</summary>
public sealed class ChainOfPromotionsTests
{
    [Fact]
    public async Task Promotions_and_a_rollback_of_the_engine_are_proved_to_the_build()
    {
        using var world = new PromotionWorld();
        var key = world.Key();
        foreach (var build in (string[])["a", "b"])
        {
            var image = world.Build(build);
            foreach (var environment in (string[])["dev", "staging", "production"])
            {
                await world.RunAsync(world.Request(environment, image) with { Signing = key });
            }
        }

        await world.RunAsync(world.Back("production") with { Signing = key, Reason = "errors after the deployment" });
        using var program = new CommandLineRun { Commands = Catalog.Published.Actions };
        foreach (var (path, content) in world.Host.Head(PromotionWorld.Ledger)!.Files)
        {
            program.Folder.Write(path, content.ToArray());
        }

        using (var signer = PrivateKeyFile.Read(world.Folder.Read("release.key"), password: null))
        {
            program.Folder.Write("release.pub", signer.PublicKey.ToPem());
        }

        Assert.True(await program.RunAsync("verify", "--chain", "--ledger-folder", "promotions", "--key", "release.pub") == ExitCode.Ok, program.All);
        Assert.Contains("by 4 promotions on record", program.All, StringComparison.Ordinal);
        Assert.Contains("rolled back to it", program.Output, StringComparison.Ordinal);
        Assert.Contains("build/shop", program.Output, StringComparison.Ordinal);
        Assert.True(await program.RunAsync("verify", "--chain", "--ledger-folder", "promotions", "--key", "release.pub", "--images", $"x.example.com/shop@{world.Build("b")}") == ExitCode.Ok, program.All);
    }
}
