using System.Text;
using System.Text.Json;
using PipelineKit.DigestPin;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

/// <summary>What other programs read: diffs, SARIF, kbld's locks; and what they write.</summary>
public sealed class ExchangeTests
{
    private const string Nginx = "docker.io/library/nginx:1.29";

    [SkippableFact]
    public async Task Git_applies_the_diff_and_gets_what_pin_writes()
    {
        var git = Peer.Program("git");
        using var world = new PinWorld()
            .Write("sp ace/compose.yaml", "services:\r\n  web:\r\n    image: nginx:1.29\r\n")
            .Write("\u00fc/Dockerfile", "# a\n# b\n# c\n# d\nFROM nginx:1.29\n# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n# 8\nFROM nginx:1.29")
            .Image(Nginx, 1);
        string[] files = ["sp ace/compose.yaml", "\u00fc/Dockerfile"];
        await world.RunAsync(PinMode.Pin, ("dry-run", "true"), ("diff-file", "change.diff"));

        var applied = await new Child(git, "apply", "--unsafe-paths", "-p1", "change.diff") { WorkingDirectory = world.Folder.Path }.RunAsync();

        Assert.Equal((0, ""), (applied.ExitCode, applied.Errors));
        var byGit = files.Select(world.Folder.Read).ToArray();
        Assert.All(byGit, text => Assert.Contains("@sha256:", text, StringComparison.Ordinal));
        Assert.Equal(2, (await world.RunAsync(PinMode.Pin)).FilesRead);
        Assert.Equal(byGit, files.Select(world.Folder.Read));
    }

    [Fact]
    public async Task Sarif_has_a_rule_a_place_and_a_fix_that_gives_what_pin_writes()
    {
        const string Workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    container: nginx:1.29\n    steps:\n    - uses: actions/checkout@v4 # \U0001F600 here\n";
        using var world = new PinWorld().Write(".github/workflows/c i.yml", Workflow)
            .Image(Nginx, 1).Refs("actions/checkout", ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4));
        await world.RunAsync(PinMode.Check, ("sarif-file", "out/found.sarif"));
        using var sarif = JsonDocument.Parse(world.Folder.Read("out/found.sarif"));
        var run = sarif.RootElement.GetProperty("runs").EnumerateArray().Single();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToArray();
        var lines = Workflow.Split('\n');

        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Contains(result.GetProperty("ruleId").GetString(), rules);
            Assert.Equal("error", result.GetProperty("level").GetString());
            Assert.Equal(".github/workflows/c%20i.yml", Location(result.GetProperty("locations")[0].GetProperty("physicalLocation")));
            var change = result.GetProperty("fixes")[0].GetProperty("artifactChanges")[0];
            Assert.Equal(".github/workflows/c%20i.yml", Location(change));
            var replacement = change.GetProperty("replacements")[0];
            var region = replacement.GetProperty("deletedRegion");
            var line = region.GetProperty("startLine").GetInt32() - 1;
            var (start, end) = (region.GetProperty("startColumn").GetInt32() - 1, region.GetProperty("endColumn").GetInt32() - 1);
            lines[line] = lines[line][..start] + replacement.GetProperty("insertedContent").GetProperty("text").GetString() + lines[line][end..];
        }

        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Equal(2, run.GetProperty("results").GetArrayLength());
        await world.RunAsync(PinMode.Pin);
        Assert.Equal(world.Folder.Read(".github/workflows/c i.yml"), string.Join('\n', lines));
    }

    [Fact]
    public async Task A_kbld_lock_gives_digests_without_asking_and_the_own_lock_comes_first()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Write("kbld.yml", Kbld(7));

        await world.RunAsync(PinMode.Pin, ("import-lock", "kbld.yml"));

        Assert.Empty(world.Asked);
        Assert.Equal($"FROM nginx:1.29@{PinWorld.DigestOf(7)}\n", world.Folder.Read("Dockerfile"));

        world.Write("kbld.yml", Kbld(8)).Write("b.Dockerfile", "FROM nginx:1.29\n");
        await world.RunAsync(PinMode.Pin, ("import-lock", "kbld.yml"));
        Assert.Equal($"FROM nginx:1.29@{PinWorld.DigestOf(7)}\n", world.Folder.Read("b.Dockerfile"));

        await world.RunAsync(PinMode.Unpin);
        Assert.Equal("FROM nginx:1.29\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_elsewhere()
    {
        using var here = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image(Nginx, 1);
        await here.RunAsync(PinMode.Pin, ("export-lock", "out/images.yml"));
        using var there = new PinWorld().Write("compose.yaml", "services:\n  web:\n    image: nginx:1.29\n").Write("images.yml", here.Folder.Read("out/images.yml"));

        await there.RunAsync(PinMode.Pin, ("import-lock", "images.yml"), ("offline", "true"));

        Assert.Contains($"image: nginx:1.29@{PinWorld.DigestOf(1)}\n", there.Folder.Read("compose.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflows_of_actions_lock_keep_their_uses_and_get_their_images_pinned()
    {
        const string Workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    container: nginx:1.29\n    steps:\n    - uses: actions/checkout@v4\n";
        using var world = new PinWorld()
            .Write(".github/workflows/managed.yml", Workflow)
            .Write(".github/workflows/other.yml", Workflow)
            .Write(".github/workflows/actions.lock", "version: 'v0.0.2'\nworkflows:\n  '.github/workflows/managed.yml':\n  - 'actions/checkout@v4'\n")
            .Image(Nginx, 1).Refs("actions/checkout", ("refs/tags/v4", 4));

        var result = await world.RunAsync(PinMode.Pin);

        Assert.Equal([".github/workflows/managed.yml"], result.ManagedFiles);
        Assert.Equal(Workflow.Replace("nginx:1.29", $"nginx:1.29@{PinWorld.DigestOf(1)}", StringComparison.Ordinal), world.Folder.Read(".github/workflows/managed.yml"));
        Assert.Contains(PinWorld.CommitOf(4), world.Folder.Read(".github/workflows/other.yml"), StringComparison.Ordinal);
        Assert.Empty((await world.RunAsync(PinMode.Check)).Findings);
    }

    [Theory]
    [InlineData("# pipelinekit: ignore")]
    [InlineData("# ratchet:exclude")]
    public async Task A_comment_leaves_its_line_alone_in_every_mode(string comment)
    {
        var text = $"services:\n  web:\n    image: nginx:1.29 {comment}\n";
        using var world = new PinWorld().Write("compose.yaml", text);

        foreach (var mode in Enum.GetValues<PinMode>())
        {
            var result = await world.RunAsync(mode);
            Assert.Empty(result.Findings);
            Assert.Equal(ReferenceStatus.Excluded, Assert.Single(result.Decisions).Status);
        }

        Assert.Empty(world.Asked);
        Assert.Equal(text, world.Folder.Read("compose.yaml"));
    }

    private static string? Location(JsonElement holder) => holder.GetProperty("artifactLocation").GetProperty("uri").GetString();

    private static string Kbld(int digest) =>
        new StringBuilder("apiVersion: kbld.k14s.io/v1alpha1\nkind: Config\noverrides:\n- image: nginx:1.29\n")
            .Append("  newImage: index.docker.io/library/nginx@").Append(PinWorld.DigestOf(digest)).Append("\n  preresolved: true\n").ToString();
}
