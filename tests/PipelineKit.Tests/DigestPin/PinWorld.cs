using System.Collections.Concurrent;
using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.DigestPin;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Tests.DigestPin;

/// <summary>A folder with files, and remotes that know what they were told and throw on everything else.</summary>
internal sealed class PinWorld : IDisposable
{
    private readonly Dictionary<string, Func<ResolvedImage>> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ManifestContent> _manifests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<GitRefList>> _refs = new(StringComparer.Ordinal);

    public TempFolder Folder { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static string DigestOf(int number) => "sha256:" + number.ToString("x64", CultureInfo.InvariantCulture);

    public static string CommitOf(int number) => number.ToString("x40", CultureInfo.InvariantCulture);

    /// <summary>Tells a registry what a canonical reference means; the digest is then known too.</summary>
    public PinWorld Image(string canonical, int digest, string mediaType = MediaTypes.OciIndex)
    {
        var resolved = new ResolvedImage(Digest.Parse(DigestOf(digest)), mediaType, 100);
        _images[canonical] = () => resolved;
        _images[NameOf(canonical) + "@" + resolved.Digest] = () => resolved;
        return this;
    }

    /// <summary>Tells a registry that a canonical reference is this index or image, and has its manifest.</summary>
    public PinWorld Index(string canonical, SampleImage image)
    {
        var content = ManifestParser.Parse(image.Root.Bytes, image.Root.MediaType, canonical);
        var resolved = new ResolvedImage(content.Digest, content.MediaType, content.Bytes.Length);
        _manifests[content.Digest.Text] = content;
        _images[canonical] = () => resolved;
        _images[NameOf(canonical) + "@" + resolved.Digest] = () => resolved;
        return this;
    }

    /// <summary>Has something done when a reference is asked for, such as what somebody else does to the folder meanwhile.</summary>
    public PinWorld Meanwhile(string canonical, Action act)
    {
        var answer = _images[canonical];
        _images[canonical] = () =>
        {
            act();
            return answer();
        };
        return this;
    }

    public PinWorld Refuse(string canonical, RegistryProblem problem, string message = "the registry says no")
    {
        _images[canonical] = () => throw new RegistryException(problem, canonical, message);
        return this;
    }

    public PinWorld Mismatch(string canonical)
    {
        _images[canonical] = () => throw new DigestMismatchException(Digest.Parse(DigestOf(1)), Digest.Parse(DigestOf(2)), canonical);
        return this;
    }

    public PinWorld Refs(string repository, params (string Name, int Commit)[] refs)
    {
        var list = new GitRefList(repository, refs.Select(r => new GitRef(r.Name, CommitOf(r.Commit))).ToArray());
        _refs[repository] = () => list;
        return this;
    }

    public PinWorld RefuseRefs(string repository)
    {
        _refs[repository] = () => throw new GitServerException(FailureCodes.RemoteRefused, repository, "private or missing; give a token");
        return this;
    }

    /// <summary>Tells the remotes about every reference of the folder: a digest or commit made from its name.</summary>
    public async Task KnowEverythingAsync()
    {
        var context = Context(("mode", "check"), ("offline", "true"), ("image-rules", RoundTripTests.FixtureRules));
        var found = await DigestPinHandler.RunAsync(DigestPinOptions.Parse(context), context, new Remotes(new Images(this), ListRefs), CancellationToken.None);
        foreach (var reference in found.Decisions.Select(d => d.Reference))
        {
            if (reference.Image is { } image)
            {
                Know(image);
            }
        }

        foreach (var repository in found.Decisions.Select(d => d.Reference.Uses).OfType<UsesReference>().GroupBy(u => u.Repository, StringComparer.Ordinal))
        {
            var refs = repository.SelectMany(u => new[] { u.Commit is null ? u.Ref : u.Comment }).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(r => new GitRef(r is "main" or "master" ? "refs/heads/" + r : "refs/tags/" + r, Hex($"{repository.Key}@{r}", 40)));
            var list = new GitRefList(repository.Key, refs.ToArray());
            _refs[repository.Key] = () => list;
        }
    }

    public PinWorld Write(string path, string content)
    {
        Folder.Write(path, content);
        return this;
    }

    public Task<DigestPinResult> RunAsync(PinMode mode, params (string Input, string Value)[] inputs) =>
        RunAsync([("mode", mode.ToString().ToLowerInvariant()), .. inputs]);

    public async Task<DigestPinResult> RunAsync((string Input, string Value)[] inputs)
    {
        Asked.Clear();
        var context = Context(inputs);
        return await DigestPinHandler.RunAsync(DigestPinOptions.Parse(context), context, new Remotes(new Images(this), ListRefs), CancellationToken.None);
    }

    public CommandContext Context(params (string Input, string Value)[] inputs) =>
        new()
        {
            Inputs = new InputReader([new Given(inputs)], _ => { }),
            Ci = new CiContext { Workspace = Folder.Path },
            Environment = new HostEnvironment(),
            WorkingDirectory = Folder.Path,
            Time = new Clock(this),
            Progress = new Silence(),
            Mask = _ => { },
        };

    public void Dispose() => Folder.Dispose();

    private void Know(ImageReference image)
    {
        var byTag = Questions.WithoutDigest(image).Canonical;
        var resolved = new ResolvedImage(Digest.Parse("sha256:" + Hex(byTag, 64)), MediaTypes.OciIndex, 100);
        _images[byTag] = () => resolved;
        _images[$"{image.Registry}/{image.Repository}@{resolved.Digest}"] = () => resolved;
        if (image.Digest is not null)
        {
            _images[Questions.OnlyDigest(image).Canonical] = () => new ResolvedImage(image.Digest, MediaTypes.OciIndex, 100);
        }
    }

    private static string Hex(string text, int length) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..length];

