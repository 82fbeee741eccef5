using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Images;
using PipelineKit.Scans;
using PipelineKit.Testing;
using PipelineKit.Tests.Images;
using Xunit;

namespace PipelineKit.Tests.Scans;

/// <summary>
/// A scanner that cannot be installed, played back: a script of its name on PATH writes down how it was called and what it could see, answers what the real
/// one answered, and ends as told.
/// </summary>
internal sealed class ScanWorld : IDisposable
{
    public const string TrivyVersion = """{"Version":"0.58.1","VulnerabilityDB":{"Version":2,"NextUpdate":"2026-11-22T00:00:00Z","UpdatedAt":"2026-11-21T06:15:40.123Z","DownloadedAt":"2026-11-21T08:00:00Z"}}""";
    public const string GrypeVersion = """{"application":"grype","version":"0.87.0","supportedDbSchema":6}""";
    public const string GrypeDatabase = """{"schemaVersion":"v6.0.2","from":"https://grype.anchore.io/x.tar.zst","built":"2026-11-20T01:30:00Z","path":"/x/6","valid":true}""";
    public const string OsvVersion = "osv-scanner version: 2.0.2\nosv-scalibr version: 0.2.1\ncommit: abc\nbuilt at: 2025-05-01\n";

    private readonly TempFolder _programs = new();
    private readonly FakeTimeProvider _time;

    public ScanWorld(FakeTimeProvider? time = null)
    {
        _time = time ?? new FakeTimeProvider();
        World = new ImageWorld { Path = [_programs.Path], Time = _time };
    }

    public ImageWorld World { get; }

    public SampleImage Image { get; } = SampleImage.Build("shop", "linux/amd64", "linux/arm64");

    /// <summary>The arguments of each call, one line each.</summary>
    public IReadOnlyList<string> Calls => [.. _programs.Read("calls").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The variables of the call that scanned.</summary>
    public IReadOnlyDictionary<string, string> Seen =>
        _programs.Read("variables").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    /// <summary>What was in the folder of the call that scanned.</summary>
    public IReadOnlyList<string> Files => [.. _programs.Read("files").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public string Folder => _programs.Path;

    /// <summary>Puts a scanner on PATH.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">What it says when asked for its version.</param>
    /// <param name="report">The file it writes, or null for nothing.</param>
    /// <param name="database">What it says when asked for its data.</param>
    /// <param name="exit">Its exit code.</param>
    /// <param name="first">What it does first when it scans.</param>
    public void Install(string name, string version, string? report, string database = "", int exit = 0, string first = "")
    {
        var (versionFile, databaseFile) = (_programs.Write("version.answer", version), _programs.Write("database.answer", database));
        var file = _programs.Write(name, $"""
            #!/bin/sh
            echo "$*" >> {Folder}/calls
            case "$1" in
            version|--version) cat {versionFile}; exit 0 ;;
            db) cat {databaseFile}; exit 0 ;;
            esac
            env > {Folder}/variables
            find . > {Folder}/files
            cp -r . {Folder}/copy
            {first}
            echo "said on the way" >&2
            {(report is null ? "" : "cat " + report)}
            exit {exit}
            """ + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    /// <summary>Scans a platform of the image, which lies in a layout.</summary>
    public async Task<EvidenceItem> ScanAsync(string word, int platform = 0, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        await using var opened = await OpenAsync();
        Assert.True(ScannerChoice.TryParse(word, out var choice, out _));
        var folder = Path.Combine(World.Folder.Path, "evidence");
        return await ScannerRun.RunAsync(choice, opened, opened.Platforms[platform], folder, "report.json", World.Context, timeout ?? TimeSpan.FromMinutes(10), cancellation);
    }

    /// <summary>The failure a scan ends with; nothing may be left that could be taken for evidence.</summary>
    public async Task<Failure> FailAsync(string word)
    {
        var failed = await Assert.ThrowsAsync<FailureException>(() => ScanAsync(word));
        Assert.False(File.Exists(Path.Combine(World.Folder.Path, "evidence", "report.json")));
        return Assert.Single(failed.Failures);
    }

    public async Task<OpenedImage> OpenAsync()
    {
        await World.WriteLayoutAsync("images", (Image, "shop"));
        return await World.OpenAsync("oci:images:shop");
    }

    public void Dispose()
    {
        World.Dispose();
        _programs.Dispose();
    }
}
