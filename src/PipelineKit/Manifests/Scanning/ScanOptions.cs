using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Manifests.Scanning;

/// <summary>Which references are looked for.</summary>
[Flags]
public enum ReferenceKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Container images.</summary>
    Images = 1,

    /// <summary>Actions and reusable workflows.</summary>
    Uses = 2,

    /// <summary>Both.</summary>
    All = Images | Uses,
}

/// <summary>What a scan looks at and for.</summary>
public sealed record ScanOptions
{
    /// <summary>The files; none for those Git tracks.</summary>
    public GlobSet Files { get; init; } = GlobSet.Empty;

    /// <summary>Files left out.</summary>
    public GlobSet Exclude { get; init; } = GlobSet.Empty;

    /// <summary>What is looked for.</summary>
    public ReferenceKinds Kinds { get; init; } = ReferenceKinds.All;

    /// <summary>Where else in Kubernetes objects an image may stand.</summary>
    public IReadOnlyList<ImageRule> ImageRules { get; init; } = [];

    /// <summary>A larger file is a problem, not searched.</summary>
    public int MaximumFileBytes { get; init; } = 8 * 1024 * 1024;
}

/// <summary>What a scan found.</summary>
/// <param name="Sites">Every reference, by file, then by place.</param>
/// <param name="Files">Every file that is of a kind, by path.</param>
/// <param name="Problems">Files that could not be read or not be read to the end; the scan went on without them.</param>
public sealed record ScanResult(IReadOnlyList<ReferenceSite> Sites, IReadOnlyList<ScannedFile> Files, IReadOnlyList<Failure> Problems)
{
    /// <summary>Every file that was looked into, whether it is of a kind or not, by path.</summary>
    public IReadOnlyList<string> Searched { get; init; } = [];
}

/// <summary>A file that was searched.</summary>
/// <param name="Path">Relative to the root, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Sites">How many references it has.</param>
public sealed record ScannedFile(string Path, FileKind Kind, int Sites)
{
    /// <summary>The bytes the references were found in; empty when there are none.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}
