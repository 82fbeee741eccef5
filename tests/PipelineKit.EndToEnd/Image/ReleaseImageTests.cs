using System.Globalization;
using System.Text.Json;
using Xunit;

namespace PipelineKit.EndToEnd.Image;

[Collection(PackagedTests.Name)]
public sealed class ReleaseImageTests(ReleaseImage image)
{
    [SkippableFact]
    public async Task The_image_has_at_most_45_MB()
    {
        var size = await DockerDaemon.RunAsync("image", "inspect", "--format", "{{.Size}}", await image.NameAsync());

        Assert.InRange(long.Parse(size, CultureInfo.InvariantCulture), 1, 45_000_000);
    }

    [SkippableFact]
    public async Task The_same_program_gives_the_same_digest_on_a_second_build()
    {
        var first = await image.DigestAsync();
        using var elsewhere = new TempFolder();
        var copy = Path.Combine(elsewhere.Path, "pipelinekit");
        File.Copy(await Published.BinaryAsync(), copy);
        File.SetLastWriteTimeUtc(copy, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        var second = await Script.RunAsync("image", "--base", "local", "--binary", copy, "--output", elsewhere.Path);

        Assert.Matches("^sha256:[0-9a-f]{64}$", first);
        Assert.Equal(first, second);
    }

    [SkippableFact]
    public async Task The_image_says_what_it_is_and_starts_the_program_as_root()
    {
        using var inspected = JsonDocument.Parse(await DockerDaemon.RunAsync("image", "inspect", await image.NameAsync()));
        var config = inspected.RootElement[0].GetProperty("Config");
        var labels = config.GetProperty("Labels");

        Assert.Equal("0:0", config.GetProperty("User").GetString());
        Assert.Equal("/app/pipelinekit", Assert.Single(config.GetProperty("Entrypoint").EnumerateArray()).GetString());
        Assert.Equal("PipelineKit", labels.GetProperty("org.opencontainers.image.title").GetString());
        Assert.Equal("Apache-2.0", labels.GetProperty("org.opencontainers.image.licenses").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", labels.GetProperty("org.opencontainers.image.version").GetString());
        Assert.Matches("^([0-9a-f]{40}|unknown)$", labels.GetProperty("org.opencontainers.image.revision").GetString());
    }

    [SkippableFact]
    public async Task It_runs_with_a_read_only_root_and_neither_rights_nor_network()
    {
        string[] confined = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none"];

        var run = await image.RunAsync(confined, "--version");

        Assert.Matches(@"^pipelinekit \d+\.\d+\.\d+", run.Expect(0).Output);
    }

    [SkippableFact]
    public async Task It_runs_as_any_user_where_no_runner_asks_for_root()
    {
        var run = await image.RunAsync(["--user", "1654:1654", "--network", "none", "--env", "HOME="], "--version");

        Assert.Matches(@"^pipelinekit \d+\.\d+\.\d+", run.Expect(0).Output);
    }

    [SkippableFact]
    public async Task There_is_no_shell_in_it()
    {
        var run = await image.RunAsync(["--network", "none", "--entrypoint", "/bin/sh"], "-c", "true");

        Assert.Equal(127, run.ExitCode);
    }

    [SkippableFact]
    public async Task The_Dockerfile_builds_with_docker_from_a_context_that_holds_more()
    {
        var docker = await DockerDaemon.ClientAsync();
        using var context = new TempFolder();
        var rootfs = Path.Combine(context.Path, "rootfs.tar");
        await Script.RunAsync("rootfs", rootfs);
        var (baseName, name) = ($"pipelinekit.test/base:{Environment.ProcessId}", $"pipelinekit.test/plain:{Environment.ProcessId}");
        foreach (var file in (string[])["Dockerfile", ".dockerignore"])
        {
            File.Copy(Path.Combine(Peer.RepositoryRoot, file), Path.Combine(context.Path, file));
        }

        context.Write("secret.txt", "must not reach the daemon");
        Directory.CreateDirectory(Path.Combine(context.Path, "app"));
        File.Copy(await Published.BinaryAsync(), Path.Combine(context.Path, "app", "pipelinekit"));
        try
        {
            await DockerDaemon.RunAsync("import", rootfs, baseName);
            var environment = Child.InheritedEnvironment();
            environment["DOCKER_BUILDKIT"] = "0";
            var build = new Child(docker, "build", "--quiet", "--network", "none", "--build-arg", "BASE=" + baseName, "--tag", name, context.Path) { Environment = environment };
            (await build.RunAsync()).Expect(0);

            var version = await DockerDaemon.RunAsync("run", "--rm", "--network", "none", name, "--version");

            Assert.Matches(@"^pipelinekit \d+\.\d+\.\d+", version);
        }
        finally
        {
            await DockerDaemon.RunAsync("rmi", "--force", name, baseName);
        }
    }
}
