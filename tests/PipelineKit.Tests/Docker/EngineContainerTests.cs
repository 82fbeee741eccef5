using System.Formats.Tar;
using System.Text;
using PipelineKit.Docker;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Docker;

/// <summary>Containers of the real engine.</summary>
public sealed class EngineContainerTests(SharedProgramImage image) : IClassFixture<SharedProgramImage>, IDisposable
{
    private readonly DockerEngine _engine = DockerEngine.Open(new Dictionary<string, string>(StringComparer.Ordinal), TimeProvider.System);

    [SkippableFact]
    public async Task What_it_writes_comes_back_with_its_exit_code()
    {
        var (result, output) = await RunAsync("echo out; echo error >&2; exit 3");

        Assert.Equal((3, "error\n", "out\n"), (result.ExitCode, result.Error, output));
    }

    [SkippableFact]
    public async Task A_large_output_arrives_whole()
    {
        var (_, output) = await RunAsync("""i=0; while [ $i -lt 20000 ]; do echo "$i 0123456789012345678901234567890123456789"; i=$((i + 1)); done""");

        Assert.Equal(20_000, output.Count(c => c == '\n'));
        Assert.EndsWith("19999 0123456789012345678901234567890123456789\n", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task It_may_do_next_to_nothing()
    {
        var (result, output) = await RunAsync("id -u; cat /proc/self/status; touch /here || echo read-only; touch /tmp/there && echo temporary; ls /sys/class/net");

        Assert.Equal(0, result.ExitCode);
        var lines = output.Split('\n');
        Assert.Equal("65534", lines[0]);
        Assert.Contains("CapEff:\t0000000000000000", lines);
        Assert.Contains("NoNewPrivs:\t1", lines);
        Assert.Contains("read-only", lines);
        Assert.Contains("temporary", lines);
        Assert.Equal("lo", lines[^2]);
    }

    [SkippableFact]
    public async Task It_sees_the_variables_it_was_given_and_none_of_ours()
    {
        var (_, output) = await RunAsync("env", r => r with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIVEN"] = "a=b 'c'" } });

        var names = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=')[0]);
        Assert.Contains("GIVEN=a=b 'c'", output, StringComparison.Ordinal);
        Assert.Empty(names.Except(["GIVEN", "PATH", "HOME", "HOSTNAME", "PWD"], StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_folder_that_is_mounted_can_be_read_and_not_written()
    {
        using var folder = new TempFolder();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        folder.Write("given.txt", "given");

        var (_, output) = await RunAsync("cat /data/given.txt; touch /data/x || echo '; read-only'", r => r with { Mounts = [new ContainerMount(folder.Path, "/data")], User = "0:0" });

        Assert.Equal("given; read-only\n", output);
    }

    [SkippableFact]
    public async Task A_volume_keeps_what_was_uploaded_and_written_for_the_next_run()
    {
        var volume = new ContainerVolume($"pipelinekit-test-{Guid.NewGuid():N}", "/scan");
        try
        {
            await RunAsync("cat uploaded/a.txt > own/b.txt", r => r with { Volume = volume, Folder = "/scan", Upload = UploadAsync });

            var (_, output) = await RunAsync("cat /scan/own/b.txt", r => r with { Volume = volume });

            Assert.Equal("uploaded", output);
        }
        finally
        {
            await EngineContainer.RemoveVolumeAsync(_engine, volume.Name);
            await EngineContainer.RemoveVolumeAsync(_engine, volume.Name);
        }
    }

    [SkippableFact]
    public async Task One_that_does_not_end_is_removed()
    {
        var time = new FakeTimeProvider();
        using var engine = DockerEngine.Open(new Dictionary<string, string>(StringComparer.Ordinal), time);
        var output = new SignalStream();
        var request = await RequestAsync("echo started; sleep 600");
        var ending = Assert.ThrowsAsync<DockerException>(async () => await EngineContainer.RunAsync(engine, request with { Timeout = TimeSpan.FromSeconds(5) }, output, CancellationToken.None));
        await output.Written;
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(DockerProblem.TimedOut, (await ending).Problem);
        Assert.Empty(await ContainersAsync());
    }

    [SkippableFact]
    public async Task One_that_writes_without_end_is_removed()
    {
        var ended = await Assert.ThrowsAsync<DockerException>(() => RunAsync("while true; do echo more; done", r => r with { MaximumOutputBytes = 100_000 }));

        Assert.Equal(DockerProblem.TooLarge, ended.Problem);
        Assert.Empty(await ContainersAsync());
    }

    [SkippableFact]
    public async Task A_program_that_is_not_there_is_said_in_the_words_of_the_engine()
    {
        var request = await RequestAsync("");

        var failed = await Assert.ThrowsAsync<DockerException>(
            () => EngineContainer.RunAsync(_engine, request with { Arguments = ["/bin/nowhere"] }, Stream.Null, CancellationToken.None));

        Assert.Equal(DockerProblem.Refused, failed.Problem);
        Assert.Contains("/bin/nowhere", failed.Message, StringComparison.Ordinal);
        Assert.Empty(await ContainersAsync());
    }

    [SkippableFact]
    public async Task Cancelling_removes_it()
    {
        using var cancellation = new CancellationTokenSource();
        var output = new SignalStream();
        var request = await RequestAsync("echo started; sleep 600");
        var ending = Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await EngineContainer.RunAsync(_engine, request, output, cancellation.Token));
        await output.Written;
        await cancellation.CancelAsync();

        await ending;
        Assert.Empty(await ContainersAsync());
    }

    public void Dispose() => _engine.Dispose();

    private static async Task UploadAsync(Stream stream, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        using var content = new MemoryStream("uploaded"u8.ToArray());
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "uploaded/a.txt") { DataStream = content, Mode = (UnixFileMode)Convert.ToInt32("444", 8) }, cancellation);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, "own") { Uid = 65534, Gid = 65534, Mode = (UnixFileMode)Convert.ToInt32("700", 8) }, cancellation);
    }

    private async Task<(ContainerResult Result, string Output)> RunAsync(string script, Func<ContainerRequest, ContainerRequest>? change = null)
    {
        var request = await RequestAsync(script);
        using var output = new MemoryStream();
        var result = await EngineContainer.RunAsync(_engine, change?.Invoke(request) ?? request, output, CancellationToken.None);
        return (result, Encoding.UTF8.GetString(output.ToArray()));
    }

    private async Task<ContainerRequest> RequestAsync(string script)
    {
        var id = (await _engine.InspectAsync(await image.NameAsync(), CancellationToken.None)).Id;
        return new ContainerRequest { Image = id.Text, Arguments = ["/bin/sh", "-c", script], Timeout = TimeSpan.FromMinutes(1) };
    }

    private async Task<string> ContainersAsync() => await DockerDaemon.RunAsync("ps", "--all", "--quiet", "--filter", $"ancestor={await image.NameAsync()}");

    /// <summary>Says when something was written.</summary>
    private sealed class SignalStream : MemoryStream
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written.TrySetResult();
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
