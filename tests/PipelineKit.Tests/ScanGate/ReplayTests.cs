using PipelineKit.Failures;
using PipelineKit.ScanGate;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

/// <summary>A decision is made again from its file, byte for byte, or it is told why not.</summary>
public sealed class ReplayTests
{
    private static readonly GrypeMatch Grave = new("CVE-2026-1000", "Critical");

    [Theory]
    [InlineData("")]
    [InlineData("--fail-on low --only-fixed --max-scan-age 2d --allow-licenses MIT --platforms linux/amd64 --environment production")]
    [InlineData("--policy gate.yaml --kev kev.json --epss epss.csv --exceptions .trivyignore --vex vex.json")]
    [InlineData("--mode no-worse --compare-to before.json")]
    [InlineData("--reports damaged.json")]
    public async Task The_decision_is_the_same_from_the_same_files(string more)
    {
        using var world = await WorldAsync(more.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.True(await ReplayAsync(world) == ExitCode.Ok, world.Program.All);

        Assert.True(world.Result.GetProperty("same").GetBoolean());
        Assert.Contains("byte for byte", world.Program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reports/amd64.json", "3.0.13-1", "3.0.99-1")]
    [InlineData("gate.yaml", "critical", "high")]
    [InlineData("kev.json", "2026-11-22", "2027-11-22")]
    [InlineData(".trivyignore", "CVE-2020-1", "CVE-2026-1000")]
    public async Task A_file_that_was_changed_is_a_violation_of_integrity(string file, string from, string to)
    {
        using var world = await WorldAsync("--policy", "gate.yaml", "--kev", "kev.json", "--exceptions", ".trivyignore");
        world.Folder.Write(file, world.Folder.Read(file).Replace(from, to, StringComparison.Ordinal));

        Assert.Equal(ExitCode.Integrity, await ReplayAsync(world));

        Assert.Contains($"error PK0401 {file}: `{file}` is not what the decision was made from", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named_with_where_it_may_be_put()
    {
        using var world = await WorldAsync();
        File.Delete(Path.Combine(world.Folder.Path, "reports/arm64.json"));

        Assert.Equal(ExitCode.BadInput, await ReplayAsync(world));

        Assert.Contains("`reports/arm64.json` (sha256:", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_found_beside_the_decision_and_by_digest_too()
    {
        using var world = await WorldAsync();
        var folder = Directory.CreateDirectory(Path.Combine(world.Folder.Path, "kept/evidence")).FullName;
        File.Move(Path.Combine(world.Folder.Path, "decision.json"), Path.Combine(world.Folder.Path, "kept/decision.json"));
        File.Move(Path.Combine(world.Folder.Path, "reports/amd64.json"), Path.Combine(world.Folder.Path, "kept/amd64.json"));
        File.Move(Path.Combine(world.Folder.Path, "reports/arm64.json"), Path.Combine(folder, "another-name"));

        Assert.True(await world.RunAsync("scan-gate", "replay", "kept/decision.json", "--evidence-dir", "kept/evidence") == ExitCode.Ok, world.Program.All);
    }

    [Fact]
    public async Task A_decision_that_was_changed_is_told_with_the_first_line_that_differs()
    {
        using var world = await WorldAsync();
        world.Folder.Write("decision.json", world.Folder.Read("decision.json").Replace("\"verdict\": \"fail\"", "\"verdict\": \"pass\"", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Integrity, await ReplayAsync(world));

        Assert.Contains("PK0401 decision.json:3: The same evidence decides otherwise. Line 3 of `decision.json` is `\"verdict\": \"pass\",`, and is now `\"verdict\": \"fail\",`.", world.Program.Error, StringComparison.Ordinal);
        Assert.False(world.Result.GetProperty("same").GetBoolean());
    }

    [Fact]
    public async Task A_policy_that_was_changed_inside_the_decision_is_a_violation_of_integrity()
    {
        using var world = await WorldAsync();
        world.Folder.Write("decision.json", world.Folder.Read("decision.json").Replace("min-severity: critical", "min-severity: unknown", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Integrity, await ReplayAsync(world));
    }

    [Fact]
    public async Task Another_moment_gives_the_verdict_of_that_moment()
    {
        using var world = await WorldAsync("--max-scan-age", "2d", "--fail-on", "critical", "--exceptions", "e.yaml");
        Assert.Equal("pass", Verdict(world));

        Assert.True(await ReplayAsync(world, "--at", "2031-01-01T00:00:00Z") == ExitCode.GateSaidNo, world.Program.All);

        Assert.Contains("At 2031-01-01T00:00:00Z the verdict is fail.", world.Program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "it is not well-formed")]
    [InlineData("{}", "a member it must have is missing")]
    [InlineData("{\"schemaVersion\":2}", "`schemaVersion` is not 1")]
    [InlineData("{\"schemaVersion\":1,\"schemaVersion\":1}", "it is not well-formed")]
    [InlineData("[1]", "a member it must have is missing")]
    public void What_is_no_decision_is_refused(string text, string why)
    {
        var failure = Assert.Single(Assert.Throws<FailureException>(() => DecisionReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "d.json")).Failures);

        Assert.Equal("PK0701", failure.Code.Id);
        Assert.Contains(why, failure.What, StringComparison.Ordinal);
    }

    private static string? Verdict(GateWorld world) => world.Result.GetProperty("verdict").GetString();

    private static Task<ExitCode> ReplayAsync(GateWorld world, params string[] more) => world.RunAsync(["scan-gate", "replay", "decision.json", .. more]);

    // A world in which a decision was made with these inputs, all files of which are there.
    private static async Task<GateWorld> WorldAsync(params string[] more)
    {
        var world = await GateWorld.MakeAsync();
        world.Folder.Write("gate.yaml", "apiVersion: pipelinekit/v1\nkind: GatePolicy\nvulnerabilities:\n- id: grave\n  min-severity: critical\n");
        world.Folder.Write("kev.json", """{"title":"x","catalogVersion":"1","dateReleased":"2026-11-20T10:00:00.000Z","count":1,"vulnerabilities":[{"cveID":"CVE-2026-1","dateAdded":"2026-11-01","dueDate":"2026-11-22","knownRansomwareCampaignUse":"Unknown"}]}""");
        world.Folder.Write("epss.csv", "#model_version:v2025.03.14,score_date:2026-11-20T12:55:00Z\ncve,epss,percentile\nCVE-2026-1000,0.2,0.5\n");
        world.Folder.Write(".trivyignore", "CVE-2020-1 exp:2026-12-01\n");
        world.Folder.Write("damaged.json", "{\"matches\":[");
        world.Folder.Write("e.yaml", "apiVersion: pipelinekit/v1\nkind: GateExceptions\nexceptions:\n- id: CVE-2026-1000\n  owner: a\n  reason: b\n  expires: 2026-12-24\n");
        world.Folder.Write("vex.json", """
            {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex/1","author":"Acme","timestamp":"2026-11-20T10:00:00Z","version":1,
            "statements":[{"vulnerability":{"name":"CVE-2026-1000"},"products":[{"@id":"pkg:deb/debian/openssl@3.0.11-1"}],"status":"not_affected","justification":"vulnerable_code_not_present"}]}
            """);
        var reports = world.Report(world.Sample, "reports", Grave, new GrypeMatch("CVE-2026-2000", "Low", "zlib1g", Fix: null));
        world.Folder.Write("before.json", world.Folder.Read("reports/amd64.json"));
        var exit = await world.GateAsync(["--reports", reports, "--decision-file", "decision.json", .. more]);
        Assert.True(exit is ExitCode.Ok or ExitCode.GateSaidNo, world.Program.All);
        return world;
    }
}
