using PipelineKit.Evidence;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Scans;

public sealed class ScannerRunTests : IDisposable
{
    private static readonly string[] Base = ["HOME", "LC_ALL", "PATH", "PWD", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "LD_LIBRARY_PATH", "_", "OLDPWD", "SHLVL"];
    private readonly ScanWorld _world = new();

    [SkippableFact]
    public async Task Trivy_is_run_with_fixed_arguments_over_a_copy_of_the_image()
    {
        var report = Peer.SharedData("reports/trivy/alpine-310.json.golden");
        _world.Install("trivy", ScanWorld.TrivyVersion, report);

        var item = await _world.ScanAsync("trivy", platform: 1, TimeSpan.FromMinutes(7));

        Assert.Equal(
            [
                "version --format json",
                "image --input image --format json --list-all-pkgs --scanners vuln,secret --exit-code 0 --no-progress --timeout 420s",
                "version --format json",
            ],
            _world.Calls);
        Assert.Equal((_world.Image.Children[1].Digest, EvidenceTrust.Made, EvidenceFormat.Trivy), (item.BoundTo, item.Trust, item.Document?.Format));
        Assert.Equal(("trivy", "0.58.1", "2"), (item.Invocation?.Scanner, item.Invocation?.ScannerVersion, item.Invocation?.DatabaseVersion));
        Assert.Equal((FakeTimeProvider.DefaultStart, "linux/arm64"), (item.Invocation?.StartedAt, item.Invocation?.Platform));
        Assert.Equal(_world.Calls[1], string.Join(' ', item.Invocation?.Arguments ?? []));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 6, 15, 40, 123, TimeSpan.Zero), item.Document?.Report?.Scanner.DatabaseBuilt);
        Assert.Equal((true, 0), (item.Document?.Report?.Filters.IsSaid, item.Document?.Report?.Filters.LeftOut.Count));
        Assert.Equal(Digest.Sha256(File.ReadAllBytes(report)), item.Digest);
        Assert.Equal(File.ReadAllBytes(report), File.ReadAllBytes(Path.Combine(_world.World.Folder.Path, "evidence", item.Name)));
    }

    [SkippableFact]
    public async Task Grype_says_itself_how_old_its_data_is()
    {
        _world.Install("grype", ScanWorld.GrypeVersion, Peer.SharedData("reports/grype/TestJsonImgsPresenter.golden"), ScanWorld.GrypeDatabase);

        var item = await _world.ScanAsync("grype");

        Assert.Equal(["version --output json", "oci-dir:image --output json", "db status --output json"], _world.Calls);
        Assert.Equal((new DateTimeOffset(2026, 11, 20, 1, 30, 0, TimeSpan.Zero), "v6.0.2"), (item.Invocation?.DatabaseBuilt, item.Invocation?.DatabaseVersion));
        Assert.Equal((EvidenceFormat.Grype, _world.Image.Children[0].Digest), (item.Document?.Format, item.BoundTo));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task OSV_Scanner_reads_an_archive_and_asks_a_service_whose_data_is_of_the_moment(int exit)
    {
        _world.Install("osv-scanner", ScanWorld.OsvVersion, Peer.SharedData("reports/osv/test-vuln-results-a.json"), exit: exit);

        var item = await _world.ScanAsync("osv-scanner");

        Assert.Equal(["--version", "scan image --format json --all-packages --archive image.tar"], _world.Calls);
        Assert.Equal((FakeTimeProvider.DefaultStart, "osv.dev"), (item.Invocation?.DatabaseBuilt, item.Invocation?.DatabaseVersion));
        Assert.DoesNotContain("./image", _world.Files);
    }

    [SkippableFact]
    public async Task OSV_Scanner_with_a_local_export_is_offline_and_cannot_prove_its_age()
    {
        _world.World.Variables["OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY"] = "/srv/osv";
        _world.Install("osv-scanner", ScanWorld.OsvVersion, Peer.SharedData("reports/osv/test-vuln-results-a.json"));

        var item = await _world.ScanAsync("osv-scanner");

        Assert.Equal("scan image --offline --format json --all-packages --archive image.tar", _world.Calls[1]);
        Assert.Equal((null, "/srv/osv"), (item.Invocation?.DatabaseBuilt, _world.Seen["OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY"]));
    }

    [SkippableFact]
    public async Task A_scanner_sees_neither_credentials_nor_filters()
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
        [
            ("TRIVY_SEVERITY", "LOW"), ("TRIVY_IGNORE_UNFIXED", "true"), ("TRIVY_USERNAME", "user"), ("TRIVY_PASSWORD", "secret"), ("TRIVY_CONFIG", "/x.yaml"), ("DOCKER_CONFIG", "/x"),
            ("AWS_SECRET_ACCESS_KEY", "secret"), ("DOCKER_HOST", "unix:///x"), ("XDG_CONFIG_HOME", "/x"), ("HTTPS_PROXY", "http://proxy:3128"), ("TRIVY_DB_REPOSITORY", "mirror/db"),
        ])
        {
            _world.World.Variables[name] = value;
        }

        _world.World.Folder.Write("user/.grype.yaml", "ignore: []");
        _world.World.Folder.Write(".trivyignore", "CVE-2019-1549");
        _world.Install("trivy", ScanWorld.TrivyVersion, Peer.SharedData("reports/trivy/alpine-310.json.golden"));

        await _world.ScanAsync("trivy");

        string[] allowed = ["HTTPS_PROXY", "TRIVY_CACHE_DIR", "TRIVY_DB_REPOSITORY", "TRIVY_DISABLE_TELEMETRY", "TRIVY_SKIP_VERSION_CHECK"];
        Assert.Equal(allowed, _world.Seen.Keys.Except(Base, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal((Path.Combine(_world.World.Folder.Path, "user", ".cache", "trivy"), "mirror/db"), (_world.Seen["TRIVY_CACHE_DIR"], _world.Seen["TRIVY_DB_REPOSITORY"]));
        Assert.Equal(["./home", "./image", "./tmp"], _world.Files.Where(f => f.Count(c => c == '/') == 1).Order(StringComparer.Ordinal));
        Assert.StartsWith(_world.Seen["PWD"], _world.Seen["HOME"], StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.Seen["PWD"]));
    }

    [SkippableFact]
    public async Task The_copy_is_the_platform_and_nothing_else_as_skopeo_reads_it()
    {
        _world.Install("trivy", ScanWorld.TrivyVersion, Peer.SharedData("reports/trivy/alpine-310.json.golden"));

        await _world.ScanAsync("trivy", platform: 1);

        var inspected = await new Child(Peer.Program("skopeo"), "inspect", "--raw", $"oci:{_world.Folder}/copy/image").RunAsync();
        Assert.Equal(_world.Image.Children[1].Digest, Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(inspected.Expect(0).Output)));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_world.Folder, "copy", "image", "blobs", "sha256")).Length);
    }

    [SkippableFact]
    public async Task The_archive_has_the_configuration_and_layers_as_skopeo_reads_it()
    {
        _world.Install("osv-scanner", ScanWorld.OsvVersion, Peer.SharedData("reports/osv/test-vuln-results-a.json"));

        await _world.ScanAsync("osv-scanner");

        var inspected = await new Child(Peer.Program("skopeo"), "inspect", "--config", "--raw", $"docker-archive:{_world.Folder}/copy/image.tar").RunAsync();
        await using var opened = await _world.OpenAsync();
        Assert.Equal(opened.Platforms[0].Config, Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(inspected.Expect(0).Output)));
    }

    [SkippableFact]
    public async Task Data_whose_age_is_not_said_proves_no_freshness()
    {
        _world.Install("trivy", """{"Version":"0.58.1"}""", Peer.SharedData("reports/trivy/alpine-310.json.golden"));

        var item = await _world.ScanAsync("trivy");

        Assert.Null(item.Document?.Report?.Scanner.DatabaseBuilt);
    }

    public void Dispose() => _world.Dispose();
}
