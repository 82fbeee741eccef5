using PipelineKit.Failures;

namespace PipelineKit.Manifests.Scanning;

/// <summary>One file, read and searched.</summary>
internal sealed record FileScan(string Path, FileKind? Kind, IReadOnlyList<ReferenceSite> Sites, Failure? Problem)
{
    /// <summary>The bytes that were searched, when references were found in them.</summary>
    internal ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Reads and searches a file; null when there is nothing to say about it.</summary>
    internal static FileScan? Read(string root, string path, ScanOptions options)
    {
        var full = System.IO.Path.Combine(root, path);
        try
        {
            var info = new FileInfo(full);
            if (!info.Exists || info.LinkTarget is not null || info.Length == 0)
            {
                return null;
            }

            if (info.Length > options.MaximumFileBytes)
            {
                return FileNames.IsJson(path) ? null : Damaged(path, $"`{path}` has {info.Length} bytes; at most {options.MaximumFileBytes} are searched", "Split the file, or leave it out with `exclude`.");
            }

            return Search(root, path, File.ReadAllBytes(full), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Damaged(path, $"`{path}` cannot be read: {e.Message}", remedy: null);
        }
    }

    private static FileScan? Search(string root, string path, byte[] bytes, ScanOptions options)
    {
        if (!QuickLook.MayName(path, bytes, options))
        {
            return null;
        }

        var content = FileContent.Read(root, path, bytes, options);
        if (content is not { } found)
        {
            return null;
        }

        var wanted = found.Sites.Where(s => options.Kinds.HasFlag(s.IsUses ? ReferenceKinds.Uses : ReferenceKinds.Images)).OrderBy(s => s.Edit.Start);
        var problem = found.Problem is null ? null : new Failure(FailureCodes.UnreadableFile, $"`{path}` is {found.Problem}", "Correct it, or leave it out with `exclude`.", new SourcePlace(path));
        var sites = wanted.ToArray();
        return new FileScan(path, found.Kind, sites, problem) { Content = sites.Length > 0 ? bytes : default(ReadOnlyMemory<byte>) };
    }

    private static FileScan Damaged(string path, string what, string? remedy) =>
        new(path, null, [], new Failure(FailureCodes.UnreadableFile, what, remedy, new SourcePlace(path)));
}
