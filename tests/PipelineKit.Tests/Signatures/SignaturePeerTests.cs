using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Signatures;

/// <summary>
/// Against the real docker-registry, which has no referrers API, lets the last writer win, and answers 500 when a tag is read in the moment it is written; with the programs others use.
/// </summary>
public sealed class SignaturePeerTests : IDisposable
{
    private const SignatureFormats Both = SignatureFormats.Bundle | SignatureFormats.Legacy;
    private static readonly RegistryCredential Writer = new("writer", "s3cret");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Eight_signers_at_once_lose_nothing_in_any_form()
    {
        using var registry = await StartAsync();
        var worlds = Enumerable.Range(0, 8).Select(_ => World(registry)).ToList();

        await Task.WhenAll(worlds.Select(async (world, i) =>
        {
            await world.AttachAsync(Statement($"note {i}"), Both);
            await world.AttachSimpleAsync($"signature {i}");
        }));

        var listing = await worlds[0].ListAsync();
        Assert.Empty(listing.Unreadable);
        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(i => new[] { $"Bundle signaturenote {i}", $"Legacy signaturenote {i}", $"Legacy signature {i}" }).Order(StringComparer.Ordinal),
            listing.Signatures.Select(s => $"{s.Format} {Encoding.UTF8.GetString(s.Bundle.Content.SignatureBytes.Span)}").Order(StringComparer.Ordinal));
        worlds.ForEach(w => w.Dispose());
    }

    [SkippableFact]
    public async Task Skopeo_copies_the_image_and_its_signatures_into_a_layout_where_they_are_read()
    {
        var skopeo = Peer.Program("skopeo");
        using var registry = await StartAsync();
        using var world = World(registry);
        await world.AttachAsync(Statement("copied"), Both);
        await world.AttachSimpleAsync("copied too");
        var tag = $"sha256-{SignatureWorld.Subject.Digest.Hex}";

        foreach (var name in new[] { "1", tag, tag + ".sig", tag + ".att" })
        {
            var copied = await new Child(skopeo, "--insecure-policy", "copy", "--all", "--src-tls-verify=false", "--src-creds", "writer:s3cret", $"docker://{registry.Endpoint}/a/b:{name}", $"oci:{_folder.Path}:{name}").RunAsync();
            Assert.True(copied.ExitCode == 0, $"{name}: {copied.Errors}");
        }

        var listing = await new SignatureStore(new OciLayout(_folder.Path), TimeProvider.System).ListAsync(world.Repository, SignatureWorld.Subject.Digest, CancellationToken.None);
        Assert.Empty(listing.Unreadable);
        var original = await world.ListAsync();
        Assert.Equal(original.Signatures.Select(s => (s.Format, s.Manifest, s.Blob)), listing.Signatures.Select(s => (s.Format, s.Manifest, s.Blob)));
        Assert.Equal(3, listing.Signatures.Count);
    }

    [SkippableFact]
    public async Task What_sigstore_js_attaches_is_read_and_is_laid_out_as_ours()
    {
        Peer.NodeModule("@sigstore/oci/package.json");
        using var registry = await StartAsync();
        using var world = World(registry);
        var ours = await world.AttachAsync(Statement("ours"));
        var theirs = await AttachWithPeerAsync(registry, Statement("theirs"));

        var listing = await world.ListAsync();

        Assert.Empty(listing.Unreadable);
        Assert.Equal([ours.Manifests[0], theirs], listing.Signatures.Select(s => s.Manifest));
        Assert.Equal(new[] { Statement("ours").ToJson(), Statement("theirs").ToJson() }, listing.Signatures.Select(s => s.Bundle.ToJson()));
        Assert.Equal(await ShapeAsync(world, ours.Manifests[0]), await ShapeAsync(world, theirs));
        var index = JsonNode.Parse((await world.Images.FindTagAsync(world.Repository, $"sha256-{SignatureWorld.Subject.Digest.Hex}", CancellationToken.None))!.Bytes.Span)!;
        Assert.Equal(Sorted(Blurred(index["manifests"]![0]!)), Sorted(Blurred(index["manifests"]![1]!)));
    }

    [SkippableFact]
    public async Task What_sigstore_js_attached_first_is_kept()
    {
        Peer.NodeModule("@sigstore/oci/package.json");
        using var registry = await StartAsync();
        using var world = World(registry);
        var theirs = await AttachWithPeerAsync(registry, Statement("theirs"));

        var again = await world.AttachAsync(Statement("theirs"));
        await world.AttachAsync(Statement("ours"));

        Assert.Equal((theirs, false), (again.Manifests[0], again.Changed));
        Assert.Equal(2, (await world.ListAsync()).Signatures.Count);
    }

    private static SigstoreBundle Statement(string note) => SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Keyless(), note: note);

    private static SignatureWorld World(DockerRegistry registry) => new(registry.Endpoint, Writer, TimeProvider.System);

    private static async Task<DockerRegistry> StartAsync()
    {
        var registry = await DockerRegistry.StartAsync((Writer.Username, Writer.Secret));
        await registry.PushAsync("a/b", "1", SignatureWorld.Image);
        return registry;
    }

    private async Task<Digest> AttachWithPeerAsync(DockerRegistry registry, SigstoreBundle bundle)
    {
        var settings = _folder.Write("attach.json", new JsonObject
        {
            ["image"] = $"{registry.Endpoint}/a/b",
            ["digest"] = SignatureWorld.Subject.Digest.Text,
            ["bundle"] = _folder.Write("bundle.json", bundle.ToJson()),
            ["mediaType"] = SigstoreBundle.MediaType,
            ["annotations"] = new JsonObject { ["dev.sigstore.bundle.content"] = "dsse-envelope", ["dev.sigstore.bundle.predicateType"] = "https://example.com/note" },
            ["username"] = Writer.Username,
            ["password"] = Writer.Secret,
        }.ToJsonString());
        var attached = await new Child(Peer.Program("node"), Path.Combine(Peer.RepositoryRoot, "tests", "peers", "attach.js"), settings).RunAsync();
        Assert.True(attached.ExitCode == 0, attached.Errors);
        return Digest.Parse((string)JsonNode.Parse(attached.Output)!["digest"]!);
    }

    private static async Task<string> ShapeAsync(SignatureWorld world, Digest manifest)
    {
        var json = JsonNode.Parse((await world.Images.GetManifestAsync(world.Repository, manifest, CancellationToken.None)).Bytes.Span)!;
        Blurred(json["layers"]![0]!);
        return Sorted(Blurred(json));
    }

    /// <summary>Without what differs from one bundle to the next: its digest and size, and the time.</summary>
    private static JsonObject Blurred(JsonNode node)
    {
        var json = node.AsObject();
        json.Remove("digest");
        json.Remove("size");
        if (json["annotations"] is JsonObject annotations)
        {
            annotations["org.opencontainers.image.created"] = "a time";
        }

        return json;
    }

    /// <summary>With the properties in order, which JSON does not have.</summary>
    private static string Sorted(JsonNode node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{(p.Value is null ? "null" : Sorted(p.Value))}")) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(i => Sorted(i!))) + "]",
        _ => node.ToJsonString(),
    };
}
