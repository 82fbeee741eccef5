using System.Collections.Concurrent;
using PipelineKit.Failures;

namespace PipelineKit.Manifests.Scanning;

/// <summary>Finds every image and action reference below a folder.</summary>
public static class ReferenceScanner
{
    /// <summary>Searches the files of a folder; several at once, each read once.</summary>
    /// <param name="root">The folder; every path found is relative to it.</param>
    /// <param name="options">Which files and what in them.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <exception cref="FailureException">PK0201: the root is no folder.</exception>
    public static async Task<ScanResult> ScanAsync(string root, ScanOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(root))
        {
            throw new FailureException(new Failure(FailureCodes.UnreadableFile, $"`{root}` is not a folder"));
        }

        var paths = await FileDiscovery.ListAsync(root, options.Files, options.Exclude, cancellation);
        var found = new ConcurrentBag<FileScan>();
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        const int PathsAtOnce = 32;
        Parallel.ForEach(paths.Chunk(PathsAtOnce), parallel, chunk =>
        {
            foreach (var path in chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                if (FileScan.Read(root, path, options) is { } scan)
                {
                    found.Add(scan);
                }
            }
        });

        var scans = found.OrderBy(s => s.Path, StringComparer.Ordinal).ToList();
        return new ScanResult(
            [.. scans.SelectMany(s => s.Sites)],
            [.. scans.Where(s => s.Kind is not null).Select(s => new ScannedFile(s.Path, s.Kind!.Value, s.Sites.Count) { Content = s.Content })],
            [.. scans.Where(s => s.Problem is not null).Select(s => s.Problem!)])
        {
            Searched = paths,
        };
    }
}
