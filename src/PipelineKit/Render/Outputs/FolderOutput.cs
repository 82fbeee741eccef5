using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Render;

/// <summary>Manifests in folders below the working directory.</summary>
/// <param name="root">The working directory.</param>
internal sealed class FolderOutput(string root)
{
    private const int MaximumBytes = 64 << 20;

    /// <summary>Reads the files that are there.</summary>
    internal async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(paths.Count, StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (Path.Exists(Path.Combine(root, path)))
            {
                found[path] = await BoundedFile.ReadAsync(root, path, MaximumBytes, cancellation);
            }
        }

        return found;
    }

    /// <summary>Whether a path is a file below the folder itself, and not beyond a link.</summary>
    internal bool IsPlain(string folder, string path)
    {
        try
        {
            var full = Path.Combine(WorkspacePath.Real(Path.Combine(root, folder)), path);
            return File.Exists(full) && WorkspacePath.Real(full) == full;
        }
        catch (IOException)
        {
            // Links in a circle.
            return false;
        }
    }

    /// <summary>Writes all files or none: each is written beside its place before the first is put there. Then what nothing makes any more is deleted.</summary>
    /// <exception cref="FailureException">PK0202.</exception>
    internal async Task WriteAsync(IReadOnlyList<PlannedFile> files, CancellationToken cancellation)
    {
        var changes = files.Where(f => f.IsChange).ToList();
        var staged = new List<StagedFile>(changes.Count);
        try
        {
            foreach (var file in changes)
            {
                await RefuseChangedAsync(file, cancellation);
                if (file.After is { } content)
                {
                    staged.Add(await AtomicFile.StageAsync(root, file.Path, content, cancellation));
                }
            }

            foreach (var file in staged)
            {
                file.Commit();
            }

            foreach (var file in changes.Where(f => f.Status == FileStatus.Removed))
            {
                Delete(file.Path);
            }
        }
        finally
        {
            foreach (var file in staged)
            {
                file.Dispose();
            }
        }
    }

    // What somebody wrote since the comparison is not to be lost.
    private async Task RefuseChangedAsync(PlannedFile file, CancellationToken cancellation)
    {
        var now = await ReadAsync([file.Path], cancellation);
        var isSame = now.TryGetValue(file.Path, out var content) ? file.Before is { } before && before.Span.SequenceEqual(content.Span) : file.Before is null;
        if (!isSame)
        {
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{file.Path}` changed while this run was under way", "Run again, and one run at a time.", new SourcePlace(file.Path)));
        }
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(WorkspacePath.Resolve(root, path, FailureCodes.UnwritableFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{path}` cannot be deleted: {e.Message}", Place: new SourcePlace(path)));
        }
    }
}
