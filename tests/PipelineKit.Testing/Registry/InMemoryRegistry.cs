using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PipelineKit.Oci;

namespace PipelineKit.Testing;

/// <summary>
/// A registry over HTTP on loopback (OCI distribution 1.1), filled by C# or by clients that push, with the ways to let callers in and the faults that
/// real ones have. A path that is not of the protocol is answered with 500 and kept in <see cref="Unexpected"/>.
/// </summary>
public sealed class InMemoryRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, SampleContent> _contents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<Digest>> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonObject>> _referrers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RegistryFault> _faults = new();
    private readonly RegistryPushes _pushes;
    private readonly LoopbackHttpServer _server;

    /// <summary>Starts.</summary>
    public InMemoryRegistry()
    {
        _pushes = new RegistryPushes(this);
        _server = new LoopbackHttpServer(AnswerAsync)
        {
            Wants = request => request.Path.Split('/') is not ["", "uploads", .. var name, _] || Access.Refuse(request, Endpoint, string.Join('/', name)) is null,
        };
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => _server.Endpoint;

    /// <summary>How callers are let in; everyone by default.</summary>
    public RegistryAccess Access { get; } = new();

    /// <summary>What was asked.</summary>
    public RegistryLog Log { get; } = new();

    /// <summary>Added to every answer, as a network would.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Whether there is a referrers API; without it, the fallback tag answers.</summary>
    public bool HasReferrersApi { get; set; } = true;

    /// <summary>Whether tags have entity tags, and <c>If-Match</c> is looked at.</summary>
    public bool HasEntityTags { get; set; }

    /// <summary>Whether tags can be deleted; docker-registry deletes by digest only.</summary>
    public bool DeletesTags { get; set; }

    /// <summary>Whether parts of blobs are given to who asks for them.</summary>
    public bool HasRanges { get; set; } = true;

    /// <summary>How uploads go.</summary>
    public RegistryPushes Pushes => _pushes;

    /// <summary>The most entries of one page of tags or referrers.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Whether a name or tag nobody added is made up on the first request, always with the same content.</summary>
    public bool KnowsEveryName { get; set; }

    /// <summary>What was asked outside of the protocol; tests assert that it is empty.</summary>
    public IReadOnlyCollection<Exception> Unexpected => _server.Failures;

    /// <summary>Adds an image: one manifest when no platform is named, else an index over them. Returns the digest of the tag.</summary>
    public Digest AddImage(string repository, string tag, params string[] platforms) =>
        Add(repository, tag, SampleImage.Build(repository + ":" + tag, platforms));

    /// <summary>Adds an image under a tag; returns its digest.</summary>
    public Digest Add(string repository, string tag, SampleImage image)
    {
        foreach (var content in image.Blobs.Concat(image.Children))
        {
            AddContent(repository, content);
        }

        return AddManifest(repository, tag, image.Root);
    }

    /// <summary>Adds any bytes as a manifest, under a tag if one is given.</summary>
    public Digest AddManifest(string repository, string? tag, SampleContent manifest)
    {
        AddContent(repository, manifest);
        if (tag is not null)
        {
            _tags[$"{repository}:{tag}"] = () => manifest.Digest;
        }

        return manifest.Digest;
    }

    /// <summary>Adds a manifest or blob, to be asked for by its digest.</summary>
    public void AddContent(string repository, SampleContent content) => _contents[$"{repository}@{content.Digest}"] = content;

    /// <summary>Gives something that is there a tag.</summary>
    public void AddTag(string repository, string tag, Digest digest) => _tags[$"{repository}:{tag}"] = () => digest;

    /// <summary>A descriptor of something that is there.</summary>
    public JsonObject Descriptor(string repository, Digest digest) => _contents[$"{repository}@{digest}"].Descriptor();

    /// <summary>The bytes of what a tag or digest means.</summary>
    public byte[] Read(string repository, string reference) => Find(repository, reference)!.Bytes;

    /// <summary>Makes a tag mean the next of these images with every request, round and round; returns their digests.</summary>
    public IReadOnlyList<Digest> AddMovingTag(string repository, string tag, int images)
    {
        var digests = Enumerable.Range(0, images).Select(i => Add(repository, tag, SampleImage.Build($"{repository}:{tag} number {i}"))).ToList();
        var requests = -1;
        _tags[$"{repository}:{tag}"] = () => digests[Interlocked.Increment(ref requests) % images];
        return digests;
    }

    /// <summary>Adds an artifact manifest that refers to the subject; returns its digest.</summary>
    public Digest AddReferrer(string repository, Digest subject, string artifactType, string text)
    {
        var payload = SampleContent.Of("text/plain", System.Text.Encoding.UTF8.GetBytes(text));
        var manifest = SampleContent.Of(MediaTypes.OciManifest, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["artifactType"] = artifactType,
            ["config"] = SampleContent.Of("application/vnd.oci.empty.v1+json", "{}"u8.ToArray()).Descriptor(),
            ["layers"] = new JsonArray(payload.Descriptor()),
            ["subject"] = _contents[$"{repository}@{subject}"].Descriptor(),
        });
        AddContent(repository, payload);
        AddContent(repository, manifest);
        var entry = manifest.Descriptor();
        entry["artifactType"] = artifactType;
        _referrers.GetOrAdd($"{repository}@{subject}", _ => new()).Enqueue(entry);
        return manifest.Digest;
    }

    /// <summary>From now on, answers go wrong in this way.</summary>
    public void Break(RegistryFault fault) => _faults.Enqueue(fault);

    /// <summary>From now on, all is well.</summary>
    public void Repair() => _faults.Clear();

    /// <inheritdoc />
    public void Dispose() => _server.Dispose();

    internal async Task<LoopbackResponse> AnswerAsync(LoopbackRequest request, CancellationToken cancellation)
    {
        Log.Add(request);
        if (Latency > TimeSpan.Zero)
        {
            // The distance a test asked for; none by default.
            await Task.Delay(Latency, cancellation);
        }

        var response = request.Path == "/token" ? Access.Token(request) : Route(request);
        foreach (var fault in _faults)
        {
            fault.Apply(request, response);
        }

        return response;
    }

    private LoopbackResponse Route(LoopbackRequest request)
    {
        var segments = request.Path.Split('/');
        if (request.Method == "DELETE" && segments is ["", "v2", .. var owner, "manifests", var tag])
        {
            return DeletesTags && _tags.TryRemove($"{string.Join('/', owner)}:{tag}", out _) ? LoopbackResponse.Of(202, "text/plain", "") : RegistryAnswers.Error(400, "UNSUPPORTED", "tags are not deleted");
        }

        if (request.Method is "POST" or "PUT" or "PATCH" or "DELETE" || segments is ["", "uploads", ..])
        {
            return _pushes.Answer(request, segments) ?? throw Unknown(request);
        }

        if (segments is ["", "v2", .. var name, var kind, var last] && name.Length > 0 && request.Method is "GET" or "HEAD")
        {
            var repository = string.Join('/', name);
            return Access.Refuse(request, Endpoint, repository) ?? (kind, last) switch
            {
                ("manifests", _) => Manifest(repository, last),
                ("blobs", _) => Find(repository, last) is { } blob ? RegistryAnswers.Blob(blob, HasRanges ? request.Header("Range") : null) : RegistryAnswers.Error(404, "BLOB_UNKNOWN", "blob unknown to registry"),
                ("tags", "list") => Tags(request, repository),
                ("referrers", _) when HasReferrersApi => RegistryAnswers.Referrers(request, Referrers(repository, last), PageSize),
                ("referrers", _) => LoopbackResponse.Of(404, "text/plain", "404 page not found"),
                _ => throw Unknown(request),
            };
        }

        throw Unknown(request);
    }

    private LoopbackResponse Manifest(string repository, string reference) =>
        Find(repository, reference) is { } content
            ? HasEntityTags ? RegistryAnswers.Content(content).With("ETag", $"\"{content.Digest}\"") : RegistryAnswers.Content(content)
            : RegistryAnswers.Error(404, "MANIFEST_UNKNOWN", $"manifest unknown: {reference}");

    /// <summary>Whether somebody put this tag or digest there.</summary>
    public bool Has(string repository, string reference) => _contents.ContainsKey($"{repository}@{reference}") || _tags.ContainsKey($"{repository}:{reference}");

    /// <summary>Lists something as referring to a subject.</summary>
    public void List(string repository, string subject, JsonObject entry) => _referrers.GetOrAdd($"{repository}@{subject}", _ => new()).Enqueue(entry);

    internal SampleContent? Find(string repository, string reference)
    {
        if (Digest.TryParse(reference, out var digest))
        {
            return _contents.GetValueOrDefault($"{repository}@{digest}");
        }

        if (_tags.TryGetValue($"{repository}:{reference}", out var current))
        {
            return _contents[$"{repository}@{current()}"];
        }

        if (!HasReferrersApi && reference.StartsWith("sha256-", StringComparison.Ordinal))
        {
            return Referrers(repository, reference.Replace('-', ':')) is { Count: > 0 } entries
                ? SampleContent.Of(MediaTypes.OciIndex, RegistryAnswers.Index(entries))
                : null;
        }

        return KnowsEveryName ? _contents[$"{repository}@{AddImage(repository, reference, "linux/amd64", "linux/arm64")}"] : null;
    }

    private LoopbackResponse Tags(LoopbackRequest request, string repository)
    {
        var tags = _tags.Keys.Where(k => k.StartsWith(repository + ":", StringComparison.Ordinal)).Select(k => k[(repository.Length + 1)..]).ToList();
        return tags.Count > 0
            ? RegistryAnswers.Tags(request, repository, tags, PageSize)
            : RegistryAnswers.Error(404, "NAME_UNKNOWN", "repository name not known to registry");
    }

    private List<JsonObject> Referrers(string repository, string subject) =>
        [.. _referrers.GetValueOrDefault($"{repository}@{subject}") ?? []];

    private static InvalidOperationException Unknown(LoopbackRequest request) =>
        new($"the in-memory registry was not told how to answer {request.Method} {request.Target}");
}
