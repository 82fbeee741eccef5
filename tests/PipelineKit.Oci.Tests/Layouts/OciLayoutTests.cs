using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Layouts;

public sealed class OciLayoutTests : IAsyncLifetime, IDisposable
{
    private static readonly SampleImage Nginx = SampleImage.Build("nginx", "linux/amd64", "linux/arm64");
    private static readonly SampleImage Other = SampleImage.Build("other");
    private readonly TempFolder _folder = new();
    private OciLayoutWriter _writer = null!;

    private OciLayout Layout => new(_folder.Path);

    public async Task InitializeAsync()
    {
        _writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await LayoutTest.AddAsync(_writer, Nginx, "nginx:1.27");
        await LayoutTest.AddAsync(_writer, Other, "ghcr.io/a/b");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("nginx:1.27")]
    [InlineData("docker.io/library/nginx:1.27")]
    [InlineData("index.docker.io/nginx:1.27")]
    public async Task An_image_is_found_by_its_name_however_it_is_spelled(string text)
    {
        var image = await ResolveAsync(text);

        Assert.Equal(new ResolvedImage(Nginx.Root.Digest, MediaTypes.OciIndex, Nginx.Root.Bytes.Length), image);
    }

    [Theory]
    [InlineData("ghcr.io/a/b")]
    [InlineData("ghcr.io/a/b:latest")]
    public async Task Latest_is_meant_where_no_tag_is_written(string text) => Assert.Equal(Other.Root.Digest, (await ResolveAsync(text)).Digest);

    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx:1.28")]
    [InlineData("quay.io/nginx:1.27")]
    public async Task What_has_another_name_is_not_found(string text) =>
        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => ResolveAsync(text))).Problem);

    [Fact]
    public async Task A_digest_is_found_also_below_an_index()
    {
        var child = Nginx.Children[1];

        Assert.Equal(new ResolvedImage(child.Digest, MediaTypes.OciManifest, child.Bytes.Length), await ResolveAsync($"nginx:other@{child.Digest}"));
        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => ResolveAsync($"nginx@{Digest.Sha256("x"u8)}"))).Problem);
    }

    [Fact]
    public async Task Manifests_and_blobs_come_as_they_are()
    {
        var reference = ImageReference.Parse("nginx:1.27");
        var index = await Layout.GetManifestAsync(reference, Nginx.Root.Digest, CancellationToken.None);
        var manifest = await Layout.GetManifestAsync(reference, index.Manifests[0].Digest, CancellationToken.None);
        await using var blob = await Layout.OpenBlobAsync(reference, manifest.Layers[0], CancellationToken.None);
        using var content = new MemoryStream();
        await blob.CopyToAsync(content);

        Assert.Equal(["linux/amd64", "linux/arm64"], index.Manifests.Select(m => m.Platform!.ToString()), StringComparer.Ordinal);
        Assert.Equal(Nginx.Blobs[1].Bytes, content.ToArray());
    }

    [Theory]
    [InlineData("1.27", "nginx")]
    [InlineData("docker.io/library/nginx:1.27", "nginx")]
    [InlineData("nginx:1.27", "nginx")]
    [InlineData("ghcr.io/a/b:latest", "other")]
    [InlineData("ghcr.io/a/b", "other")]
    public async Task A_name_after_the_path_is_a_bare_tag_or_a_whole_reference(string name, string seed)
    {
        await _writer.TagAsync(await LayoutTest.AddAsync(_writer, Nginx, name: null), "1.27", CancellationToken.None);

        Assert.Equal((seed == "nginx" ? Nginx : Other).Root.Digest, (await Layout.ResolveAsync(name, CancellationToken.None)).Digest);
    }

    [Fact]
    public async Task A_digest_after_the_path_is_found() =>
        Assert.Equal(Other.Root.Digest, (await Layout.ResolveAsync(Other.Root.Digest.Text, CancellationToken.None)).Digest);

    [Fact]
    public async Task Without_a_name_the_only_image_is_meant()
    {
        using var folder = new TempFolder();
        using var writer = await OciLayoutWriter.OpenAsync(folder.Path, CancellationToken.None);
        var layout = new OciLayout(folder.Path);
        Assert.Contains("empty", (await Assert.ThrowsAsync<RegistryException>(() => layout.ResolveAsync((string?)null, CancellationToken.None))).Message, StringComparison.Ordinal);
        await LayoutTest.AddAsync(writer, Other, "one:1");
        await LayoutTest.AddAsync(writer, Other, "two:2");

        Assert.Equal(Other.Root.Digest, (await layout.ResolveAsync((string?)null, CancellationToken.None)).Digest);
        Assert.Contains("write which", (await Assert.ThrowsAsync<RegistryException>(() => Layout.ResolveAsync((string?)null, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_tag_does_not_make_an_image_answer_for_every_name()
    {
        await _writer.TagAsync(await LayoutTest.AddAsync(_writer, Other, name: null), "1.28", CancellationToken.None);

        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => ResolveAsync("nginx:1.28"))).Problem);
    }

    [Fact]
    public async Task Tags_of_a_repository_are_listed()
    {
        await LayoutTest.AddAsync(_writer, Nginx, "nginx:1.28");
        var tags = new List<string>();
        await foreach (var tag in Layout.ListTagsAsync(ImageReference.Parse("docker.io/library/nginx"), CancellationToken.None))
        {
            tags.Add(tag);
        }

        Assert.Equal(["1.27", "1.28"], tags);
    }

    [Fact]
    public async Task Referrers_are_found_by_their_subject_and_by_the_fallback_tag()
    {
        using var registry = new InMemoryRegistry();
        var subject = registry.Add("a", "1", Nginx);
        var digest = registry.AddReferrer("a", subject, "text/x-sbom", "parts");
        using var test = new Registries.RegistryTest(registry);
        var referrer = await test.GetAsync("a", digest);
        await _writer.ListAsync(await _writer.PutManifestAsync(referrer.Bytes, CancellationToken.None), CancellationToken.None);

        var found = Assert.Single(await ReferrersAsync(subject, null));
        Assert.Equal((digest, "text/x-sbom"), (found.Digest, found.ArtifactType));
        Assert.Empty(await ReferrersAsync(subject, "text/x-other"));
        Assert.Empty(await ReferrersAsync(Other.Root.Digest, null));

        await _writer.TagAsync(await LayoutTest.AddAsync(_writer, Nginx, name: null), $"sha256-{Other.Root.Digest.Hex}", CancellationToken.None);
        Assert.Equal(Nginx.Children.Select(c => c.Digest), (await ReferrersAsync(Other.Root.Digest, null)).Select(d => d.Digest));
    }

    private Task<ResolvedImage> ResolveAsync(string text) => Layout.ResolveAsync(ImageReference.Parse(text), CancellationToken.None);

    private Task<IReadOnlyList<Descriptor>> ReferrersAsync(Digest subject, string? type) =>
        Layout.ListReferrersAsync(ImageReference.Parse("nginx"), subject, type, CancellationToken.None);
}
