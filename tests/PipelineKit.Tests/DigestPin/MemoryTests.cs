using PipelineKit.DigestPin;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class MemoryTests
{
    private const string Nginx = "docker.io/library/nginx:1.29";
    private const string Dockerfile = "FROM nginx:1.29\n";

    [Fact]
    public async Task One_line_with_the_same_image_twice_and_in_three_spellings_is_restored_byte_for_byte()
    {
        const string OneLine =
            """{"apiVersion":"v1","kind":"Pod","spec":{"initContainers":[{"name":"i","image":"index.docker.io/library/nginx:1.29"}],"containers":[{"name":"a","image":"nginx:1.29"},{"name":"b","image":"nginx:1.29"},{"name":"c","image":"docker.io/library/nginx:1.29"}]}}""";
        using var world = new PinWorld().Write("pod.yaml", OneLine).Image(Nginx, 1);
        Assert.Equal(4, (await world.RunAsync(PinMode.Pin)).PinnedCount);

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal(OneLine, world.Folder.Read("pod.yaml"));
    }

    [Fact]
    public async Task Lines_that_change_places_get_their_own_spelling_back()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\nFROM docker.io/nginx:1.29\n").Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        var lines = world.Folder.Read("Dockerfile").Split('\n');
        world.Write("Dockerfile", $"{lines[1]}\n{lines[0]}\n");

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal("FROM docker.io/nginx:1.29\nFROM nginx:1.29\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task A_renamed_file_keeps_its_history()
    {
        using var world = new PinWorld().Write("Dockerfile", Dockerfile).Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        File.Move(Path.Combine(world.Folder.Path, "Dockerfile"), Path.Combine(world.Folder.Path, "web.Dockerfile"));
        await world.RunAsync(PinMode.Pin);

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal(Dockerfile, world.Folder.Read("web.Dockerfile"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_this_time_is_remembered()
    {
        using var world = new PinWorld().Write("compose.yaml", "services:\n  web:\n    image: nginx:1.29\n").Write("Dockerfile", Dockerfile).Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        var pinned = world.Folder.Read("compose.yaml");
        world.Write("compose.yaml", new string('#', 9 << 20) + "\n" + pinned);
        Assert.NotEmpty((await world.RunAsync(PinMode.Pin)).Problems);
        world.Write("compose.yaml", pinned);

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal("services:\n  web:\n    image: nginx:1.29\n", world.Folder.Read("compose.yaml"));
    }

    [Fact]
    public async Task A_run_cut_off_between_files_leaves_what_unpin_restores_and_then_no_lock()
    {
        using var world = new PinWorld().Write("a.Dockerfile", Dockerfile).Write("b.Dockerfile", Dockerfile).Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        world.Write("b.Dockerfile", Dockerfile);

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal((Dockerfile, Dockerfile), (world.Folder.Read("a.Dockerfile"), world.Folder.Read("b.Dockerfile")));
        Assert.False(File.Exists(Path.Combine(world.Folder.Path, "images.lock.yaml")));
    }

    [Fact]
    public async Task What_somebody_wrote_during_the_run_is_not_lost()
    {
        using var world = new PinWorld().Write("Dockerfile", Dockerfile).Image(Nginx, 1);
        world.Meanwhile(Nginx, () => world.Write("Dockerfile", Dockerfile + "RUN true\n"));

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(PinMode.Pin));

        Assert.Equal(FailureCodes.UnwritableFile, failure.Failures.Single().Code);
        Assert.Equal(Dockerfile + "RUN true\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_second_does_not_take_away_what_the_first_remembers()
    {
        using var world = new PinWorld().Write("Dockerfile", Dockerfile).Image(Nginx, 1);
        const string Theirs = "version: 1\n";
        world.Meanwhile(Nginx, () => world.Write("images.lock.yaml", Theirs));

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(PinMode.Pin));

        Assert.Contains("images.lock.yaml", failure.Failures.Single().What, StringComparison.Ordinal);
        Assert.Equal((Theirs, Dockerfile), (world.Folder.Read("images.lock.yaml"), world.Folder.Read("Dockerfile")));
    }

    [Fact]
    public async Task A_lock_that_would_restore_several_lines_is_refused()
    {
        using var world = new PinWorld().Write("Dockerfile", Dockerfile).Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        var pinned = world.Folder.Read("Dockerfile");
        world.Write("images.lock.yaml", world.Folder.Read("images.lock.yaml").Replace("was: nginx:1.29", "was: \"nginx:1.29\\nRUN evil\"", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(PinMode.Unpin));

        Assert.Equal(FailureCodes.BadLock, failure.Failures.Single().Code);
        Assert.Equal(pinned, world.Folder.Read("Dockerfile"));
    }
}
