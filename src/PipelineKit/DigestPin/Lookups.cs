using System.Collections.Concurrent;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>Why a lookup has no answer.</summary>
/// <param name="Reason">A stable word: <c>not-found</c>, <c>unauthorized</c>, <c>forbidden</c>, <c>throttled</c>, <c>unavailable</c>, <c>protocol</c>, <c>unsafe</c>, <c>time-out</c>, <c>integrity</c>, <c>offline</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Exit">What a run ends with when nothing graver happens.</param>
internal sealed record LookupProblem(string Reason, string Message, ExitCode Exit)
{
    internal static readonly LookupProblem Offline = new("offline", "the lock does not know it, and `offline` forbids asking", ExitCode.GateSaidNo);

    internal static LookupProblem From(RegistryException problem) =>
        problem is DigestMismatchException
            ? new("integrity", problem.Message, ExitCode.Integrity)
            : problem.Problem switch
            {
                RegistryProblem.NotFound => new("not-found", problem.Message, ExitCode.GateSaidNo),
                RegistryProblem.Unauthorized => new("unauthorized", problem.Message, ExitCode.GateSaidNo),
                RegistryProblem.Forbidden => new("forbidden", problem.Message, ExitCode.GateSaidNo),
                RegistryProblem.Throttled => new("throttled", problem.Message, ExitCode.Unavailable),
                RegistryProblem.Unavailable => new("unavailable", problem.Message, ExitCode.Unavailable),
                RegistryProblem.Unsafe => new("unsafe", problem.Message, ExitCode.GateSaidNo),
                _ => new("protocol", problem.Message, ExitCode.GateSaidNo),
            };

    internal static LookupProblem From(GitServerException problem) =>
        problem.Code == FailureCodes.RemoteUnavailable
            ? new("unavailable", problem.Message, ExitCode.Unavailable)
            : problem.Code == FailureCodes.RemoteRefused
                ? new("not-found", problem.Message, ExitCode.GateSaidNo)
                : new("protocol", problem.Message, ExitCode.GateSaidNo);
}

/// <summary>What a lookup brought: a value, or why there is none.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The answer, or null.</param>
/// <param name="Problem">Why there is none, or null.</param>
internal sealed record Answer<T>(T? Value, LookupProblem? Problem)
    where T : class;

/// <summary>What is to be asked: image references (with a tag, or with a digest), indexes to read, and repositories whose refs are listed.</summary>
internal sealed class Questions
{
    private readonly Dictionary<string, ImageReference> _images = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repositories = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Image references by canonical form.</summary>
    public IReadOnlyDictionary<string, ImageReference> Images => _images;

    /// <summary><c>owner/repo</c>.</summary>
    public IReadOnlySet<string> Repositories => _repositories;

    /// <summary>Asks what the tag means.</summary>
    public void Tag(ImageReference image)
    {
        var byTag = WithoutDigest(image);
        _images.TryAdd(byTag.Canonical, byTag);
    }

    /// <summary>Asks for the content with the digest.</summary>
    public void Digest(ImageReference image)
    {
        var byDigest = OnlyDigest(image);
        _images.TryAdd(byDigest.Canonical, byDigest);
    }

    /// <summary>Asks for a repository's refs.</summary>
    public void Refs(string repository) => _repositories.Add(repository);

    internal static ImageReference WithoutDigest(ImageReference image) =>
        image.Digest is null ? image : ImageReference.Parse(image.Tag is null ? image.Name : $"{image.Name}:{image.Tag}");

    internal static ImageReference OnlyDigest(ImageReference image) =>
        image.Tag is null ? image : ImageReference.Parse($"{image.Name}@{image.Digest}");
}

/// <summary>The answers of one run.</summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<string, Answer<ResolvedImage>> _images = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Answer<ManifestContent>> _indexes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Answer<GitRefList>> _refs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the tag means; null when it was not asked.</summary>
    public Answer<ResolvedImage>? Tag(ImageReference image) => _images.GetValueOrDefault(Questions.WithoutDigest(image).Canonical);

    /// <summary>The content with the digest; null when it was not asked.</summary>
    public Answer<ResolvedImage>? Digest(ImageReference image) => _images.GetValueOrDefault(Questions.OnlyDigest(image).Canonical);

    /// <summary>The index or manifest with this digest; null when it was not read.</summary>
    public Answer<ManifestContent>? Index(string digest) => _indexes.GetValueOrDefault(digest);

    /// <summary>The refs of a repository; null when it was not asked.</summary>
    public Answer<GitRefList>? Refs(string repository) => _refs.GetValueOrDefault(repository);

    /// <summary>Asks everything, at most <paramref name="concurrency"/> at once. Problems become answers; only cancellation is thrown.</summary>
    public static async Task<Answers> AskAsync(
        Questions questions, Remotes remotes, bool readIndexes, int concurrency, IProgressReporter progress, CancellationToken cancellation)
    {
        var answers = new Answers();
        var work = questions.Images
            .Select(q => (q.Key, Ask: (Func<CancellationToken, Task>)(c => answers.AskImageAsync(q.Key, q.Value, remotes.Images, readIndexes, c))))
            .Concat(questions.Repositories.Select(r => (Key: r, Ask: (Func<CancellationToken, Task>)(c => answers.AskRefsAsync(r, remotes.Refs, c)))))
            .ToList();
        if (work.Count == 0)
        {
            return answers;
        }

        using var stage = progress.Stage("Looking up digests and commits", work.Count);
        await Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation },
            async (item, token) =>
            {
                await item.Ask(token);
                stage.Advance(item.Key);
            });
        return answers;
    }

    private async Task AskImageAsync(string key, ImageReference image, IImageSource source, bool readIndex, CancellationToken cancellation)
    {
        try
        {
            var resolved = await source.ResolveAsync(image, cancellation);
            _images[key] = new(resolved, Problem: null);
            if (readIndex)
            {
                _indexes[resolved.Digest.Text] = new(await source.GetManifestAsync(image, resolved.Digest, cancellation), Problem: null);
            }
        }
        catch (RegistryException problem)
        {
            _images[key] = new(Value: null, LookupProblem.From(problem));
        }
    }

    private async Task AskRefsAsync(string repository, ListRefs list, CancellationToken cancellation)
    {
        try
        {
            _refs[repository] = new(await list(repository, cancellation), Problem: null);
        }
        catch (GitServerException problem)
        {
            _refs[repository] = new(Value: null, LookupProblem.From(problem));
        }
    }
}

/// <summary>Lists the refs of <c>owner/repo</c>; throws <see cref="GitServerException"/>.</summary>
internal delegate Task<GitRefList> ListRefs(string repository, CancellationToken cancellation);

/// <summary>Where digests and commits are asked for.</summary>
/// <param name="Images">Registries and layouts.</param>
/// <param name="Refs">The Git server.</param>
internal sealed record Remotes(IImageSource Images, ListRefs Refs);
