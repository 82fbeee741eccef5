using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Editing;
using PipelineKit.Manifests.Scanning;

namespace PipelineKit.DigestPin;

/// <summary>The files of a run: what was found in them, and what they become.</summary>
internal sealed class Tree
{
    private readonly string _root;
    private readonly ScanOptions _options;
    private readonly ScanResult _scan;
    private readonly Dictionary<string, SourceText> _texts;
    private readonly Lazy<HashSet<string>> _searched;

    private Tree(string root, ScanOptions options, ScanResult scan)
    {
        _root = root;
        _options = options;
        _scan = scan;
        _texts = scan.Files.Where(f => f.Sites > 0).ToDictionary(f => f.Path, f => new SourceText(f.Path, f.Content), StringComparer.Ordinal);
        _searched = new(() => scan.Searched.Except(scan.Problems.Select(p => p.Place?.File ?? ""), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Every reference, by file, then by place.</summary>
    internal IReadOnlyList<ReferenceSite> Sites => _scan.Sites;

    /// <summary>How many files name images or actions.</summary>
    internal int FilesRead => _scan.Files.Count;

    /// <summary>Files that could not be searched.</summary>
    internal IReadOnlyList<Failure> Problems => _scan.Problems;

    /// <summary>Searches the files.</summary>
    internal static async Task<Tree> ReadAsync(string root, DigestPinOptions options, CancellationToken cancellation)
    {
        var scan = new ScanOptions
        {
            Files = GlobSet.Parse(options.Files),
            Exclude = GlobSet.Parse(options.Exclude),
            ImageRules = options.ImageRules,
            Kinds = (options.Images ? ReferenceKinds.Images : ReferenceKinds.None) | (options.Uses ? ReferenceKinds.Uses : ReferenceKinds.None),
        };
        return new Tree(root, scan, await ReferenceScanner.ScanAsync(root, scan, cancellation));
    }

    /// <summary>The text of a file that has references, as it was searched.</summary>
    internal SourceText Text(string path) => _texts[path];

    /// <summary>
    /// Whether a place of the lock is none of this run's business: its file was not searched, or not well, or its kind is not looked at.
    /// A file that is gone is.
    /// </summary>
    internal bool IsElsewhere(string path, bool isUses)
    {
        var isLookedAt = _options.Kinds.HasFlag(isUses ? ReferenceKinds.Uses : ReferenceKinds.Images);
        return !(isLookedAt && _searched.Value.Contains(path)) && File.Exists(Path.Combine(_root, path));
    }

    /// <summary>The files with these edits made.</summary>
    internal IReadOnlyList<FileChange> Apply(IEnumerable<SiteEdit> edits) =>
        edits.GroupBy(e => e.Site.Path, StringComparer.Ordinal)
            .Select(file =>
            {
                var before = Text(file.Key).Bytes;
                return new FileChange(file.Key, before, SpanEditor.Apply(before.Span, file.Select(e => e.Edit)), file.ToArray());
            })
            .ToArray();
}
