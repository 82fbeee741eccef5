using PipelineKit.DigestPin;
using PipelineKit.Failures;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class PinTests
{
    private const string Compose = "services:\n  web:\n    image: nginx:1.29 # edge\n";

    [Fact]
    public async Task A_tag_gets_its_digest_and_nothing_else_changes()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Image("docker.io/library/nginx:1.29", 1);

        var result = await world.RunAsync(PinMode.Pin);

        Assert.Equal($"services:\n  web:\n    image: nginx:1.29@{PinWorld.DigestOf(1)} # edge\n", world.Folder.Read("compose.yaml"));
        Assert.Equal((1, 1, 0), (result.Decisions.Count, result.PinnedCount, result.UnpinnedCount));
    }

    [Fact]
    public async Task A_second_pin_asks_nothing_and_changes_nothing()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        var (file, imageLock) = (world.Folder.Read("compose.yaml"), world.Folder.Read("images.lock.yaml"));
        world.Now = world.Now.AddDays(1);

        var again = await world.RunAsync(PinMode.Pin);

        Assert.Empty(world.Asked);
        Assert.Empty(again.Changes);
        Assert.False(again.LockChanged);
        Assert.Equal((file, imageLock), (world.Folder.Read("compose.yaml"), world.Folder.Read("images.lock.yaml")));
    }

    [Fact]
    public async Task The_same_tag_in_another_file_takes_the_digest_of_the_lock_without_asking()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        world.Image("docker.io/library/nginx:1.29", 2).Write("Dockerfile", "FROM nginx:1.29\n");

        await world.RunAsync(PinMode.Pin);

        Assert.Empty(world.Asked);
        Assert.Equal($"FROM nginx:1.29@{PinWorld.DigestOf(1)}\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task What_cannot_be_resolved_is_a_finding_and_everything_else_is_pinned()
    {
        using var world = new PinWorld()
            .Write("a.Dockerfile", "FROM nope:1\n")
            .Write("compose.yaml", Compose)
            .Image("docker.io/library/nginx:1.29", 1)
            .Refuse("docker.io/library/nope:1", RegistryProblem.NotFound);

        var result = await world.RunAsync(PinMode.Pin);

        var finding = Assert.Single(result.Findings);
        Assert.Equal(("unresolved", "not-found", "a.Dockerfile", 1), (finding.Rule.Id, finding.Reason, finding.Place.File, finding.Place.Line));
        Assert.Equal("FROM nope:1\n", world.Folder.Read("a.Dockerfile"));
        Assert.Contains("@sha256:", world.Folder.Read("compose.yaml"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.GateSaidNo, DigestPinReport.From(result).Exit);
    }

    [Theory]
    [InlineData(RegistryProblem.Unavailable, ExitCode.Unavailable)]
    [InlineData(RegistryProblem.Throttled, ExitCode.Unavailable)]
    [InlineData(RegistryProblem.Unauthorized, ExitCode.GateSaidNo)]
    [InlineData(RegistryProblem.Forbidden, ExitCode.GateSaidNo)]
    [InlineData(RegistryProblem.Unsafe, ExitCode.GateSaidNo)]
    [InlineData(RegistryProblem.Protocol, ExitCode.GateSaidNo)]
    public async Task The_exit_code_tells_whether_a_retry_is_worth_it(RegistryProblem problem, ExitCode exit)
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Refuse("docker.io/library/nginx:1.29", problem);

        Assert.Equal(exit, DigestPinReport.From(await world.RunAsync(PinMode.Pin)).Exit);
    }

    [Fact]
    public async Task Wrong_content_is_an_integrity_violation_whatever_else_is_found()
    {
        using var world = new PinWorld()
            .Write("a.Dockerfile", "FROM nope:1\n")
            .Write("compose.yaml", Compose)
            .Refuse("docker.io/library/nope:1", RegistryProblem.NotFound)
            .Mismatch("docker.io/library/nginx:1.29");

        var result = await world.RunAsync(PinMode.Pin);

        Assert.Equal(ExitCode.Integrity, DigestPinReport.From(result).Exit);
        Assert.Contains(result.Findings, f => f.Rule.Id == "digest-mismatch");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_shows_the_change()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Image("docker.io/library/nginx:1.29", 1);

        var result = await world.RunAsync(PinMode.Pin, ("dry-run", "true"), ("diff-file", "out/change.diff"));

        Assert.Equal(Compose, world.Folder.Read("compose.yaml"));
        Assert.False(File.Exists(Path.Combine(world.Folder.Path, "images.lock.yaml")));
        Assert.Equal(result.Diff, world.Folder.Read("out/change.diff"));
        Assert.Contains($"+    image: nginx:1.29@{PinWorld.DigestOf(1)} # edge\n", result.Diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_is_pinned_to_the_commit_with_its_most_specific_version_beside_it()
    {
        using var world = new PinWorld()
            .Write(".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@v4 # keep me\n    - uses: acme/tool/sub@main\n")
            .Refs("actions/checkout", ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4), ("refs/tags/v4.2", 4), ("refs/tags/v5", 5))
            .Refs("acme/tool", ("refs/heads/main", 7));

        var result = await world.RunAsync(PinMode.Pin);

        var text = world.Folder.Read(".github/workflows/ci.yml");
        Assert.Contains($"    - uses: actions/checkout@{PinWorld.CommitOf(4)} # v4.2.2 # keep me\n", text, StringComparison.Ordinal);
        Assert.Contains($"    - uses: acme/tool/sub@{PinWorld.CommitOf(7)} # main\n", text, StringComparison.Ordinal);
        Assert.Equal("branch", Assert.Single(result.Findings).Rule.Id);
    }

    [Fact]
    public async Task Kinds_choose_what_is_looked_at()
    {
        using var world = new PinWorld()
            .Write(".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    container: nginx:1.29\n    steps:\n    - uses: actions/checkout@v4\n")
            .Image("docker.io/library/nginx:1.29", 1)
            .Refs("actions/checkout", ("refs/tags/v4", 4));

        Assert.Equal("docker.io/library/nginx:1.29", (await world.RunAsync(PinMode.Pin, ("kinds", "images"), ("dry-run", "true"))).Decisions.Single().Reference.Key);
        Assert.Equal("actions/checkout", (await world.RunAsync(PinMode.Pin, ("kinds", "uses"), ("dry-run", "true"))).Decisions.Single().Reference.Key);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx:1.29")]
    [InlineData("docker.io/library/*")]
    [InlineData("compose.yaml")]
    [InlineData("*.yaml")]
    public async Task What_is_excluded_is_not_asked_and_not_changed(string exclude)
    {
        using var world = new PinWorld().Write("compose.yaml", Compose);

        var result = await world.RunAsync(PinMode.Pin, ("exclude", exclude));

        Assert.Empty(world.Asked);
        Assert.Empty(result.Changes);
    }

    [Fact]
    public async Task Both_wishes_for_standard_output_are_refused_with_every_other_problem_at_once()
    {
        using var world = new PinWorld();

        var problem = await Assert.ThrowsAsync<FailureException>(
            () => world.RunAsync([("mode", "spin"), ("diff", "true"), ("json", "true"), ("concurrency", "0"), ("kinds", "images,charts")]));

        Assert.Equal(["mode", "concurrency", "kinds", "diff"], problem.Failures.Select(f => f.Place!.Input!).OrderBy(n => Array.IndexOf(["mode", "concurrency", "kinds", "diff"], n)));
    }
}
