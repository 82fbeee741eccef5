using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Oci;

namespace PipelineKit.Testing;

/// <summary>
/// The writing side of an <see cref="InMemoryRegistry"/>, strict: an upload exists once, bytes must have the digest they are put under, a manifest says its type and names only
/// what is there.
/// </summary>
public sealed class RegistryPushes
{
    private const int MaximumManifest = 4 << 20;

    private readonly InMemoryRegistry _registry;
    private readonly RegistryUploads _uploads;
    private readonly Lock _lock = new();

    internal RegistryPushes(InMemoryRegistry registry) => (_registry, _uploads) = (registry, new RegistryUploads(registry, this));

    /// <summary>What a beginning upload is told as its place, from the path of the upload; the path by default.</summary>
    public Func<string, string> Location { get; set; } = path => path;

    /// <summary>How many of the next finished uploads are kept but answered as if the connection broke: the upload is then unknown, the blob there.</summary>
    public int LostAnswers { get; set; }

    /// <summary>Whether blobs are mounted from other repositories; otherwise asking for it begins an upload.</summary>
    public bool Mounts { get; set; } = true;

    /// <summary>Of the next body sent to an upload, only so many bytes are kept and the answer is 503; null for all, as it should be.</summary>
    public int? KeptOfNext { get; set; }

    /// <summary>Whether an upload tells how far it has got.</summary>
    public bool TellsKept { get; set; } = true;

    /// <summary>The largest body of a blob that is taken, as a proxy before a registry has it; others are answered with 413.</summary>
    public int LargestBody { get; set; } = int.MaxValue;

    /// <summary>The smallest part that is taken, but for the last one, told as <c>OCI-Chunk-Min-Length</c>; 0 for any.</summary>
    public int SmallestPart { get; set; }

    /// <summary>Uploads that have begun and not ended.</summary>
    public int OpenUploads => _uploads.Count;

    /// <summary>Whether <c>OCI-Subject</c> is sent.</summary>
    public bool SaysSubject { get; set; } = true;

    /// <summary>Called before a tag is written: what somebody else writes between the reading and the writing of this writer.</summary>
    public Action? BeforeTag { get; set; }

    /// <summary>Called after a tag was written: what somebody else writes who had read it before.</summary>
    public Action? AfterTag { get; set; }

    internal LoopbackResponse? Answer(LoopbackRequest request, string[] segments)
    {
        var (repository, answer) = (request.Method, segments) switch
        {
            ("POST", ["", "v2", .. var name, "blobs", "uploads", ""]) when name.Length > 0 => (string.Join('/', name), (Func<string, LoopbackResponse>)(r => _uploads.Begin(request, r))),
            ("PUT", ["", "uploads", .. var name, var id]) when name.Length > 0 => (string.Join('/', name), r => _uploads.Finish(request, r, id)),
            ("PATCH", ["", "uploads", .. var name, var id]) when name.Length > 0 => (string.Join('/', name), r => _uploads.Append(request, r, id)),
            ("GET", ["", "uploads", .. var name, var id]) when name.Length > 0 => (string.Join('/', name), r => _uploads.Status(request, r, id)),
            ("DELETE", ["", "uploads", .. var name, var id]) when name.Length > 0 => (string.Join('/', name), r => _uploads.Cancel(request, r, id)),
            ("PUT", ["", "v2", .. var name, "manifests", var reference]) when name.Length > 0 => (string.Join('/', name), r => Manifest(request, r, reference)),
            _ => ("", null),
        };
        return answer is null ? null : _registry.Access.Refuse(request, _registry.Endpoint, repository) ?? answer(repository);
    }

    private LoopbackResponse Manifest(LoopbackRequest request, string repository, string reference)
    {
        var type = request.Header("Content-Type") ?? "";
        var manifest = SampleContent.Of(type, request.Body);
        if (request.Body.Length > MaximumManifest)
        {
            return RegistryAnswers.Error(413, "SIZE_INVALID", "manifest too large");
        }

        if (reference.Contains(':', StringComparison.Ordinal) && reference != manifest.Digest.Text)
        {
            return RegistryAnswers.Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }

        using var json = JsonDocument.Parse(request.Body);
        var root = json.RootElement;
        if ((root.TryGetProperty("mediaType", out var declared) && declared.GetString() != type) || !MediaTypes.Accepted.Contains(type, StringComparer.Ordinal))
        {
            return RegistryAnswers.Error(400, "MANIFEST_INVALID", "manifest is of another type");
        }

        if (Named(root).FirstOrDefault(d => !_registry.Has(repository, d)) is { } missing)
        {
            return RegistryAnswers.Error(400, "MANIFEST_BLOB_UNKNOWN", missing);
        }

        return reference.Contains(':', StringComparison.Ordinal) ? Put(repository, null, manifest, root) : PutTag(request, repository, reference, manifest, root);
    }

    private LoopbackResponse PutTag(LoopbackRequest request, string repository, string tag, SampleContent manifest, JsonElement root)
    {
        BeforeTag?.Invoke();
        lock (_lock)
        {
            if (_registry.HasEntityTags && request.Header("If-Match") is { } tagged && tagged != $"\"{_registry.Find(repository, tag)?.Digest}\"")
            {
                return RegistryAnswers.Error(412, "PRECONDITION_FAILED", "the tag has another entity tag");
            }

            var response = Put(repository, tag, manifest, root);
            AfterTag?.Invoke();
            return response;
        }
    }

    private LoopbackResponse Put(string repository, string? tag, SampleContent manifest, JsonElement root)
    {
        var isNew = !_registry.Has(repository, manifest.Digest.Text);
        _registry.AddManifest(repository, tag, manifest);
        var response = new LoopbackResponse { Status = 201 }.With("Location", $"/v2/{repository}/manifests/{manifest.Digest}").With("Docker-Content-Digest", manifest.Digest.Text);
        if (!_registry.HasReferrersApi || !root.TryGetProperty("subject", out var subject))
        {
            return response;
        }

        var about = subject.GetProperty("digest").GetString()!;
        if (isNew)
        {
            _registry.List(repository, about, Entry(manifest, root));
        }

        return SaysSubject ? response.With("OCI-Subject", about) : response;
    }

    private static JsonObject Entry(SampleContent manifest, JsonElement root)
    {
        var entry = manifest.Descriptor();
        entry["artifactType"] = root.TryGetProperty("artifactType", out var type) ? type.GetString() : root.GetProperty("config").GetProperty("mediaType").GetString();
        if (root.TryGetProperty("annotations", out var annotations))
        {
            entry["annotations"] = JsonObject.Create(annotations.Clone());
        }

        return entry;
    }

    private static IEnumerable<string> Named(JsonElement root) =>
        new[] { "layers", "manifests" }
            .SelectMany(n => root.TryGetProperty(n, out var list) ? list.EnumerateArray().ToList() : [])
            .Concat(root.TryGetProperty("config", out var config) ? [config] : [])
            .Select(d => d.GetProperty("digest").GetString()!);
}
