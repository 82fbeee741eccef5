using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class ImageTreeTests : IDisposable
{
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;

    public ImageTreeTests() => _test = new RegistryTest(_registry);

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task A_single_image_is_a_tree_of_one()
    {
        var digest = _registry.AddImage("a", "1");

        var tree = await WalkAsync(digest);

        Assert.Equal([digest], tree.Select(d => d.Digest));
        Assert.Equal(MediaTypes.OciManifest, tree[0].MediaType);
    }

    [Fact]
    public async Task An_index_comes_first_then_its_children_depth_first_each_once()
    {
        var (one, two, three) = (SampleImage.Build("one"), SampleImage.Build("two"), SampleImage.Build("three"));
        var inner = Index(Entry(one), Entry(two));
        var outer = Index(Entry(two), inner.Descriptor(), Entry(three), Entry(one));
        Add(outer, inner, one.Root, two.Root, three.Root);

        var tree = await WalkAsync(outer.Digest);

        Assert.Equal([outer.Digest, two.Root.Digest, inner.Digest, one.Root.Digest, three.Root.Digest], tree.Select(d => d.Digest));
        Assert.Equal([outer.Bytes.Length, two.Root.Bytes.Length, inner.Bytes.Length, one.Root.Bytes.Length, three.Root.Bytes.Length], tree.Select(d => d.Size));
        Assert.Equal(2, _registry.Log.ManifestGets);
    }

    [Fact]
    public async Task What_BuildKit_keeps_about_its_images_is_not_among_them()
    {
        var image = SampleImage.Build("image");
        var about = SampleImage.Build("provenance");
        var marked = Entry(about);
        marked["annotations"] = new JsonObject { ["vnd.docker.reference.type"] = "attestation-manifest", ["vnd.docker.reference.digest"] = image.Root.Digest.Text };
        var unknown = Entry(SampleImage.Build("nowhere"));
        unknown["platform"] = new JsonObject { ["os"] = "unknown", ["architecture"] = "unknown" };
        var other = Entry(SampleImage.Build("other"));
        other["mediaType"] = "application/vnd.test+json";
        var index = Index(Entry(image), marked, unknown, other);
        Add(index);

        Assert.Equal([index.Digest, image.Root.Digest], (await WalkAsync(index.Digest)).Select(d => d.Digest));
    }

    [Fact]
    public async Task Indexes_in_indexes_end()
    {
        var index = Index();
        Add(index);
        for (var depth = 0; depth < 5; depth++)
        {
            index = Index(index.Descriptor());
            Add(index);
        }

        var error = await Assert.ThrowsAsync<RegistryException>(() => WalkAsync(index.Digest));

        Assert.Equal(RegistryProblem.Protocol, error.Problem);
    }

    [Fact]
    public async Task A_tree_has_a_greatest_size()
    {
        var half = Index([.. Enumerable.Range(0, 600).Select(i => Fake($"a{i}"))]);
        var index = Index([half.Descriptor(), .. Enumerable.Range(0, 600).Select(i => Fake($"b{i}"))]);
        Add(half, index);

        await Assert.ThrowsAsync<RegistryException>(() => WalkAsync(index.Digest));
    }

    [Fact]
    public async Task A_child_that_is_gone_is_not_passed_over()
    {
        var index = Index(Index().Descriptor());
        Add(index);

        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => WalkAsync(index.Digest))).Problem);
    }

    private static JsonObject Entry(SampleImage image) => image.Root.Descriptor();

    private static JsonObject Fake(string seed) =>
        new() { ["mediaType"] = MediaTypes.OciManifest, ["digest"] = Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(seed)).Text, ["size"] = 1 };

    private static SampleContent Index(params JsonObject[] entries) =>
        SampleContent.Of(MediaTypes.OciIndex, new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray([.. entries]) });

    private void Add(params SampleContent[] contents)
    {
        foreach (var content in contents)
        {
            _registry.AddContent("a", content);
        }
    }

    private Task<IReadOnlyList<Descriptor>> WalkAsync(Digest root) => ImageTree.WalkAsync(_test.Client, _test.Reference("a"), root, CancellationToken.None);
}
