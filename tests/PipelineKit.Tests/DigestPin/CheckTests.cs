using PipelineKit.Ci;
using PipelineKit.DigestPin;
using PipelineKit.Failures;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class CheckTests
{
    private static readonly string One = PinWorld.DigestOf(1);
    private static readonly string Two = PinWorld.DigestOf(2);

    [Fact]
    public async Task An_unpinned_reference_fails_and_the_fix_is_known()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);

        var result = await world.RunAsync(PinMode.Check);

        var finding = Assert.Single(result.Findings);
        Assert.Equal(("unpinned", AnnotationLevel.Error, 1, 6), (finding.Rule.Id, finding.Level, finding.Place.Line, finding.Place.Column));
        Assert.Equal($"nginx:1.29@{One}", finding.Fix!.NewText);
        Assert.Equal("FROM nginx:1.29\n", world.Folder.Read("Dockerfile"));
        Assert.Equal(ExitCode.GateSaidNo, DigestPinReport.From(result).Exit);
    }

    [Fact]
    public async Task A_moved_tag_is_reported_as_drift_and_does_not_fail()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One}\n").Image("docker.io/library/nginx:1.29", 1).Image("docker.io/library/nginx:1.29", 2);

        var result = await world.RunAsync(PinMode.Check);

        Assert.Equal(("moved", AnnotationLevel.Warning), Assert.Single(result.Findings.Select(f => (f.Rule.Id, f.Level))));
        Assert.Equal(ExitCode.Ok, DigestPinReport.From(result).Exit);
    }

    [Fact]
    public async Task A_digest_that_is_gone_fails()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{Two}\n")
            .Image("docker.io/library/nginx:1.29", 1).Refuse($"docker.io/library/nginx@{Two}", RegistryProblem.NotFound);

        Assert.Equal("digest-gone", Assert.Single((await world.RunAsync(PinMode.Check)).Findings).Rule.Id);
    }

    [Fact]
    public async Task A_single_platform_pin_of_a_multi_platform_tag_is_a_finding()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One}\n")
            .Image("docker.io/library/nginx:1.29", 1, MediaTypes.OciManifest).Image("docker.io/library/nginx:1.29", 2);

        var finding = Assert.Single((await world.RunAsync(PinMode.Check)).Findings);

        Assert.Equal(("single-platform", AnnotationLevel.Error), (finding.Rule.Id, finding.Level));
        Assert.Equal($"nginx:1.29@{Two}", finding.Fix!.NewText);
    }

    [Fact]
    public async Task Two_digests_for_one_tag_are_a_finding_at_both_places()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One} AS a\nFROM docker.io/library/nginx:1.29@{Two}\n")
            .Image("docker.io/library/nginx:1.29", 1).Image("docker.io/library/nginx:1.29", 2);

        var findings = (await world.RunAsync(PinMode.Check)).Findings.Where(f => f.Rule.Id == "two-digests").ToArray();

        Assert.Equal([1, 2], findings.Select(f => f.Place.Line!.Value));
        Assert.All(findings, f => Assert.Equal(AnnotationLevel.Error, f.Level));
    }

    [Fact]
    public async Task A_tampered_digest_is_found_offline_by_the_lock()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        Assert.Empty((await world.RunAsync(PinMode.Check, ("offline", "true"))).Findings);
        world.Write("Dockerfile", $"FROM nginx:1.29@{Two}\n");

        var result = await world.RunAsync(PinMode.Check, ("offline", "true"));

        var finding = Assert.Single(result.Findings);
        Assert.Equal(("lock-mismatch", "Dockerfile", 1), (finding.Rule.Id, finding.Place.File, finding.Place.Line));
        Assert.Equal($"nginx:1.29@{One}", finding.Fix!.NewText);
        Assert.Empty(world.Asked);
    }

    [Theory]
    [InlineData("true", AnnotationLevel.Error)]
    [InlineData("false", AnnotationLevel.Warning)]
    public async Task A_pin_the_lock_does_not_know_is_an_error_where_nothing_else_can_tell(string offline, AnnotationLevel level)
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1).Image("docker.io/library/redis:8", 2);
        await world.RunAsync(PinMode.Pin);
        world.Write("b.Dockerfile", $"FROM redis:8@{Two}\n");

        var finding = Assert.Single((await world.RunAsync(PinMode.Check, ("offline", offline))).Findings);

        Assert.Equal(("not-in-lock", level), (finding.Rule.Id, finding.Level));
    }

    [Fact]
    public async Task A_registry_that_cannot_be_asked_is_never_a_pass()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One}\n")
            .Refuse("docker.io/library/nginx:1.29", RegistryProblem.Unavailable).Refuse($"docker.io/library/nginx@{One}", RegistryProblem.Unavailable);

        Assert.Equal(ExitCode.Unavailable, DigestPinReport.From(await world.RunAsync(PinMode.Check)).Exit);
    }

    [Theory]
    [InlineData("v4.2.2", "comment-mismatch", AnnotationLevel.Error)]
    [InlineData("v4", "moved", AnnotationLevel.Warning)]
    [InlineData("v9", "comment-mismatch", AnnotationLevel.Error)]
    public async Task The_version_comment_is_held_to_the_commit(string comment, string rule, AnnotationLevel level)
    {
        using var world = new PinWorld()
            .Write(".github/workflows/ci.yml", $"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@{PinWorld.CommitOf(3)} # {comment}\n")
            .Refs("actions/checkout", ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4), ("refs/tags/v3.0.0", 3));

        var finding = Assert.Single((await world.RunAsync(PinMode.Check)).Findings);

        Assert.Equal((rule, level), (finding.Rule.Id, finding.Level));
    }

    [Fact]
    public async Task An_unpinned_action_of_a_private_repository_is_unpinned_and_says_why_it_cannot_be_resolved()
    {
        using var world = new PinWorld()
            .Write(".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    uses: acme/private/.github/workflows/x.yml@v1\n").RefuseRefs("acme/private");

        var finding = Assert.Single((await world.RunAsync(PinMode.Check)).Findings);

        Assert.Equal("unpinned", finding.Rule.Id);
        Assert.Contains("private or missing; give a token", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_of_the_lock_under_the_comment_of_another_version_is_found_offline()
    {
        const string Path = ".github/workflows/ci.yml";
        using var world = new PinWorld()
            .Write(Path, "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@v3\n    - uses: actions/checkout@v4\n")
            .Refs("actions/checkout", ("refs/tags/v3", 3), ("refs/tags/v3.6.0", 3), ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4));
        await world.RunAsync(PinMode.Pin);
        Assert.Empty((await world.RunAsync(PinMode.Check, ("offline", "true"))).Findings);
        world.Write(Path, world.Folder.Read(Path).Replace(PinWorld.CommitOf(4), PinWorld.CommitOf(3), StringComparison.Ordinal));

        var finding = Assert.Single((await world.RunAsync(PinMode.Check, ("offline", "true"))).Findings);

        Assert.Equal(("comment-mismatch", 7), (finding.Rule.Id, finding.Place.Line));
    }
}
