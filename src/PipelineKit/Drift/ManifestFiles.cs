using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Scanning;
using PipelineKit.PullRequests;

namespace PipelineKit.Drift;

/// <summary>The lock and the references of an environment in Git.</summary>
/// <param name="Sites">References, by file, then by place.</param>
/// <param name="Lock">The lock's bytes; null when there is none.</param>
/// <param name="Files">How many manifests were read.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record ManifestFiles(IReadOnlyList<ReferenceSite> Sites, ReadOnlyMemory<byte>? Lock, int Files, IReadOnlyList<Failure> Problems)
{
    private const int MaximumFiles = 1000;
    private const int MaximumFileBytes = 8 << 20;

    /// <summary>Those of the work tree.</summary>
    internal static async Task<ManifestFiles> OfTreeAsync(string root, string lockFile, IReadOnlyList<string> patterns, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>? content = null;
        if (lockFile.Length > 0 && Path.Exists(Path.Combine(root, lockFile)))
        {
            content = await BoundedFile.ReadAsync(root, lockFile, Locking.ImageLockFile.MaximumBytes, cancellation);
        }

        if (patterns.Count == 0)
        {
            return new ManifestFiles([], content, 0, []);
        }

        var scan = await ReferenceScanner.ScanAsync(root, new ScanOptions { Files = GlobSet.Parse(patterns), Kinds = ReferenceKinds.Images }, cancellation);
        return new ManifestFiles(scan.Sites, content, scan.Files.Count, scan.Problems);
    }

    /// <summary>Those of a branch.</summary>
    internal static async Task<ManifestFiles> OfBranchAsync(IPullRequests host, string branch, string lockFile, IReadOnlyList<string> patterns, string root, CancellationToken cancellation)
    {
        var globs = GlobSet.Parse(patterns);
        string[] locks = lockFile.Length > 0 ? [lockFile] : [];
        string[] folders = patterns.Count > 0 ? [.. patterns.Where(p => !p.StartsWith('!')).Select(FolderOf).Distinct(StringComparer.Ordinal)] : [];
        var first = await host.ReadAsync(branch, [.. locks, .. folders], cancellation)
            ?? throw new FailureException(new Failure(FailureCodes.BadInputValue, $"There is no branch `{branch}`.", "Give one that has the manifests.", SourcePlace.OfInput(DriftAction.Branch.Name)));
        var wanted = first.Listed.Where(p => globs.Matches(p) && KindDetector.MayBe(p)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (wanted.Count > MaximumFiles)
        {
            throw new FailureException(new Failure(FailureCodes.BadInputValue, $"The manifests of the branch `{branch}` are {wanted.Count} files; at most {MaximumFiles} are read.", "Name a folder more exactly."));
        }

        var files = wanted.Count == 0 ? null : await host.ReadAsync(branch, wanted, cancellation);
        var sites = new List<ReferenceSite>();
        var problems = new List<Failure>();
        foreach (var path in wanted)
        {
            if (files is null || !files.Files.TryGetValue(path, out var bytes) || bytes.Length > MaximumFileBytes)
            {
                problems.Add(new Failure(FailureCodes.UnreadableFile, $"`{path}` of the branch `{branch}` cannot be read, or is too large.", Place: new SourcePlace(path)));
                continue;
            }

            sites.AddRange((FileContent.Read(root, path, bytes, new ScanOptions { Kinds = ReferenceKinds.Images })?.Sites ?? []).OrderBy(s => s.Edit.Start));
        }

        return new ManifestFiles(sites, first.Files.TryGetValue(lockFile, out var content) ? content : null, wanted.Count, problems);
    }

    // The folders before the first part with a sign in it. A file is found by listing its folder.
    private static string FolderOf(string pattern)
    {
        var parts = pattern.Split('/');
        return string.Join('/', parts.TakeWhile((p, i) => i < parts.Length - 1 && !p.AsSpan().ContainsAny("*?[{!"))) + "/";
    }
}
