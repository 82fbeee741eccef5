using System.Text;
using Xunit;

namespace PipelineKit.Oci.Tests.Manifests;

public sealed class ManifestParserTests
{
    private const string D1 = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Config = $$"""{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{D1}}","size":7}""";
    private const string Image = $$"""{"schemaVersion":2,"config":{{Config}},"layers":[{{Config}}]}""";
    private const string Index = $$"""{"schemaVersion":2,"manifests":[{{Config}}]}""";

    [Fact]
    public void A_manifest_is_read_with_everything_it_says()
    {
        var manifest = Parse(
            $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","artifactType":"text/x","config":{{Config}},"layers":[{{Config}},{{Config}}],
             "subject":{"mediaType":"{{MediaTypes.OciIndex}}","digest":"sha512:{{new string('a', 128)}}","size":0,"urls":["http://evil.example"],"data":"e30="},
             "annotations":{"a":"b","":"\u00e9"},"unknown":{"x":[1,2]} }
            """,
            MediaTypes.OciManifest + "; charset=utf-8");

        Assert.Equal((MediaTypes.OciManifest, "text/x", 2, 7L), (manifest.MediaType, manifest.ArtifactType, manifest.Layers.Count, manifest.Config!.Size));
        Assert.Equal(("sha512", 0L), (manifest.Subject!.Digest.Algorithm, manifest.Subject.Size));
        Assert.Equal("\u00e9", manifest.Annotations[""]);
        Assert.Equal(Digest.Sha256(manifest.Bytes.Span), manifest.Digest);
        Assert.Empty(manifest.Manifests);
    }

    [Theory]
    [InlineData(MediaTypes.OciIndex)]
    [InlineData(MediaTypes.DockerManifestList)]
    public void An_index_is_read_with_its_platforms(string type)
    {
        var index = Parse(
            $$"""
            {"schemaVersion":2,"mediaType":"{{type}}","manifests":[
             {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{D1}}","size":1,"platform":{"os":"linux","architecture":"arm64","variant":"v8","features":["x"]} },
             {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{D1}}","size":1,"platform":{"os":"windows","architecture":"amd64","os.version":"10.0.1","variant":""} },
             {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{D1}}","size":1,"platform":{"os":"unknown","architecture":"unknown"},"annotations":{"vnd.docker.reference.type":"attestation-manifest"} },
             {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{D1}}","size":1,"platform":{} },
             {"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{D1}}","size":1,"platform":null,"artifactType":"text/x"}]}
            """,
            type);

        Assert.Equal(["linux/arm64/v8", "windows/amd64:10.0.1", "unknown/unknown", "unknown/unknown", null], index.Manifests.Select(m => m.Platform?.ToString()), StringComparer.Ordinal);
        Assert.Equal([false, false, true, true, null], index.Manifests.Select(m => m.Platform?.IsUnknown));
        Assert.Equal("attestation-manifest", index.Manifests[2].Annotations["vnd.docker.reference.type"]);
        Assert.Equal("text/x", index.Manifests[4].ArtifactType);
        Assert.True(MediaTypes.IsIndex(index.MediaType) && index.Config is null && index.Layers.Count == 0);
    }

    [Theory]
    [InlineData(Image, MediaTypes.OciManifest, MediaTypes.OciManifest)]
    [InlineData(Image, MediaTypes.DockerManifest, MediaTypes.DockerManifest)]
    [InlineData(Image, null, MediaTypes.OciManifest)]
    [InlineData(Index, MediaTypes.OciIndex, MediaTypes.OciIndex)]
    [InlineData(Index, null, MediaTypes.OciIndex)]
    [InlineData($$"""{"schemaVersion":2,"config":{{Config}},"layers":null}""", MediaTypes.OciManifest, MediaTypes.OciManifest)]
    [InlineData($$"""{"schemaVersion":2,"config":{{Config}},"layers":[],"manifests":null,"subject":null,"annotations":null}""", MediaTypes.OciManifest, MediaTypes.OciManifest)]
    [InlineData($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{{Config}},"layers":[]}""", "application/json", MediaTypes.DockerManifest)]
    public void The_type_is_what_the_source_says_or_the_body(string body, string? contentType, string type) =>
        Assert.Equal(type, Parse(body, contentType).MediaType);

    [Theory]
    [InlineData("", MediaTypes.OciManifest, "JSON")]
    [InlineData("{", MediaTypes.OciManifest, "JSON")]
    [InlineData("[]", MediaTypes.OciManifest, "not a JSON object")]
    [InlineData("null", MediaTypes.OciManifest, "not a JSON object")]
    [InlineData(Image + "x", MediaTypes.OciManifest, "JSON")]
    [InlineData(Image, "", "does not say what it is")]
    [InlineData(Image, "application/json", "does not say what it is")]
    [InlineData(Image, "text/html", "unknown type")]
    [InlineData(Image, MediaTypes.OciIndex, "has no `manifests`")]
    [InlineData(Index, MediaTypes.OciManifest, "has `manifests`")]
    [InlineData(Image, MediaTypes.DockerSchema1Signed, "schema 1")]
    [InlineData(Image, MediaTypes.DockerSchema1 + "; x=y", "schema 1")]
    [InlineData($$"""{"schemaVersion":2,"config":{{Config}},"layers":[],"manifests":[]}""", MediaTypes.OciManifest, "both")]
    [InlineData($$"""{"schemaVersion":2,"config":{{Config}},"layers":[],"manifests":[]}""", MediaTypes.OciIndex, "both")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[],"config":{{Config}} }""", MediaTypes.OciIndex, "both")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"fsLayers":[]}""", MediaTypes.OciIndex, "both")]
    [InlineData($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","config":{{Config}},"layers":[]}""", MediaTypes.OciManifest, "says it is")]
    [InlineData($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{{Config}},"layers":[]}""", MediaTypes.OciManifest, "says it is")]
    [InlineData("""{"schemaVersion":2,"mediaType":"text/html","manifests":[]}""", "application/json", "unknown type")]
    [InlineData("""{"schemaVersion":2,"mediaType":7,"manifests":[]}""", MediaTypes.OciIndex, "not a text")]
    [InlineData("""{"schemaVersion":2,"schemaVersion":2,"manifests":[]}""", MediaTypes.OciIndex, "JSON")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"manifest\u0073":[]}""", MediaTypes.OciIndex, "JSON")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"annotations":{"a":"1","a":"2"}}""", MediaTypes.OciIndex, "JSON")]
    [InlineData("""{"schemaVersion":1,"manifests":[]}""", MediaTypes.OciIndex, "schemaVersion")]
    [InlineData("""{"manifests":[]}""", MediaTypes.OciIndex, "schemaVersion")]
    [InlineData("""{"schemaVersion":"2","manifests":[]}""", MediaTypes.OciIndex, "whole number")]
    [InlineData("""{"schemaVersion":2.5,"manifests":[]}""", MediaTypes.OciIndex, "whole number")]
    [InlineData("""{"schemaVersion":2,"manifests":{}}""", MediaTypes.OciIndex, "no list")]
    [InlineData("""{"schemaVersion":2,"manifests":[1]}""", MediaTypes.OciIndex, "entry 0")]
    [InlineData("""{"schemaVersion":2,"layers":[]}""", MediaTypes.OciManifest, "no `config`")]
    [InlineData($$"""{"schemaVersion":2,"config":{{Config}} }""", MediaTypes.OciManifest, "no list `layers`")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"digest":"{{D1}}","size":1}]}""", MediaTypes.OciIndex, "no `mediaType`")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"mediaType":"a b/c","digest":"{{D1}}","size":1}]}""", MediaTypes.OciIndex, "`mediaType` that is none")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"mediaType":"a","digest":"{{D1}}","size":1}]}""", MediaTypes.OciIndex, "`mediaType` that is none")]
    [InlineData("""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"sha256:../../x","size":1}]}""", MediaTypes.OciIndex, "`digest`")]
    [InlineData("""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","size":1}]}""", MediaTypes.OciIndex, "`digest`")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"{{D1}}"}]}""", MediaTypes.OciIndex, "no `size`")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"{{D1}}","size":-1}]}""", MediaTypes.OciIndex, "negative")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"{{D1}}","size":1e30}]}""", MediaTypes.OciIndex, "whole number")]
    [InlineData($$"""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"{{D1}}","size":1,"platform":"x"}]}""", MediaTypes.OciIndex, "`platform`")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"annotations":[]}""", MediaTypes.OciIndex, "`annotations`")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"annotations":{"a":1}}""", MediaTypes.OciIndex, "annotation")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"annotations":{"a":"\ud800"}}""", MediaTypes.OciIndex, "JSON")]
    [InlineData("""{"schemaVersion":2,"manifests":[],"\ud800":1}""", MediaTypes.OciIndex, "JSON")]
    public void What_can_be_understood_in_two_ways_or_none_is_refused(string body, string contentType, string told)
    {
        var error = Assert.Throws<RegistryException>(() => Parse(body, contentType));

        Assert.Equal((RegistryProblem.Protocol, "test"), (error.Problem, error.ImageSource));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ManifestParser.MaximumChildren, true)]
    [InlineData(ManifestParser.MaximumChildren + 1, false)]
    public void The_children_of_an_index_have_a_bound(int count, bool allowed) =>
        AssertAllowed(allowed, $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', Enumerable.Repeat(Config, count))}}]}""", MediaTypes.OciIndex);

    [Theory]
    [InlineData(30, true)]
    [InlineData(32, false)]
    [InlineData(100_000, false)]
    public void The_depth_has_a_bound(int depth, bool allowed) =>
        AssertAllowed(allowed, $$"""{"schemaVersion":2,"manifests":[],"x":{{new string('[', depth)}}{{new string(']', depth)}}}""", MediaTypes.OciIndex);

    [Theory]
    [InlineData(ManifestParser.MaximumSize, true)]
    [InlineData(ManifestParser.MaximumSize + 1, false)]
    public void The_size_has_a_bound(int size, bool allowed) => AssertAllowed(allowed, Index.PadRight(size), MediaTypes.OciIndex);

    [Fact]
    public void A_text_has_a_bound() =>
        AssertAllowed(allowed: false, $$"""{"schemaVersion":2,"manifests":[],"artifactType":"{{new string('x', 5000)}}"}""", MediaTypes.OciIndex);

    [Theory]
    [InlineData(new byte[] { 0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d })]
    [InlineData(new byte[] { 0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00 })]
    public void What_is_not_utf8_is_refused(byte[] bytes) =>
        Assert.Equal(RegistryProblem.Protocol, Assert.Throws<RegistryException>(() => ManifestParser.Parse(bytes, MediaTypes.OciIndex, "test")).Problem);

    [Fact]
    public void Ten_thousand_damaged_manifests_throw_nothing_but_what_is_promised()
    {
        var random = new Random(20_261_121);
        var seeds = new[] { Image, Index, $$"""{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"{{D1}}","size":1,"platform":{"os":"a","architecture":"b"},"annotations":{"x":"\u0041"} }]}""" };
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[i % seeds.Length]);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[]\",:\\u019a"[random.Next(13)]);
            }

            try
            {
                ManifestParser.Parse(bytes, i % 2 == 0 ? null : MediaTypes.OciIndex, "test");
            }
            catch (RegistryException e)
            {
                Assert.Equal(RegistryProblem.Protocol, e.Problem);
            }
        }
    }

    private static void AssertAllowed(bool allowed, string body, string contentType)
    {
        var error = Record.Exception(() => Parse(body, contentType));
        Assert.Equal(allowed, error is null);
        Assert.True(error is null or RegistryException { Problem: RegistryProblem.Protocol });
    }

    private static ManifestContent Parse(string body, string? contentType) => ManifestParser.Parse(Encoding.UTF8.GetBytes(body), contentType, "test");
}
