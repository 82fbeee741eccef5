namespace PipelineKit.Benchmarks;

/// <summary>A temporary folder.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipelinekit-benchmark-").FullName;

    /// <summary>Makes it a Git repository that tracks all its files, which is what is searched by default.</summary>
    public async Task TrackAsync()
    {
        await Stopwatches.RunAsync(Path, [0], "git", "init", "--quiet");
        await Stopwatches.RunAsync(Path, [0], "git", "add", "--all");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
