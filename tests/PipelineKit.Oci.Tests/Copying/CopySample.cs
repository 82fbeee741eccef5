using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>
/// An image with everything that can belong to one: two platforms, BuildKit's attestation about one of them, a signature of the index, a bill of materials of a platform that is
/// signed itself, and a signature under cosign's tag.
/// </summary>
internal sealed class CopySample
{
    internal const string Signature = "application/vnd.dev.sigstore.bundle.v0.3+json";
    internal const string Sbom = "application/vnd.cyclonedx+json";
    internal static readonly SampleContent Empty = SampleContent.Of("application/vnd.oci.empty.v1+json", "{}"u8.ToArray());

    private readonly List<SampleContent> _blobs = [];

    internal CopySample(string seed = "app")
    {
        var image = SampleImage.Build(seed, "linux/amd64", "linux/arm64/v8");
        _blobs.AddRange(image.Blobs);
        Platforms = image.Children;
        Attestation = Manifest(seed + " was built", subject: null, artifactType: null);
        var index = JsonNode.Parse(image.Root.Bytes)!.AsObject();
        var about = Attestation.Descriptor();
        about["platform"] = new JsonObject { ["architecture"] = "unknown", ["os"] = "unknown" };
        about["annotations"] = new JsonObject { ["vnd.docker.reference.digest"] = Platforms[0].Digest.Text, ["vnd.docker.reference.type"] = "attestation-manifest" };
        index["manifests"]!.AsArray().Add(about);
        Root = SampleContent.Of(MediaTypes.OciIndex, index);
        Referrers = [Manifest(seed + " is signed", Root, Signature), Manifest(seed + " consists of", Platforms[0], Sbom)];
        Referrers = [.. Referrers, Manifest(seed + " really consists of", Referrers[1], Signature)];
        Cosign = Layers(CosignLayer(seed));
    }

    internal SampleContent Root { get; }

    internal IReadOnlyList<SampleContent> Platforms { get; }

    internal SampleContent Attestation { get; }

    /// <summary>Of the index; of the first platform; of the one before.</summary>
    internal IReadOnlyList<SampleContent> Referrers { get; }

    internal SampleContent Cosign { get; }

    internal string CosignTag => $"sha256-{Root.Digest.Hex}.sig";

    /// <summary>Every manifest.</summary>
    internal IEnumerable<Digest> Manifests => Platforms.Concat(Referrers).Append(Attestation).Append(Root).Append(Cosign).Select(c => c.Digest);

    /// <summary>Every blob.</summary>
    internal IEnumerable<Digest> Blobs => _blobs.Select(b => b.Digest).Distinct();

    /// <summary>Puts all of it there, as those would who build and sign.</summary>
    internal async Task PutAsync(ImagePlace place, string tag = "1")
    {
        foreach (var blob in _blobs)
        {
            await place.Store.PutBlobAsync(place.Repository, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        foreach (var manifest in Platforms.Append(Attestation))
        {
            await PutAsync(place, manifest, tag: null);
        }

        await PutAsync(place, Root, tag);
        await Task.WhenAll(Referrers.Select(r => place.Store.AttachAsync(place.Repository, Parse(r), CancellationToken.None)).Append(PutAsync(place, Cosign, CosignTag)));
    }

    /// <summary>Adds something about a manifest, blobs and all.</summary>
    internal async Task<Digest> AttachAsync(ImagePlace place, SampleContent subject, string text)
    {
        var manifest = Manifest(text, subject, Signature);
        foreach (var blob in _blobs[^2..])
        {
            await place.Store.PutBlobAsync(place.Repository, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        return (await place.Store.AttachAsync(place.Repository, Parse(manifest), CancellationToken.None)).Digest;
    }

    /// <summary>Puts another manifest of signatures under cosign's tag.</summary>
    internal async Task PutCosignAsync(ImagePlace place, params string[] signatures)
    {
        foreach (var blob in signatures.Select(CosignLayer).Append(Empty))
        {
            await place.Store.PutBlobAsync(place.Repository, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        await PutAsync(place, Layers([.. signatures.Select(CosignLayer)]), CosignTag);
    }

    internal static SampleContent CosignLayer(string seed) => SampleContent.Of("application/vnd.dev.cosign.simplesigning.v1+json", Encoding.UTF8.GetBytes(seed));

    internal static ManifestContent Parse(SampleContent content) => ManifestParser.Parse(content.Bytes, content.MediaType, "test");

    private static Task<Descriptor> PutAsync(ImagePlace place, SampleContent manifest, string? tag) =>
        place.Store.PutManifestAsync(place.Repository, Parse(manifest), tag, CancellationToken.None);

    private SampleContent Manifest(string text, SampleContent? subject, string? artifactType)
    {
        var payload = SampleContent.Of("text/plain", Encoding.UTF8.GetBytes(text));
        _blobs.AddRange([Empty, payload]);
        return Artifact(payload, subject, artifactType);
    }

    private SampleContent Layers(params SampleContent[] layers)
    {
        _blobs.AddRange(layers);
        return SampleContent.Of(MediaTypes.OciManifest, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = Empty.Descriptor(),
            ["layers"] = new JsonArray([.. layers.Select(Signed)]),
        });
    }

    private static JsonNode Signed(SampleContent layer)
    {
        var descriptor = layer.Descriptor();
        descriptor["annotations"] = new JsonObject { ["dev.cosignproject.cosign/signature"] = "over " + Encoding.UTF8.GetString(layer.Bytes) };
        return descriptor;
    }

    internal static SampleContent Artifact(SampleContent payload, SampleContent? subject, string? artifactType)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = Empty.Descriptor(),
            ["layers"] = new JsonArray(payload.Descriptor()),
            ["annotations"] = new JsonObject { ["note"] = "kept" },
        };
        if (artifactType is not null)
        {
            manifest["artifactType"] = artifactType;
        }

        if (subject is not null)
        {
            manifest["subject"] = subject.Descriptor();
        }

        return SampleContent.Of(MediaTypes.OciManifest, manifest);
    }
}
