using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class VerdictAttesterTests
{
    private const string PredicateType = "https://pipelinekit.dev/attestation/canary-verdict/v1";

    [Theory]
    [InlineData(9, ExitCode.Ok, ExitCode.Ok)]
    [InlineData(18, ExitCode.GateSaidNo, ExitCode.GateSaidNo)]
    public async Task Only_a_pass_is_signed_onto_the_image_of_the_canary(int errors, ExitCode judged, ExitCode verified)
    {
        using var world = await WorldAsync(errors);

        Assert.True(await JudgeAsync(world, "--attest", "verdict", "--key", "release.key") == judged, world.Program.All);

        Assert.True(await VerifyAsync(world) == verified, world.Program.All);
    }

    [Fact]
    public async Task A_rehearsal_signs_nothing()
    {
        using var world = await WorldAsync(errors: 9);

        Assert.True(await JudgeAsync(world, "--attest", "verdict", "--key", "release.key", "--dry-run") == ExitCode.Ok, world.Program.All);

        Assert.Equal(ExitCode.GateSaidNo, await VerifyAsync(world));
    }

    private static async Task<GateWorld> WorldAsync(int errors)
    {
        var world = await GateWorld.MakeAsync();
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        using (signer)
        {
            world.Folder.Write("release.key", PrivateKeyFile.Write(pkcs8));
            world.Folder.Write("release.pub", signer.PublicKey.ToPem());
        }

        world.Folder.Write("metrics.om", OpenMetricsSample.Of(9, errors).Replace(FakeMetrics.After.Text, world.Index.Text, StringComparison.Ordinal));
        return world;
    }

    private static Task<ExitCode> JudgeAsync(GateWorld world, params string[] more) =>
        world.RunAsync([
            "canary-verify", "--metrics-file", "metrics.om", "--service", "shop", "--canary", world.Image, "--baseline", FakeMetrics.Before.Text, "--end", OpenMetricsSample.End,
            "--registry-mirrors", "*=oci:images", .. more,
        ]);

    private static Task<ExitCode> VerifyAsync(GateWorld world) =>
        world.RunAsync("verify", "--images", world.Image, "--key", "release.pub", "--offline", "--registry-mirrors", "*=oci:images", "--predicate-types", PredicateType);
}
