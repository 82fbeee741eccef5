using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Signatures;

/// <summary>The manifests that are written, byte for byte.</summary>
public sealed class SignatureShapeTests
{
    [Fact]
    public async Task A_bundle_is_an_artifact_as_cosign_and_GitHub_write_it()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        var bundle = SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key());
        var attached = await world.AttachAsync(bundle);

        var manifest = await world.Images.GetManifestAsync(world.Repository, attached.Manifests[0], CancellationToken.None);

        var subject = SignatureWorld.Subject;
        var blob = bundle.ToJson();
        Assert.Equal(
            $$$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.dev.sigstore.bundle.v0.3+json",
            "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},
            "layers":[{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","digest":"{{{Digest.Sha256(blob)}}}","size":{{{blob.Length}}}}],
            "subject":{"mediaType":"{{{subject.MediaType}}}","digest":"{{{subject.Digest}}}","size":{{{subject.Size}}}},
            "annotations":{"org.opencontainers.image.created":"2030-01-02T03:04:05Z","dev.sigstore.bundle.content":"dsse-envelope","dev.sigstore.bundle.predicateType":"https://example.com/note"}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(manifest.Bytes.Span));
        Assert.Equal(blob, await world.ReadAsync(manifest.Layers[0]));
    }

    [Fact]
    public async Task A_message_signature_has_no_predicate_type()
    {
        using var world = await SignatureWorld.WithImageAsync("layout");
        var attached = await world.AttachAsync(SampleBundles.Message(SignatureWorld.Image.Root.Bytes, SampleBundles.Key()));

        var manifest = await world.Images.GetManifestAsync(world.Repository, attached.Manifests[0], CancellationToken.None);

        Assert.Equal("message-signature", manifest.Annotations["dev.sigstore.bundle.content"]);
        Assert.Equal(2, manifest.Annotations.Count);
    }

    [Fact]
    public async Task The_entry_of_the_fallback_tag_has_the_type_and_all_annotations()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        var attached = await world.AttachAsync(SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key()));

        var index = (await world.Images.FindTagAsync(world.Repository, $"sha256-{SignatureWorld.Subject.Digest.Hex}", CancellationToken.None))!;
        var manifest = await world.Images.GetManifestAsync(world.Repository, attached.Manifests[0], CancellationToken.None);

        var entry = Assert.Single(index.Manifests);
        Assert.Equal((MediaTypes.OciIndex, manifest.Digest, (long)manifest.Bytes.Length, manifest.ArtifactType), (index.MediaType, entry.Digest, entry.Size, entry.ArtifactType));
        Assert.Equal(manifest.Annotations, entry.Annotations);
    }

    [Fact]
    public async Task Older_signatures_are_layers_of_an_image_as_cosign_writes_it()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        await world.AttachSimpleAsync("first", SampleBundles.Keyless(withChain: true));
        await world.AttachSimpleAsync("second");

        var manifest = (await world.Images.FindTagAsync(world.Repository, $"sha256-{SignatureWorld.Subject.Digest.Hex}.sig", CancellationToken.None))!;

        var payload = Digest.Sha256(SimpleSigning.Payload(world.Repository, SignatureWorld.Subject.Digest, new Dictionary<string, string>(StringComparer.Ordinal)));
        Assert.Equal("application/vnd.oci.image.config.v1+json", manifest.Config!.MediaType);
        Assert.Equal(
            $$$"""
            {"architecture":"","created":"0001-01-01T00:00:00Z","history":[{"created":"0001-01-01T00:00:00Z"},{"created":"0001-01-01T00:00:00Z"}],"os":"",
            "rootfs":{"type":"layers","diff_ids":["{{{payload}}}","{{{payload}}}"]},"config":{}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(await world.ReadAsync(manifest.Config)));
        Assert.All(manifest.Layers, l => Assert.Equal(("application/vnd.dev.cosign.simplesigning.v1+json", payload), (l.MediaType, l.Digest)));
        var annotations = manifest.Layers[0].Annotations;
        Assert.Equal(["dev.cosignproject.cosign/signature", "dev.sigstore.cosign/bundle", "dev.sigstore.cosign/certificate", "dev.sigstore.cosign/chain", "dev.sigstore.cosign/rfc3161timestamp"], annotations.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Convert.ToBase64String("first"u8), annotations["dev.cosignproject.cosign/signature"]);
        Assert.Equal("""{"SignedRFC3161Timestamp":"MAMCAQA="}""", annotations["dev.sigstore.cosign/rfc3161timestamp"]);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", annotations["dev.sigstore.cosign/certificate"], StringComparison.Ordinal);
        Assert.EndsWith("-----END CERTIFICATE-----\n", annotations["dev.sigstore.cosign/chain"], StringComparison.Ordinal);
        Assert.Equal(
            $$$"""
            {"SignedEntryTimestamp":"AQID","Payload":{"body":"eyJhcGlWZXJzaW9uIjoiMC4wLjEiLCJraW5kIjoiaGFzaGVkcmVrb3JkIiwic3BlYyI6e319",
            "integratedTime":1900000000,"logIndex":123456789,"logID":"{{{Digest.Sha256("the log"u8).Hex}}}"}}
            """.ReplaceLineEndings(""),
            annotations["dev.sigstore.cosign/bundle"]);
        Assert.Equal(["dev.cosignproject.cosign/signature"], manifest.Layers[1].Annotations.Keys);
    }

    [Fact]
    public async Task An_older_attestation_says_its_predicate_type_and_has_an_empty_signature_annotation()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        await world.AttachAsync(SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key()), SignatureFormats.Legacy);

        var manifest = (await world.Images.FindTagAsync(world.Repository, $"sha256-{SignatureWorld.Subject.Digest.Hex}.att", CancellationToken.None))!;

        var layer = Assert.Single(manifest.Layers);
        Assert.Equal("application/vnd.dsse.envelope.v1+json", layer.MediaType);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["dev.cosignproject.cosign/signature"] = "", ["predicateType"] = "https://example.com/note" },
            layer.Annotations.ToDictionary(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_others_wrote_beside_older_signatures_is_kept()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        await world.AttachSimpleAsync("first");
        var tag = $"sha256-{SignatureWorld.Subject.Digest.Hex}.sig";
        var theirs = JsonNode.Parse(world.Registry.Read("a/b", tag))!.AsObject();
        theirs["annotations"] = new JsonObject { ["theirs"] = "kept" };
        theirs["layers"]![0]!["annotations"]!["also theirs"] = "kept too";
        world.Registry.AddManifest("a/b", tag, SampleContent.Of(MediaTypes.OciManifest, theirs));

        await world.AttachSimpleAsync("second");

        var manifest = (await world.Images.FindTagAsync(world.Repository, tag, CancellationToken.None))!;
        Assert.Equal(("kept", "kept too", 2), (manifest.Annotations["theirs"], manifest.Layers[0].Annotations["also theirs"], manifest.Layers.Count));
    }

    [Fact]
    public async Task A_tag_of_signatures_that_is_something_else_is_left_alone()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        world.Registry.AddImage("a/b", $"sha256-{SignatureWorld.Subject.Digest.Hex}.sig", "linux/amd64", "linux/arm64");

        var error = await Assert.ThrowsAsync<RegistryException>(() => world.AttachSimpleAsync());

        Assert.Contains("should hold signatures", error.Message, StringComparison.Ordinal);
    }
}
