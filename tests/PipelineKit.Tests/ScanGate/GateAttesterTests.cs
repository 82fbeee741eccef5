using PipelineKit.Failures;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

public sealed class GateAttesterTests
{
    private static readonly GrypeMatch Grave = new("CVE-2026-1000", "Critical");

    [Fact]
    public async Task A_pass_is_attested_so_that_verify_can_require_it()
    {
        using var world = await WorldAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports"), "--attest", "decision,vulns", "--key", "release.key") == ExitCode.Ok, world.Program.All);

        Assert.Equal([PredicateTypes.VerificationSummary, PredicateTypes.Vulnerabilities, PredicateTypes.Vulnerabilities], world.Result.GetProperty("attested").EnumerateArray().Select(a => a.GetProperty("type").GetString()));
        Assert.True(await VerifyAsync(world, "vsa,in-toto-vulns") == ExitCode.Ok, world.Program.All);
    }

    [Fact]
    public async Task A_fail_is_never_attested_as_a_decision()
    {
        using var world = await WorldAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave), "--attest", "decision,vulns", "--key", "release.key") == ExitCode.GateSaidNo, world.Program.All);

        Assert.Equal(ExitCode.Ok, await VerifyAsync(world, "in-toto-vulns"));
        Assert.Equal(ExitCode.GateSaidNo, await VerifyAsync(world, "vsa"));
    }

    [Fact]
    public async Task A_rehearsal_says_what_would_be_attested_and_signs_nothing()
    {
        using var world = await WorldAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports"), "--attest", "decision", "--dry-run") == ExitCode.Ok, world.Program.All);

        Assert.Equal(1, world.Result.GetProperty("attested").GetArrayLength());
        Assert.Equal(ExitCode.GateSaidNo, await VerifyAsync(world, "vsa"));
    }

    private static async Task<GateWorld> WorldAsync()
    {
        var world = await GateWorld.MakeAsync();
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        using (signer)
        {
            world.Folder.Write("release.key", PrivateKeyFile.Write(pkcs8));
            world.Folder.Write("release.pub", signer.PublicKey.ToPem());
        }

        return world;
    }

    private static Task<ExitCode> VerifyAsync(GateWorld world, string types) =>
        world.RunAsync("verify", "--images", world.Image, "--key", "release.pub", "--offline", "--registry-mirrors", "*=oci:images", "--predicate-types", types);
}
