using PipelineKit.DigestPin;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class UpdateTests
{
    private const string Workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@v4\n";

    [Fact]
    public async Task Update_moves_the_digest_and_keeps_the_tag()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        world.Image("docker.io/library/nginx:1.29", 2);

        var result = await world.RunAsync(PinMode.Update);

        Assert.Equal($"FROM nginx:1.29@{PinWorld.DigestOf(2)}\n", world.Folder.Read("Dockerfile"));
        Assert.Equal(ReferenceStatus.Updated, Assert.Single(result.Decisions).Status);
        Assert.DoesNotContain(PinWorld.DigestOf(1), world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_follows_the_ref_that_stood_there_before_and_renews_the_comment()
    {
        using var world = new PinWorld().Write(".github/workflows/ci.yml", Workflow).Refs("actions/checkout", ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4));
        await world.RunAsync(PinMode.Pin);
        world.Refs("actions/checkout", ("refs/tags/v4", 5), ("refs/tags/v4.2.2", 4), ("refs/tags/v4.3.0", 5));

        await world.RunAsync(PinMode.Update);

        Assert.Contains($"uses: actions/checkout@{PinWorld.CommitOf(5)} # v4.3.0\n", world.Folder.Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
        await world.RunAsync(PinMode.Unpin);
        Assert.Equal(Workflow, world.Folder.Read(".github/workflows/ci.yml"));
    }

    [Fact]
    public async Task An_image_pinned_without_tag_follows_latest_when_pin_remembers_it()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx\n").Image("docker.io/library/nginx", 1);
        await world.RunAsync(PinMode.Pin);
        world.Image("docker.io/library/nginx", 2);

        await world.RunAsync(PinMode.Update);

        Assert.Equal($"FROM nginx@{PinWorld.DigestOf(2)}\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task What_is_not_pinned_is_left_to_pin()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n");

        var result = await world.RunAsync(PinMode.Update);

        Assert.Empty(world.Asked);
        Assert.Equal("unpinned", Assert.Single(result.Findings).Rule.Id);
        Assert.Empty(result.Changes);
    }

    [Fact]
    public async Task A_tag_that_cannot_be_asked_keeps_its_digest_and_its_history()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        var before = world.Folder.Read("images.lock.yaml");
        world.Refuse("docker.io/library/nginx:1.29", RegistryProblem.Unavailable);

        var result = await world.RunAsync(PinMode.Update);

        Assert.Equal("unavailable", Assert.Single(result.Findings).Reason);
        Assert.Equal(before, world.Folder.Read("images.lock.yaml"));
    }

    [Fact]
    public async Task Update_agrees_on_one_digest_for_one_tag()
    {
        using var world = new PinWorld()
            .Write("Dockerfile", $"FROM nginx:1.29@{PinWorld.DigestOf(1)} AS a\nFROM nginx:1.29@{PinWorld.DigestOf(2)}\n")
            .Image("docker.io/library/nginx:1.29", 3);

        var result = await world.RunAsync(PinMode.Update);

        Assert.Empty(result.Findings);
        Assert.Equal($"FROM nginx:1.29@{PinWorld.DigestOf(3)} AS a\nFROM nginx:1.29@{PinWorld.DigestOf(3)}\n", world.Folder.Read("Dockerfile"));
    }
}
