using PipelineKit.DigestPin;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class UnpinTests
{
    private const string Workflow =
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@v4 # mine\n    - uses: \"actions/cache@v4\"\n"
        + "    - uses: actions/checkout@0000000000000000000000000000000000000004 # v4.2.2\n";

    [Fact]
    public async Task Unpin_restores_every_byte_and_leaves_what_was_pinned_before()
    {
        using var world = new PinWorld().Write(".github/workflows/ci.yml", Workflow).Write("Dockerfile", $"FROM nginx\nFROM redis:8@{PinWorld.DigestOf(8)}\n")
            .Image("docker.io/library/nginx", 1).Image("docker.io/library/redis:8", 8)
            .Refs("actions/checkout", ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4)).Refs("actions/cache", ("refs/tags/v4", 6));
        await world.RunAsync(PinMode.Pin);
        Assert.NotEqual(Workflow, world.Folder.Read(".github/workflows/ci.yml"));

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal(Workflow, world.Folder.Read(".github/workflows/ci.yml"));
        Assert.Equal($"FROM nginx\nFROM redis:8@{PinWorld.DigestOf(8)}\n", world.Folder.Read("Dockerfile"));
        Assert.False(File.Exists(Path.Combine(world.Folder.Path, "images.lock.yaml")));
    }

    [Fact]
    public async Task Lines_added_above_do_not_lose_what_stood_there()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        world.Write("Dockerfile", "# a\n# b\n" + world.Folder.Read("Dockerfile"));

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal("# a\n# b\nFROM nginx:1.29\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task Without_a_lock_the_text_itself_tells()
    {
        using var world = new PinWorld()
            .Write("Dockerfile", $"FROM nginx:1.29@{PinWorld.DigestOf(1)}\n")
            .Write(".github/workflows/ci.yml", $"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@{PinWorld.CommitOf(4)} # v4.2.2\n    - uses: a/b@{PinWorld.CommitOf(5)}\n");

        var result = await world.RunAsync(PinMode.Unpin);

        Assert.Equal("FROM nginx:1.29\n", world.Folder.Read("Dockerfile"));
        Assert.Contains("uses: actions/checkout@v4.2.2\n", world.Folder.Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
        Assert.Equal("not-ours", Assert.Single(result.Findings).Reason);
    }

    [Fact]
    public async Task Unpinning_some_files_keeps_the_memory_of_the_others()
    {
        using var world = new PinWorld().Write("a.Dockerfile", "FROM nginx:1.29\n").Write("b.Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);

        await world.RunAsync(PinMode.Unpin, ("files", "a.Dockerfile"));
        Assert.Equal("FROM nginx:1.29\n", world.Folder.Read("a.Dockerfile"));
        Assert.Contains("@sha256:", world.Folder.Read("b.Dockerfile"), StringComparison.Ordinal);

        await world.RunAsync(PinMode.Unpin);
        Assert.Equal("FROM nginx:1.29\n", world.Folder.Read("b.Dockerfile"));
    }
}
