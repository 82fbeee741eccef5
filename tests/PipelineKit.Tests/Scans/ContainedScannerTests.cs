using PipelineKit.Docker;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Tests.Docker;
using Xunit;

namespace PipelineKit.Tests.Scans;

/// <summary>A scanner given as an image by digest, run by the real engine.</summary>
public sealed class ContainedScannerTests : IAsyncLifetime, IDisposable
{
    private readonly ScanWorld _world = new();
    private readonly List<string> _pulled = [];

    [SkippableFact]
    public async Task It_is_pulled_by_digest_and_run_over_the_copy_without_anything_of_this_machine()
    {
        var report = await File.ReadAllTextAsync(Peer.SharedData("reports/trivy/alpine-310.json.golden"));
        using var registry = await DockerRegistry.StartAsync(("user", "secret"));
        _world.World.Variables["DOCKER_CONFIG"] = _world.World.Folder.Path;
        _world.World.Variables["TRIVY_SEVERITY"] = "LOW";
        _world.World.Folder.Write("config.json", "{\"auths\":{\"" + registry.Endpoint + "\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"}}}");
        var scanner = await PushAsync(registry, $$"""
            case "$1" in
            version) if [ -e cache/db ]; then echo '{{ScanWorld.TrivyVersion}}'; else echo '{"Version":"0.58.1"}'; fi; exit 0 ;;
            esac
            [ "$2 $3" = "--input image" ] && cat image/index.json > /dev/null && ! touch image/x || exit 9
            [ -z "$TRIVY_SEVERITY" ] && [ "$TRIVY_CACHE_DIR" = /scan/cache ] && [ "$HOME" = /scan/home ] && touch "$TMPDIR/x" "$HOME/x" cache/db || exit 10
            [ "$(id -u)" = 65534 ] || exit 11
            cat <<'END'
            {{report}}
            END
            """);

        var item = await _world.ScanAsync("trivy=" + scanner);

        Assert.Equal(("0.58.1", "2"), (item.Invocation?.ScannerVersion, item.Invocation?.DatabaseVersion));
        Assert.Equal(2026, item.Invocation?.DatabaseBuilt?.Year);
        Assert.Equal(_world.Image.Children[0].Digest, item.BoundTo);
        Assert.NotEmpty(item.Document?.Report?.Findings ?? []);
        var volume = Assert.Single(_world.World.Details.SelectMany(d => d.Split(' ')), w => w.StartsWith("pipelinekit-scan-", StringComparison.Ordinal));
        Assert.DoesNotContain(volume, await DockerDaemon.RunAsync("volume", "ls", "--quiet"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task One_that_fails_is_no_evidence()
    {
        using var registry = await DockerRegistry.StartAsync();
        var scanner = await PushAsync(registry, """
            case "$1" in
            version) echo '{"Version":"0.58.1"}'; exit 0 ;;
            esac
            echo "no data" >&2
            exit 1
            """);

        var failure = await _world.FailAsync("trivy=" + scanner);

        Assert.Equal(FailureCodes.ScannerFailed, failure.Code);
        Assert.Contains("no data", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task One_that_cannot_be_pulled_is_said()
    {
        await DockerDaemon.ClientAsync();
        using var registry = await DockerRegistry.StartAsync();

        var failed = await Assert.ThrowsAsync<DockerException>(() => _world.ScanAsync($"grype={registry.Endpoint}/grype@{Digest.Sha256("x"u8)}"));

        Assert.Contains("manifest unknown", failed.Message, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var image in _pulled)
        {
            await DockerDaemon.RunAsync("rmi", "--force", image);
        }
    }

    public void Dispose() => _world.Dispose();

    // An image with this script as its program, known to the engine by nothing but the registry it is in.
    private async Task<string> PushAsync(DockerRegistry registry, string script)
    {
        await using var image = await ProgramImage.MakeAsync(["ENTRYPOINT [\"/bin/trivy\"]"], ("trivy", script));
        using var folder = new TempFolder();
        var archive = Path.Combine(folder.Path, "image.tar");
        await DockerDaemon.RunAsync("save", "--output", archive, image.Name);
        var name = $"{registry.Endpoint}/scanner";
        string[] account = registry.Account is { } known ? ["--dest-creds", $"{known.User}:{known.Password}"] : [];
        var file = Path.Combine(folder.Path, "digest");
        string[] copy = ["--insecure-policy", "copy", "--dest-tls-verify=false", "--digestfile", file, .. account, "docker-archive:" + archive, $"docker://{name}:1"];
        (await new Child(Peer.Program("skopeo"), copy) { Environment = Child.InheritedEnvironment() }.RunAsync()).Expect(0);
        _pulled.Add($"{name}@{(await File.ReadAllTextAsync(file)).Trim()}");
        return _pulled[^1];
    }
}