    private static string NameOf(string canonical)
    {
        var at = canonical.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? canonical : canonical[..at];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    private Task<GitRefList> ListRefs(string repository, CancellationToken cancellation)
    {
        Asked.Enqueue(repository);
        return _refs.TryGetValue(repository, out var answer)
            ? Task.FromResult(answer())
            : throw new InvalidOperationException($"nobody told about the refs of {repository}");
    }

    private sealed class Images(PinWorld world) : IImageSource
    {
        public Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellation)
        {
            world.Asked.Enqueue(reference.Canonical);
            return world._images.TryGetValue(reference.Canonical, out var answer)
                ? Task.FromResult(answer())
                : throw new InvalidOperationException($"nobody told about {reference.Canonical}");
        }

        public Task<ManifestContent> GetManifestAsync(ImageReference repository, Digest digest, CancellationToken cancellation) =>
            world._manifests.TryGetValue(digest.Text, out var content)
                ? Task.FromResult(content)
                : throw new InvalidOperationException($"nobody told about the manifest {digest}");

        public Task<Stream> OpenBlobAsync(ImageReference repository, Descriptor blob, CancellationToken cancellation) =>
            throw new InvalidOperationException("a blob is read");

        public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(
            ImageReference repository, Digest subject, string? artifactType, CancellationToken cancellation) =>
            throw new InvalidOperationException("referrers are listed");

        public IAsyncEnumerable<string> ListTagsAsync(ImageReference repository, CancellationToken cancellation) =>
            throw new InvalidOperationException("tags are listed");
    }

    private sealed class Given((string Input, string Value)[] values) : IInputSource
    {
        public InputValue? Find(Input input)
        {
            var value = values.Where(v => v.Input == input.Name).Select(v => v.Value).FirstOrDefault();
            return value is null ? null : new InputValue(value, "--" + input.Name, SourcePlace.OfInput(input.Name));
        }
    }

    private sealed class Clock(PinWorld world) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => world.Now;
    }

    private sealed class Silence : IProgressReporter, IProgressStage
    {
        public IProgressStage Stage(string title, int? total = null) => this;

        public void Detail(string text)
        {
        }

        public void Advance(string item)
        {
        }

        public void Dispose()
        {
        }
    }
}
