using PipelineKit.Manifests.Rendered;

namespace PipelineKit.Render;

/// <summary>Reads files where the manifests go. What is not there is not in the answer.</summary>
/// <param name="paths">Relative to the working directory, or to the top of the repository.</param>
/// <param name="cancellation">Ends the read.</param>
internal delegate Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadFiles(IReadOnlyList<string> paths, CancellationToken cancellation);

/// <summary>Whether a path below an output folder is a file that is reached without links: one through a link may belong to anybody.</summary>
/// <param name="folder">The output folder.</param>
/// <param name="path">Relative to it.</param>
internal delegate bool IsPlainFile(string folder, string path);

/// <summary>A manifest with its final bytes, but for the question whether the file that is there says the same.</summary>
/// <param name="Path">Relative to the output folder.</param>
/// <param name="Template">The path of its template.</param>
/// <param name="Bytes">Stamped.</param>
/// <param name="Documents">How many documents it has.</param>
internal sealed record StampedManifest(string Path, string Template, ReadOnlyMemory<byte> Bytes, int Documents);

/// <summary>Compares what was rendered with what is there.</summary>
internal static class OutputPlan
{
    /// <summary>
    /// What becomes of every file of a folder: the manifests, those an earlier run made and this one does not, and the record.
    /// A file that differs only in <paramref name="volatileKeys"/> stays as it is, so these tell who last changed it.
    /// </summary>
    /// <param name="folder">The output folder; <c>.</c> for none.</param>
    /// <param name="manifests">What was rendered.</param>
    /// <param name="volatileKeys">Names of annotations that differ in every run.</param>
    /// <param name="read">Reads what is there.</param>
    /// <param name="record">Makes the record once the bytes of every manifest are known.</param>
    /// <param name="isPlain">Which files of an earlier run may be removed.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<IReadOnlyList<PlannedFile>> MakeAsync(
        string folder,
        IReadOnlyList<StampedManifest> manifests,
        IReadOnlyCollection<string> volatileKeys,
        ReadFiles read,
        Func<IReadOnlyList<RecordedOutput>, RenderRecord> record,
        IsPlainFile isPlain,
        CancellationToken cancellation)
    {
        var recordPath = Below(folder, RenderRecord.FileName);
        var paths = new List<string>(manifests.Count + 1);
        foreach (var manifest in manifests)
        {
            paths.Add(Below(folder, manifest.Path));
        }

        paths.Add(recordPath);
        var there = await read(paths, cancellation);
        var files = new List<PlannedFile>(paths.Count);
        var outputs = new List<RecordedOutput>(manifests.Count);
        for (var i = 0; i < manifests.Count; i++)
        {
            var file = Compare(paths[i], Existing(there, paths[i]), manifests[i].Bytes, volatileKeys);
            files.Add(file);
            outputs.Add(new RecordedOutput(manifests[i].Path, Sources.SourceFile.HashOf(file.After!.Value.Span), manifests[i].Documents, manifests[i].Template));
        }

        var before = Existing(there, recordPath);
        await AddStaleAsync(folder, before, read, isPlain, files, cancellation);
        files.Add(Compare(recordPath, before, record(outputs).Write(), volatileKeys: []));
        return files;
    }

    /// <summary>A path in a folder.</summary>
    internal static string Below(string folder, string path) => folder is "." or "" ? path : $"{folder}/{path}";

    // Spelled out: a bare null would become empty bytes, by way of an array.
    private static ReadOnlyMemory<byte>? Existing(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> there, string path) =>
        there.TryGetValue(path, out var bytes) ? bytes : default(ReadOnlyMemory<byte>?);

    private static PlannedFile Compare(string path, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte> after, IReadOnlyCollection<string> volatileKeys)
    {
        if (before is not { } old)
        {
            return new PlannedFile(path, FileStatus.Added, null, after);
        }

        var isSame = old.Span.SequenceEqual(after.Span) || (volatileKeys.Count > 0 && StampCompare.SameExcept(old, after, volatileKeys));
        return isSame ? new PlannedFile(path, FileStatus.Unchanged, old, old) : new PlannedFile(path, FileStatus.Modified, old, after);
    }

    // Only what an earlier run of ours made, and only as it made it: everything else in the folder belongs to somebody else.
    private static async Task AddStaleAsync(
        string folder, ReadOnlyMemory<byte>? record, ReadFiles read, IsPlainFile isPlain, List<PlannedFile> files, CancellationToken cancellation)
    {
        if (record is not { } bytes || RenderRecord.ReadOutputs(bytes) is not { } outputs)
        {
            return;
        }

        var made = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var stale = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in outputs)
        {
            if (!made.Contains(Below(folder, output.Path)) && isPlain(folder, output.Path))
            {
                stale[Below(folder, output.Path)] = output.Sha256;
            }
        }

        if (stale.Count == 0)
        {
            return;
        }

        var there = await read([.. stale.Keys], cancellation);
        foreach (var (path, hash) in stale)
        {
            // On a disk that does not tell capitals apart, a file whose name changed only in these is the one that is written now.
            if (there.TryGetValue(path, out var content)
                && !files.Exists(f => string.Equals(f.Path, path, StringComparison.OrdinalIgnoreCase) && f.Before is { } same && same.Span.SequenceEqual(content.Span)))
            {
                var status = Sources.SourceFile.HashOf(content.Span) == hash ? FileStatus.Removed : FileStatus.LeftOver;
                files.Add(new PlannedFile(path, status, content, status == FileStatus.Removed ? default(ReadOnlyMemory<byte>?) : content));
            }
        }
    }
}
