using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Images;

public sealed class ImageOpenerTests : IDisposable
{
    private readonly ImageWorld _world = new();

    [Fact]
    public async Task An_image_of_a_registry_has_the_platforms_of_its_index()
    {
        using var registry = new InMemoryRegistry();
        var image = SampleImage.Build("shop", "linux/amd64", "linux/arm64/v8", "linux/arm/v7");
        registry.Add("acme/shop", "1", image);

        await using var opened = await _world.OpenAsync($"{registry.Endpoint}/acme/shop@{image.Root.Digest}");

        Assert.Equal(["linux/amd64", "linux/arm64", "linux/arm/v7"], opened.Platforms.Select(p => p.Platform));
        Assert.Equal(image.Children.Select(c => c.Digest), opened.Platforms.Select(p => p.Manifest));
        Assert.Equal(image.Blobs.Where(b => b.MediaType.Contains("config", StringComparison.Ordinal)).Select(b => b.Digest), opened.Platforms.Select(p => p.Config));
        Assert.All(opened.Platforms, p => Assert.Single(p.DiffIds));
        Assert.Equal((image.Root.Digest, MediaTypes.OciIndex, false), (opened.Digest, opened.Subject.MediaType, opened.IsLocalDigest));
        Assert.NotNull(opened.Store);
        Assert.Empty(registry.Unexpected);
    }

    [Fact]
    public async Task A_tag_is_looked_up_once_and_stays_what_it_was()
    {
        using var registry = new InMemoryRegistry();
        var before = registry.AddImage("acme/shop", "1");

        await using var opened = await _world.OpenAsync($"{registry.Endpoint}/acme/shop:1", mayResolve: true);
        registry.Add("acme/shop", "1", SampleImage.Build("another"));

        Assert.Equal(before, opened.Digest);
        Assert.Equal(before, Assert.Single(opened.Platforms).Manifest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_layout_with_one_image_needs_no_name(bool docker)
    {
        var image = SampleImage.Build("shop", docker);
        await _world.WriteLayoutAsync("build/Image_1", (image, null));

        await using var opened = await _world.OpenAsync("oci:build/Image_1");

        Assert.Equal((image.Root.Digest, "linux/amd64", "oci:build/Image_1"), (opened.Digest, Assert.Single(opened.Platforms).Platform, opened.Name));
        Assert.Equal("localhost/image-1", opened.Repository.Name);
    }

    [Fact]
    public async Task A_name_chooses_among_the_images_of_a_layout()
    {
        var (one, two) = (SampleImage.Build("one"), SampleImage.Build("two", "linux/amd64", "linux/arm64"));
        await _world.WriteLayoutAsync("images", (one, "one"), (two, "two"));

        await using var opened = await _world.OpenAsync("oci:images:two");
        await using var byDigest = await _world.OpenAsync($"oci:images:{one.Root.Digest}");
        var unnamed = await Assert.ThrowsAsync<RegistryException>(() => _world.OpenAsync("oci:images"));
        var unknown = await Assert.ThrowsAsync<RegistryException>(() => _world.OpenAsync("oci:images:three"));

        Assert.Equal((two.Root.Digest, 2, one.Root.Digest), (opened.Digest, opened.Platforms.Count, byDigest.Digest));
        Assert.Contains("holds 2 images", unnamed.Message, StringComparison.Ordinal);
        Assert.Equal(RegistryProblem.NotFound, unknown.Problem);
    }

    [Fact]
    public async Task What_was_attached_to_the_only_image_of_a_layout_is_not_taken_for_an_image()
    {
        var image = SampleImage.Build("shop");
        await _world.WriteLayoutAsync("images", (image, null), (SampleImage.Build("signature"), $"{image.Root.Digest.Text.Replace(':', '-')}.sig"));
        await using (var before = await _world.OpenAsync("oci:images"))
        {
            var manifest = new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = MediaTypes.OciManifest,
                ["config"] = SampleContent.Of("application/vnd.oci.empty.v1+json", "{}"u8.ToArray()).Descriptor(),
                ["layers"] = new JsonArray(),
                ["subject"] = image.Root.Descriptor(),
            };
            var attached = ManifestParser.Parse(Encoding.UTF8.GetBytes(manifest.ToJsonString()), MediaTypes.OciManifest, "test");
            await before.Store!.AttachAsync(before.Repository, attached, CancellationToken.None);
        }

        await using var opened = await _world.OpenAsync("oci:images");

        Assert.Equal(image.Root.Digest, opened.Digest);
    }

    [Fact]
    public async Task Attestations_of_the_builder_are_no_platforms()
    {
        var image = SampleImage.Build("shop", "linux/amd64");
        var index = JsonNode.Parse(image.Root.Bytes)!;
        var attestation = SampleContent.Of(MediaTypes.OciManifest, "{}"u8.ToArray()).Descriptor();
        attestation["annotations"] = new JsonObject { ["vnd.docker.reference.type"] = "attestation-manifest" };
        attestation["platform"] = new JsonObject { ["os"] = "unknown", ["architecture"] = "unknown" };
        index["manifests"]!.AsArray().Add(attestation);
        await _world.WriteLayoutAsync("images", (image with { Root = SampleContent.Of(MediaTypes.OciIndex, index.AsObject()) }, null));

        await using var opened = await _world.OpenAsync("oci:images");

        Assert.Equal("linux/amd64", Assert.Single(opened.Platforms).Platform);
    }

    [Theory]
    [InlineData("""{"architecture":"amd64","os":"linux"}""", "has no `rootfs`")]
    [InlineData("""{"rootfs":{"diff_ids":["sha256:12"]}}""", "no digest")]
    [InlineData("""{"rootfs":{"diff_ids":[7]}}""", "not the JSON")]
    [InlineData("""{"rootfs":{"diff_ids":[]},"rootfs":{}}""", "not the JSON")]
    [InlineData("[]", "has no `rootfs`")]
    [InlineData("no", "not the JSON")]
    public async Task A_damaged_configuration_is_refused(string config, string reason)
    {
        await _world.WriteLayoutAsync("images", (WithConfig("application/vnd.oci.image.config.v1+json", config), null));

        var refused = await Assert.ThrowsAsync<RegistryException>(() => _world.OpenAsync("oci:images"));

        Assert.Equal(RegistryProblem.Protocol, refused.Problem);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_container_image_is_refused()
    {
        await _world.WriteLayoutAsync("chart", (WithConfig("application/vnd.cncf.helm.config.v1+json", "{}"), null));

        var refused = await Assert.ThrowsAsync<RegistryException>(() => _world.OpenAsync("oci:chart"));

        Assert.Contains("no container image", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_without_images_is_refused()
    {
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray() };
        await _world.WriteLayoutAsync("images", (new SampleImage(SampleContent.Of(MediaTypes.OciIndex, index), [], []), null));

        var refused = await Assert.ThrowsAsync<RegistryException>(() => _world.OpenAsync("oci:images"));

        Assert.Contains("lists no image", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _world.Dispose();

    private static SampleImage WithConfig(string type, string text)
    {
        var config = SampleContent.Of(type, Encoding.UTF8.GetBytes(text));
        var manifest = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciManifest, ["config"] = config.Descriptor(), ["layers"] = new JsonArray() };
        return new SampleImage(SampleContent.Of(MediaTypes.OciManifest, manifest), [], [config]);
    }
}
