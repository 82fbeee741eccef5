using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

/// <summary>The whole program over an image in a layout and reports about it.</summary>
public sealed class GateTests
{
    private static readonly GrypeMatch Grave = new("CVE-2026-1000", "Critical");

    [Fact]
    public async Task A_clean_and_complete_report_passes()
    {
        using var world = await GateWorld.MakeAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports")) == ExitCode.Ok, world.Program.All);

        Assert.Equal("pass", world.Result.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_critical_vulnerability_blocks_and_is_told_with_its_fix()
    {
        using var world = await GateWorld.MakeAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave)) == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("CVE-2026-1000 in `openssl` 3.0.11-1 → 3.0.13-1: critical; rules critical, high-with-fix", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal(1, world.Result.GetProperty("counts").GetProperty("blocking").GetInt32());
    }

    [Fact]
    public async Task A_platform_without_a_report_is_a_gap()
    {
        using var world = await GateWorld.MakeAsync();
        world.Report(world.Sample, "reports");

        Assert.True(await world.GateAsync("--reports", "reports/amd64.json") == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("error evidence.platform-unscanned", world.Program.Error, StringComparison.Ordinal);
        Assert.Contains("linux/arm64", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_report_is_a_gap_at_its_place_and_never_a_pass()
    {
        using var world = await GateWorld.MakeAsync();
        var reports = world.Report(world.Sample, "reports");
        world.Folder.Write("reports/zz.json", "{\"matches\":[],\n  \"descriptor\": {\"name\": \"grype\", }");

        Assert.True(await world.GateAsync("--reports", reports) == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("error evidence.parse-error reports/zz.json:2", world.Program.Error, StringComparison.Ordinal);
    }
}
