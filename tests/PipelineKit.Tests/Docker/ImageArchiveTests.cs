using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Docker;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Docker;

public sealed class ImageArchiveTests
{
    private const string Wanted = "docker-archive";

    [Fact]
    public async Task Layers_that_are_links_are_found_where_they_lead()
    {
        var layer = EngineWorld.Tar(("a.txt", "a"u8.ToArray()));
        var config = Config(layer, layer);
        using var exported = await ExportAsync(
            Digest.Sha256(config),
            ("one/layer.tar", layer),
            ("two/layer.tar", "->../one/layer.tar"u8.ToArray()),
            ("config.json", config),
            ("manifest.json", Manifest("config.json", "one/layer.tar", "two/layer.tar")));

        var manifest = await exported.Layout.GetManifestAsync(ImageReference.Parse("localhost/image"), exported.Root, CancellationToken.None);

        Assert.Equal([Digest.Sha256(layer), Digest.Sha256(layer)], manifest.Layers.Select(l => l.Digest));
        Assert.Equal(Digest.Sha256(config), manifest.Config?.Digest);
    }

    public static TheoryData<string, string> Damaged() => new()
    {
        { "no manifest", "neither an OCI layout nor a manifest.json" },
        { "two images", "lists 2 images" },
        { "not a list", "not what it should be" },
        { "a missing layer", "it has no one/layer.tar" },
        { "a layer less", "its configuration lists 2" },
        { "a link out of it", "leads out of it" },
        { "a link in circles", "it has no one/layer.tar" },
        { "two manifests", "two files manifest.json" },
        { "not an archive", "cannot be read" },
        { "cut off", "cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public async Task A_damaged_archive_is_refused(string kind, string reason)
    {
        var layer = EngineWorld.Tar(("a.txt", "a"u8.ToArray()));
        var config = kind == "a layer less" ? Config(layer, layer) : Config(layer);
        var manifest = ("manifest.json", Manifest("config.json", "one/layer.tar"));
        var archive = kind switch
        {
            "no manifest" => EngineWorld.Tar(("config.json", config)),
            "two images" => EngineWorld.Tar(("manifest.json", "[{},{}]"u8.ToArray())),
            "not a list" => EngineWorld.Tar(("manifest.json", "{}"u8.ToArray())),
            "a missing layer" => EngineWorld.Tar(("config.json", config), manifest),
            "a layer less" => EngineWorld.Tar(("config.json", config), ("one/layer.tar", layer), manifest),
            "a link out of it" => EngineWorld.Tar(("config.json", config), ("one/layer.tar", "->../../../etc/passwd"u8.ToArray()), manifest),
            "a link in circles" => EngineWorld.Tar(("config.json", config), ("one/layer.tar", "->layer.tar"u8.ToArray()), manifest),
            "two manifests" => EngineWorld.Tar(manifest, manifest),
            "not an archive" => Encoding.UTF8.GetBytes(new string('x', 2000)),
            _ => EngineWorld.Tar(("config.json", config), ("one/layer.tar", layer), manifest)[..900],
        };

        var refused = await Assert.ThrowsAsync<DockerException>(() => ExportAsync(Digest.Sha256(config), archive));

        Assert.Equal(DockerProblem.Protocol, refused.Problem);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another image")]
    [InlineData("another layer")]
    [InlineData("another blob")]
    public async Task What_is_not_what_it_says_violates_its_integrity(string kind)
    {
        var layer = EngineWorld.Tar(("a.txt", "a"u8.ToArray()));
        var config = kind == "another layer" ? Config("another"u8.ToArray()) : Config(layer);
        var id = kind == "another image" ? Digest.Sha256("another"u8) : Digest.Sha256(config);
        var extra = kind == "another blob" ? ($"blobs/sha256/{id.Hex}", "another"u8.ToArray()) : ("VERSION", "1.0"u8.ToArray());

        await Assert.ThrowsAsync<DigestMismatchException>(() => ExportAsync(
            id, EngineWorld.Tar(("config.json", config), ("one/layer.tar", layer), ("manifest.json", Manifest("config.json", "one/layer.tar")), extra)));
    }

    [Fact]
    public async Task The_layout_of_a_newer_engine_keeps_the_digest_registries_know()
    {
        var image = SampleImage.Build("shop", "linux/amd64", "linux/arm64");

        using var exported = await ExportAsync(image.Root.Digest, Layout(image, image.Children));

        Assert.Equal(image.Root.Digest, exported.Root);
    }

    [Fact]
    public async Task Of_an_index_with_one_platform_pulled_that_platform_is_the_image()
    {
        var image = SampleImage.Build("shop", "linux/amd64", "linux/arm64");

        using var exported = await ExportAsync(image.Root.Digest, Layout(image, [image.Children[1]]));

        Assert.Equal(image.Children[1].Digest, exported.Root);
    }

    [Fact]
    public async Task Of_an_index_with_some_platforms_pulled_none_stands_for_the_image()
    {
        var image = SampleImage.Build("shop", "linux/amd64", "linux/arm64", "linux/arm/v7");

        var refused = await Assert.ThrowsAsync<DockerException>(() => ExportAsync(image.Root.Digest, Layout(image, [.. image.Children.Take(2)])));

        Assert.Contains("2 of the 3 platforms", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_larger_than_is_taken_is_not_even_exported()
    {
        var (engine, script) = EngineWorld.Scripted();
        script.On($"GET http://docker/v1.41/images/{Wanted}/json", HttpStatusCode.OK, $$"""{"Id":"{{Digest.Sha256("x"u8)}}","Size":99999999999999}""");
        using (engine)
        {
            var refused = await Assert.ThrowsAsync<DockerException>(() => ExportedImage.ReadAsync(engine, Wanted, _ => { }, CancellationToken.None));

            Assert.Equal(DockerProblem.TooLarge, refused.Problem);
        }
    }

    private static Task<ExportedImage> ExportAsync(Digest id, params (string Path, byte[] Content)[] entries) => ExportAsync(id, EngineWorld.Tar(entries));

    private static async Task<ExportedImage> ExportAsync(Digest id, byte[] archive)
    {
        var (engine, script) = EngineWorld.Scripted();
        script.On($"GET http://docker/v1.41/images/{Wanted}/json", HttpStatusCode.OK, $$"""{"Id":"{{id}}","Size":7,"RepoDigests":null}""");
        script.On($"GET http://docker/v1.41/images/{id}/get", _ => EngineWorld.Bytes(archive));
        using (engine)
        {
            return await ExportedImage.ReadAsync(engine, Wanted, _ => { }, CancellationToken.None);
        }
    }

    private static byte[] Config(params byte[][] layers) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. layers.Select(l => JsonValue.Create(Digest.Sha256(l).Text))]) },
        }.ToJsonString());

    private static byte[] Manifest(string config, params string[] layers) =>
        Encoding.UTF8.GetBytes(new JsonArray(new JsonObject { ["Config"] = config, ["RepoTags"] = null, ["Layers"] = new JsonArray([.. layers.Select(l => JsonValue.Create(l))]) }).ToJsonString());

    private static byte[] Layout(SampleImage image, IReadOnlyList<SampleContent> platforms)
    {
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(image.Root.Descriptor()) };
        var wanted = platforms.SelectMany(p => JsonNode.Parse(p.Bytes)!["layers"]!.AsArray().Append(JsonNode.Parse(p.Bytes)!["config"]).Select(d => d!["digest"]!.GetValue<string>())).ToHashSet(StringComparer.Ordinal);
        var blobs = image.Blobs.Where(b => wanted.Contains(b.Digest.Text)).Concat(platforms).Append(image.Root).Select(b => ($"blobs/sha256/{b.Digest.Hex}", b.Bytes));
        return EngineWorld.Tar([.. blobs, ("index.json", Encoding.UTF8.GetBytes(index.ToJsonString())), ("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray()), ("manifest.json", "[]"u8.ToArray())]);
    }
}
