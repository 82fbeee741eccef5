using PipelineKit.Demo;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

/// <summary>Evidence from the layers of an image alone: no scanner, no report.</summary>
public sealed class LayerEvidenceTests
{
    private const string Shop = "oci:sample:ghcr.io/example/shop:1.4.2";

    [Fact]
    public async Task Without_a_database_there_is_a_bill_of_materials_and_no_evidence_about_vulnerabilities()
    {
        using var world = await WorldAsync();

        Assert.True(await world.RunAsync("scan-gate", "--image", Shop) == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("error evidence.missing", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal(2, world.Result.GetProperty("sbomFiles").GetArrayLength());
        Assert.Contains("pkg:apk/alpine/zlib@1.3.1-r2", world.Folder.Read(world.Result.GetProperty("sbomFiles")[0].GetString()!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.3.1-r1", ExitCode.Ok, 0)]
    [InlineData("1.3.2-r0", ExitCode.GateSaidNo, 1)]
    public async Task With_a_database_its_packages_are_judged_and_the_decision_can_be_replayed(string fixedIn, ExitCode exit, int blocking)
    {
        using var world = await WorldAsync();
        world.Folder.Write("osv/Alpine/ALPINE-CVE-2026-1.json", $$$"""
            {"id":"ALPINE-CVE-2026-1","modified":"2026-11-20T10:00:00Z","upstream":["CVE-2026-1"],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
            "affected":[{"package":{"ecosystem":"Alpine:v3.22","name":"zlib"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"{{{fixedIn}}}"}]}]}]}
            """);

        Assert.True(await world.RunAsync("scan-gate", "--image", Shop, "--database", "osv", "--decision-file", "decision.json") == exit, world.Program.All);

        Assert.Equal(blocking, world.Result.GetProperty("counts").GetProperty("blocking").GetInt32());
        Assert.True(await world.RunAsync("scan-gate", "replay", "decision.json") == ExitCode.Ok, world.Program.All);
        Assert.DoesNotContain(world.Folder.Path, world.Folder.Read("decision.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_layers_have_must_be_covered_by_reports_when_that_is_asked_for()
    {
        using var world = await WorldAsync();
        var image = PipelineKit.Testing.SampleImage.Build("unused", "linux/amd64", "linux/arm64");

        Assert.True(await world.RunAsync("scan-gate", "--image", Shop, "--reports", world.Report(image, "reports"), "--catalog") == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("evidence.unbound", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal(2, world.Result.GetProperty("sbomFiles").GetArrayLength());
    }

    [Fact]
    public async Task A_folder_without_data_is_a_mistake_told_by_its_own_name()
    {
        using var world = await WorldAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("scan-gate", "--image", Shop, "--database", "nothing"));

        Assert.Contains("`nothing`", world.Program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Folder.Path, world.Program.Error, StringComparison.Ordinal);
    }

    private static async Task<GateWorld> WorldAsync()
    {
        var world = await GateWorld.MakeAsync();
        await SampleRegistry.WriteAsync(Path.Combine(world.Folder.Path, "sample"), [SampleRepository.Shop], CancellationToken.None);
        return world;
    }
}
