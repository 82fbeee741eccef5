using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Scans;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Scans;

public sealed class ScannerFailureTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScanWorld _world;

    public ScannerFailureTests() => _world = new ScanWorld(_time);

    public static TheoryData<string, int, string> Exits() => new()
    {
        { "trivy", 1, "vulnerability data" },
        { "trivy", 3, "exit code 3" },
        { "grype", 1, "vulnerability data" },
        { "grype", 2, "cut-off" },
        { "grype", 100, "newer vulnerability data" },
        { "osv-scanner", 127, "it failed" },
        { "osv-scanner", 128, "found no packages" },
        { "osv-scanner", 129, "osv.dev" },
        { "osv-scanner", 130, "configuration" },
        { "osv-scanner", 2, "exit code 2" },
    };

    [SkippableTheory]
    [MemberData(nameof(Exits))]
    public async Task An_exit_code_that_means_an_error_is_never_a_pass_whatever_was_written(string tool, int exit, string reason)
    {
        _world.Install(tool, VersionOf(tool), ReportOf(tool), ScanWorld.GrypeDatabase, exit);

        var failure = await _world.FailAsync(tool);

        Assert.Equal((FailureCodes.ScannerFailed, ExitCode.Unavailable), (failure.Code, failure.Code.Exit));
        Assert.Contains(reason, failure.What, StringComparison.Ordinal);
        Assert.Contains("said on the way", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trivy")]
    [InlineData("grype")]
    [InlineData("osv-scanner")]
    public async Task Success_without_a_report_is_a_failure(string tool)
    {
        _world.Install(tool, VersionOf(tool), report: null, ScanWorld.GrypeDatabase);

        var failure = await _world.FailAsync(tool);

        Assert.Equal(FailureCodes.ScannerFailed, failure.Code);
        Assert.Contains("wrote no report", failure.What, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("trivy")]
    [InlineData("grype")]
    [InlineData("osv-scanner")]
    public async Task A_report_that_breaks_off_is_a_failure(string tool)
    {
        var whole = await File.ReadAllBytesAsync(ReportOf(tool));
        _world.Install(tool, VersionOf(tool), _world.World.Folder.Write("half.json", whole[..(whole.Length / 2)]), ScanWorld.GrypeDatabase);

        var failure = await _world.FailAsync(tool);

        Assert.Equal(FailureCodes.ScannerFailed, failure.Code);
        Assert.Contains("cannot be used", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_report_of_another_scanner_is_a_failure()
    {
        _world.Install("trivy", ScanWorld.TrivyVersion, ReportOf("grype"));

        Assert.Contains("Grype where Trivy was expected", (await _world.FailAsync("trivy")).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trivy", """{"Version":"0.37.3"}""", "0.37.3 is not known")]
    [InlineData("trivy", """{"Version":"1.0.0"}""", "1.0.0 is not known")]
    [InlineData("trivy", """{"Version":"0.69.4"}""", "CVE-2026-33634")]
    [InlineData("trivy", """{"Version":"v0.69.4"}""", "CVE-2026-33634")]
    [InlineData("trivy", """{"Version":"dev"}""", "does not say its version")]
    [InlineData("trivy", "", "does not say its version")]
    [InlineData("grype", "grype 0.87.0", "does not say its version")]
    [InlineData("grype", """{"version":"0.40.0"}""", "0.40.0 is not known")]
    [InlineData("osv-scanner", "osv-scanner version: 1.9.2\n", "1.9.2 is not known")]
    public async Task A_version_that_is_not_known_is_not_run(string tool, string version, string reason)
    {
        _world.Install(tool, version, report: null);

        var failure = await _world.FailAsync(tool);

        Assert.Equal(FailureCodes.ScannerNotRun, failure.Code);
        Assert.Contains(reason, failure.What, StringComparison.Ordinal);
        Assert.Single(_world.Calls);
    }

    [Fact]
    public async Task One_that_is_not_installed_is_said_before_anything_is_fetched()
    {
        var failure = await _world.FailAsync("grype");

        Assert.Equal((FailureCodes.ScannerNotRun, "`grype` is not on PATH."), (failure.Code, failure.What));
    }

    [SkippableFact]
    public async Task One_that_hangs_is_ended()
    {
        var pipe = Path.Combine(_world.World.Folder.Path, "started");
        (await new Child(Peer.Program("mkfifo"), pipe).RunAsync()).Expect(0);
        _world.Install("trivy", ScanWorld.TrivyVersion, report: null, first: $"echo > {pipe}; exec sleep 600");
        var running = _world.ScanAsync("trivy", timeout: TimeSpan.FromSeconds(30));
        await File.ReadAllTextAsync(pipe);
        _time.Advance(TimeSpan.FromSeconds(31));

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => running)).Failures);

        Assert.Equal(FailureCodes.ScannerFailed, failure.Code);
        Assert.Contains("did not finish within 30 s", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Cancelling_ends_it()
    {
        var pipe = Path.Combine(_world.World.Folder.Path, "started");
        (await new Child(Peer.Program("mkfifo"), pipe).RunAsync()).Expect(0);
        _world.Install("trivy", ScanWorld.TrivyVersion, report: null, first: $"echo > {pipe}; exec sleep 600");
        using var cancellation = new CancellationTokenSource();
        var running = _world.ScanAsync("trivy", cancellation: cancellation.Token);
        await File.ReadAllTextAsync(pipe);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_layer_that_is_not_what_its_digest_says_is_never_shown_to_a_scanner()
    {
        _world.Install("trivy", ScanWorld.TrivyVersion, report: null);
        await using (await _world.OpenAsync())
        {
            var layer = _world.Image.Blobs[1];
            var bytes = layer.Bytes.ToArray();
            bytes[^1] ^= 1;
            _world.World.Folder.Write($"images/blobs/sha256/{layer.Digest.Hex}", bytes);
        }

        await Assert.ThrowsAsync<DigestMismatchException>(() => _world.ScanAsync("trivy"));
    }

    [Theory]
    [InlineData("clair", "no scanner that can be run")]
    [InlineData("trivy=ghcr.io/aquasecurity/trivy:0.58.1", "has no digest")]
    [InlineData("trivy=Trivy", "not an image")]
    [InlineData("trivy=", "not an image")]
    public void A_choice_that_is_none_is_refused(string word, string reason)
    {
        Assert.False(ScannerChoice.TryParse(word, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    public void Dispose() => _world.Dispose();

    private static string VersionOf(string tool) => tool switch
    {
        "trivy" => ScanWorld.TrivyVersion,
        "grype" => ScanWorld.GrypeVersion,
        _ => ScanWorld.OsvVersion,
    };

    private static string ReportOf(string tool) => Peer.SharedData(tool switch
    {
        "trivy" => "reports/trivy/alpine-310.json.golden",
        "grype" => "reports/grype/TestJsonImgsPresenter.golden",
        _ => "reports/osv/test-vuln-results-a.json",
    });
}
