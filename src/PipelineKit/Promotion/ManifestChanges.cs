using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>What changes in the repository when an environment gets an image.</summary>
/// <param name="Base">The branch it is merged into, by name.</param>
/// <param name="Head">Where that branch stood.</param>
/// <param name="Files">Files that differ from it.</param>
/// <param name="Moved">References that are moved, for people.</param>
internal sealed record ChangePlan(string Base, string Head, IReadOnlyList<FileChange> Files, IReadOnlyList<MovedReference> Moved);

/// <summary>Plans the changes of lock and manifests of an environment, from the files of the base branch.</summary>
internal sealed class ManifestChanges(PromotionRequest request, PromotionTools tools, PromotionSubject subject)
{
    private const int MaximumFiles = 1000;

    private readonly EnvironmentSettings _to = request.To;

    /// <summary>Whether the environment has anything in the repository.</summary>
    internal bool HasFiles => _to.LockFile.Length > 0 || _to.Manifests.Count > 0 || _to.Render.Length > 0;

    /// <summary>What changes for this image.</summary>
    /// <param name="digest">The image.</param>
    /// <param name="since">Since when it is there.</param>
    /// <param name="place">Where it can be asked for.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">A file is missing or damaged, or a reference cannot be edited; everything found is listed.</exception>
    internal async Task<ChangePlan> PlanAsync(Digest digest, DateTimeOffset since, ImagePlace place, CancellationToken cancellation)
    {
        var snapshot = await ReadAsync(cancellation);
        var files = snapshot.Files;
        var changes = new List<FileChange>();
        var moved = new List<MovedReference>();
        var (names, known) = (Names(), Known());
        var repository = OciLayoutReference.IsOne(_to.Repository) ? "" : subject.TargetText;
        ImageLock? locked = null;
        if (_to.LockFile.Length > 0)
        {
            var before = files.TryGetValue(_to.LockFile, out var bytes) ? ImageLockFile.Parse(bytes, _to.LockFile) : ImageLock.Empty;
            var image = await place.Store.GetManifestAsync(place.Repository, digest, cancellation);
            locked = LockChange.Apply(before, names, known, repository, _to.Tag, image, since);
            var written = ImageLockFile.Write(locked);
            if (!(files.ContainsKey(_to.LockFile) && bytes.Span.SequenceEqual(written)))
            {
                changes.Add(new FileChange(_to.LockFile, written));
            }
        }

        EditManifests(files, new ManifestEdit(names, known, repository, digest, tools.Context.WorkingDirectory), changes, moved);
        if (_to.Render.Length > 0)
        {
            changes.AddRange(await tools.Render(_to.Render, locked ?? throw NoLock(), ReadMoreAsync, tools.Context, cancellation));
        }

        return new ChangePlan(snapshot.Branch, snapshot.Head, changes, moved);
    }

    private void EditManifests(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, ManifestEdit edit, List<FileChange> changes, List<MovedReference> moved)
    {
        if (_to.Manifests.Count == 0)
        {
            return;
        }

        var problems = new List<Failure>();
        var references = 0;
        foreach (var (path, bytes) in files.Where(f => f.Key != _to.LockFile).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var (after, count) = edit.Apply(path, bytes, moved, problems);
            references += count;
            if (!after.Span.SequenceEqual(bytes.Span))
            {
                changes.Add(new FileChange(path, after));
            }
        }

        problems.AddRange(_to.Manifests.Where(m => !IsPattern(m) && !files.ContainsKey(m)).Select(m => new Failure(
            FailureCodes.UnreadableFile, $"`{m}` of the environment `{_to.Name}` is not on its branch.", "Correct `manifests`, or commit the file first.")));
        if (problems.Count == 0 && references == 0)
        {
            problems.Add(new Failure(
                FailureCodes.BadInputValue, $"None of the manifests of `{_to.Name}` ({string.Join(", ", _to.Manifests.Select(m => $"`{m}`"))}) names the image `{subject.TargetText}`.",
                "Write the reference of the image into one of them once, or correct `manifests`."));
        }

        if (problems.Count > 0)
        {
            throw new FailureException(problems);
        }
    }

    private async Task<BranchSnapshot> ReadAsync(CancellationToken cancellation)
    {
        var branch = _to.Changes.Base.Length == 0 ? null : _to.Changes.Base;
        var patterns = _to.Manifests.Where(IsPattern).ToList();
        var plain = _to.Manifests.Where(m => !IsPattern(m)).ToList();
        if (_to.LockFile.Length > 0)
        {
            plain.Add(_to.LockFile);
        }

        var folders = patterns.Where(p => p[0] != '!').Select(FolderOf).Distinct(StringComparer.Ordinal);
        var first = await tools.Host.ReadAsync(branch, [.. plain.Distinct(StringComparer.Ordinal), .. folders], cancellation) ?? throw NoBranch(branch);
        var globs = GlobSet.Parse(_to.Manifests);
        var matched = first.Listed.Where(p => globs.Matches(p) && !first.Files.ContainsKey(p)).ToList();
        if (matched.Count > MaximumFiles)
        {
            throw new FailureException(new Failure(FailureCodes.BadInputValue, $"`manifests` of `{_to.Name}` fits more than {MaximumFiles} files.", "Name a folder more exactly."));
        }

        if (matched.Count == 0)
        {
            return first;
        }

        var second = await tools.Host.ReadAsync(branch, matched, cancellation) ?? throw NoBranch(branch);
        return first with { Files = first.Files.Concat(second.Files).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal) };
    }

    private async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadMoreAsync(IReadOnlyList<string> paths, CancellationToken cancellation) =>
        (await tools.Host.ReadAsync(_to.Changes.Base.Length == 0 ? null : _to.Changes.Base, paths, cancellation) ?? throw NoBranch(_to.Changes.Base)).Files;

    // Where the image is, was, and comes from: whichever of these a file names, the image of this application is meant.
    private HashSet<string> Names()
    {
        var names = request.Settings.Environments.Select(e => e.Repository).Where(r => !OciLayoutReference.IsOne(r)).Select(EnvironmentPlace.TextOf).ToHashSet(StringComparer.Ordinal);
        if (!OciLayoutReference.IsOne(subject.SourceText))
        {
            names.Add(subject.SourceText);
        }

        return names;
    }

    private HashSet<Digest> Known() =>
        [.. subject.History.Occupancies.Select(o => o.Digest), .. subject.FromHistory?.Occupancies.Select(o => o.Digest) ?? [], subject.Digest];

    private static bool IsPattern(string path) => path.AsSpan().ContainsAny("*?[{!");

    // The folders before the first part with a sign in it; all files where there are none.
    private static string FolderOf(string pattern)
    {
        var parts = pattern.Split('/');
        var literal = parts.TakeWhile((p, i) => i < parts.Length - 1 && !IsPattern(p));
        return string.Join('/', literal) + "/";
    }

    private FailureException NoLock() => new(new Failure(
        FailureCodes.BadConfiguration, $"The environment `{_to.Name}` has `render` without a `lock-file`: what is rendered takes every digest from a lock.", "Name the lock of the environment."));

    private static FailureException NoBranch(string? branch) => new(new Failure(
        FailureCodes.UnusableRepository, branch is null or "" ? "The repository has no commit yet, so there are no manifests to change." : $"There is no branch `{branch}`.", "Commit the manifests first, or correct `base`."));
}
