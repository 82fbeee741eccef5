using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

/// <summary>The whole program over an image in a layout and reports about it.</summary>
public sealed class GateTests
{
    private const string Exceptions = "apiVersion: pipelinekit/v1\nkind: GateExceptions\nexceptions:\n";
    private static readonly GrypeMatch Grave = new("CVE-2026-1000", "Critical");
    private static readonly GrypeMatch Light = new("CVE-2026-2000", "Low", "zlib1g");

    [Fact]
    public async Task A_clean_and_complete_report_passes()
    {
        using var world = await GateWorld.MakeAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports", Light)) == ExitCode.Ok, world.Program.All);

        Assert.Equal("pass", world.Result.GetProperty("verdict").GetString());
        Assert.Equal((1, 0), (Count(world, "findings"), Count(world, "blocking")));
    }

    [Fact]
    public async Task A_critical_vulnerability_blocks_and_is_told_with_its_fix()
    {
        using var world = await GateWorld.MakeAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave, Light)) == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("CVE-2026-1000 in `openssl` 3.0.11-1 → 3.0.13-1: critical; rules critical, high-with-fix", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal((2, 1), (Count(world, "findings"), Count(world, "blocking")));
    }

    [Fact]
    public async Task A_platform_without_a_report_is_a_gap()
    {
        using var world = await GateWorld.MakeAsync();
        world.Report(world.Sample, "reports");

        Assert.True(await world.GateAsync("--reports", "reports/amd64.json") == ExitCode.GateSaidNo, world.Program.All);
        Assert.Contains("error evidence.platform-unscanned", world.Program.Error, StringComparison.Ordinal);
        Assert.True(await world.GateAsync("--reports", "reports/amd64.json", "--platforms", "linux/amd64") == ExitCode.Ok, world.Program.All);
    }

    [Theory]
    [InlineData("{\"matches\":[],\n  \"descriptor\": {\"name\": \"grype\", }", "reports/zz.json:2")]
    [InlineData("{\"hello\":\"world\"}", "reports/zz.json")]
    [InlineData("", "reports/zz.json")]
    public async Task A_report_that_is_none_is_a_gap_at_its_place_and_never_a_pass(string content, string place)
    {
        using var world = await GateWorld.MakeAsync();
        var reports = world.Report(world.Sample, "reports");
        world.Folder.Write("reports/zz.json", content);

        Assert.True(await world.GateAsync("--reports", reports) == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains($"error evidence.parse-error {place}", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_about_another_image_prove_nothing()
    {
        using var world = await GateWorld.MakeAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(SampleImage.Build("other", "linux/amd64", "linux/arm64"), "reports")) == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("error evidence.unbound", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_lets_it_go_on_for_a_time_and_is_shown_with_its_owner()
    {
        using var world = await GateWorld.MakeAsync();
        var soon = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        world.Folder.Write("e.yaml", $"{Exceptions}- id: CVE-2026-1000\n  owner: shop@example.com\n  reason: not reachable\n  expires: {soon}\n");

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave), "--exceptions", "e.yaml") == ExitCode.Ok, world.Program.All);

        Assert.Contains("exception of shop@example.com: not reachable", world.Program.Output, StringComparison.Ordinal);
        Assert.Contains("e.yaml:4", world.Program.Output, StringComparison.Ordinal);
        Assert.Equal(1, Count(world, "excused"));
        Assert.StartsWith(soon[..7], world.Result.GetProperty("decision").GetProperty("validUntil").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exceptions_without_an_owner_are_refused_where_they_stand()
    {
        using var world = await GateWorld.MakeAsync();
        world.Folder.Write("e.yaml", Exceptions + "- id: CVE-2026-1000\n  reason: x\n  expires: 2030-01-01\n");

        Assert.Equal(ExitCode.BadInput, await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave), "--exceptions", "e.yaml"));

        Assert.Contains("error PK0702 e.yaml:4", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_known_to_be_exploited_blocks_whatever_its_severity()
    {
        using var world = await GateWorld.MakeAsync();
        world.Folder.Write("kev.json", """
            {"title":"CISA Catalog of Known Exploited Vulnerabilities","catalogVersion":"2026.11.20","dateReleased":"2026-11-20T10:00:00.000Z","count":1,"vulnerabilities":[
            {"cveID":"CVE-2026-2000","vendorProject":"zlib","product":"zlib","vulnerabilityName":"x","dateAdded":"2026-11-01","shortDescription":"x","requiredAction":"x","dueDate":"2026-11-22","knownRansomwareCampaignUse":"Unknown","notes":""}]}
            """);
        string[] words = ["--reports", world.Report(world.Sample, "reports", Light), "--kev", "kev.json"];

        Assert.True(await world.GateAsync(words) == ExitCode.GateSaidNo, world.Program.All);
        Assert.Contains("rule exploited; exploited, due 2026-11-22", world.Program.Error, StringComparison.Ordinal);
        Assert.True(await world.GateAsync([.. words, "--fail-on-exploited", "false"]) == ExitCode.Ok, world.Program.All);
    }

    [Fact]
    public async Task The_probability_of_being_exploited_can_block()
    {
        using var world = await GateWorld.MakeAsync();
        world.Folder.Write("epss.csv", "#model_version:v2025.03.14,score_date:2026-11-20T12:55:00Z\ncve,epss,percentile\nCVE-2026-2000,0.62,0.98\n");
        string[] words = ["--reports", world.Report(world.Sample, "reports", Light), "--epss", "epss.csv"];

        Assert.True(await world.GateAsync([.. words, "--epss-threshold", "0.5"]) == ExitCode.GateSaidNo, world.Program.All);
        Assert.Contains("EPSS 0.62", world.Program.Error, StringComparison.Ordinal);
        Assert.True(await world.GateAsync([.. words, "--epss-threshold", "0.7"]) == ExitCode.Ok, world.Program.All);
    }

    [Fact]
    public async Task Only_what_is_added_blocks_where_nothing_is_to_become_worse()
    {
        using var world = await GateWorld.MakeAsync();
        var before = SampleImage.Build("before", "linux/amd64", "linux/arm64");
        string[] words = ["--reports", world.Report(world.Sample, "reports", Grave), "--mode", "no-worse", "--compare-to"];

        Assert.True(await world.GateAsync([.. words, world.Report(before, "same", Grave)]) == ExitCode.Ok, world.Program.All);
        Assert.Contains("0 new, 0 gone, 1 in both", world.Program.Output, StringComparison.Ordinal);
        Assert.True(await world.GateAsync([.. words, world.Report(before, "better", Light)]) == ExitCode.GateSaidNo, world.Program.All);
        Assert.Equal(1, world.Result.GetProperty("comparison").GetProperty("added").GetInt32());
    }

    [Fact]
    public async Task A_rehearsal_decides_and_writes_nothing()
    {
        using var world = await GateWorld.MakeAsync();

        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave), "--dry-run", "--decision-file", "decision.json", "--sarif-file", "gate.sarif") == ExitCode.GateSaidNo, world.Program.All);

        Assert.Equal(["images", "reports", "result.json"], Directory.EnumerateFileSystemEntries(world.Folder.Path).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal));
        Assert.Equal("", world.Result.GetProperty("decision").GetProperty("file").GetString());
    }

    [Fact]
    public async Task The_order_of_what_is_given_changes_nothing()
    {
        using var world = await GateWorld.MakeAsync();
        world.Report(world.Sample, "reports", Grave, Light);
        world.Folder.Write("a.yaml", Exceptions + "- id: CVE-2026-1000\n  owner: a\n  reason: a\n  expires: 2026-11-30\n");
        world.Folder.Write("b.yaml", Exceptions + "- id: CVE-2026-3000\n  owner: b\n  reason: b\n  expires: 2026-11-30\n");
        await world.GateAsync("--reports", "reports/amd64.json", "--reports", "reports/arm64.json", "--exceptions", "a.yaml", "--exceptions", "b.yaml", "--decision-file", "1.json");
        await world.GateAsync("--reports", "reports/arm64.json", "--reports", "reports/amd64.json", "--exceptions", "b.yaml", "--exceptions", "a.yaml", "--decision-file", "2.json");

        Assert.Equal(WithoutTime(world.Folder.Read("1.json")), WithoutTime(world.Folder.Read("2.json")));
    }

    [Fact]
    public async Task Json_alone_goes_to_standard_output_when_it_is_asked_for()
    {
        using var world = await GateWorld.MakeAsync();

        await world.GateAsync("--reports", world.Report(world.Sample, "reports", Grave), "--json");

        using var document = JsonDocument.Parse(world.Program.Output);
        Assert.Equal("fail", document.RootElement.GetProperty("verdict").GetString());
    }

    private static int Count(GateWorld world, string name) => world.Result.GetProperty("counts").GetProperty(name).GetInt32();

    private static string WithoutTime(string decision) => string.Join('\n', decision.Split('\n').Where(l => !l.StartsWith("  \"at\":", StringComparison.Ordinal)));
}
