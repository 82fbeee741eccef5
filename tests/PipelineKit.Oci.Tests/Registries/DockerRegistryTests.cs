using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

/// <summary>Against the real docker-registry: what the in-memory one does is what it does, too.</summary>
public sealed class DockerRegistryTests
{
    private static readonly SampleImage Index = SampleImage.Build("index", "linux/amd64", "linux/arm64/v8");
    private static readonly SampleImage DockerList = SampleImage.Build("list", docker: true, "linux/amd64", "windows/amd64");
    private static readonly SampleImage Single = SampleImage.Build("single");

    [SkippableFact]
    public async Task Everyone_reads_everything_from_an_open_registry()
    {
        using var registry = await DockerRegistry.StartAsync();
        await registry.PushAsync("a/b", "1", Index);
        await registry.PushAsync("a/b", "2", DockerList);
        await registry.PushAsync("a/b", "3", Single);
        using var test = new RegistryTest(registry.Endpoint);

        foreach (var (tag, image) in new[] { ("1", Index), ("2", DockerList), ("3", Single) })
        {
            Assert.Equal(new ResolvedImage(image.Root.Digest, image.Root.MediaType, image.Root.Bytes.Length), await test.ResolveAsync($"a/b:{tag}"));
            Assert.Equal(image.Root.Digest, (await test.ResolveAsync($"a/b@{image.Root.Digest}")).Digest);
            Assert.Equal(image.Root.Bytes, (await test.GetAsync("a/b", image.Root.Digest)).Bytes.ToArray());
        }

        var manifest = await test.GetAsync("a/b", Index.Children[1].Digest);
        Assert.Equal(Index.Blobs[3].Bytes, await test.ReadBlobAsync("a/b", manifest.Layers[0]));
        Assert.Equal(["1", "2", "3"], (await test.TagsAsync("a/b")).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(await test.ReferrersAsync("a/b", Index.Root.Digest));
    }

    [SkippableFact]
    public async Task What_an_open_registry_does_not_have_is_not_found()
    {
        using var registry = await DockerRegistry.StartAsync();
        await registry.PushAsync("a", "1", Single);
        using var test = new RegistryTest(registry.Endpoint);
        var digest = Digest.Sha256("nothing"u8);

        await AssertNotFoundAsync(() => test.ResolveAsync("a:2"));
        await AssertNotFoundAsync(() => test.ResolveAsync("b:1"));
        await AssertNotFoundAsync(() => test.GetAsync("a", digest));
        await AssertNotFoundAsync(() => test.ReadBlobAsync("a", new Descriptor("text/plain", digest, 7)));
        await AssertNotFoundAsync(() => test.TagsAsync("b"));
    }

    [SkippableFact]
    public async Task A_fallback_tag_is_read_where_the_referrers_api_is_missing()
    {
        using var registry = await DockerRegistry.StartAsync();
        await registry.PushAsync("a", "1", Single);
        await registry.PushAsync("a", $"sha256-{Single.Root.Digest.Hex}", Index);
        using var test = new RegistryTest(registry.Endpoint);

        Assert.Equal(Index.Children.Select(c => c.Digest), (await test.ReferrersAsync("a", Single.Root.Digest)).Select(d => d.Digest));
    }

    [SkippableFact]
    public async Task A_guarded_registry_lets_in_only_who_has_the_password()
    {
        using var registry = await DockerRegistry.StartAsync(("reader", "s3cret"));
        await registry.PushAsync("a", "1", Single);
        using var known = new RegistryTest(registry.Endpoint, new RegistryCredential("reader", "s3cret"));
        using var mistaken = new RegistryTest(registry.Endpoint, new RegistryCredential("reader", "guess"));
        using var anonymous = new RegistryTest(registry.Endpoint);

        Assert.Equal(Single.Root.Digest, (await known.ResolveAsync("a:1")).Digest);
        foreach (var test in new[] { mistaken, anonymous })
        {
            var error = await Assert.ThrowsAsync<RegistryException>(() => test.ResolveAsync("a:1"));
            Assert.Equal(RegistryProblem.Unauthorized, error.Problem);
            Assert.DoesNotContain("guess", error.ToString(), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_registry_that_is_killed_becomes_unavailable()
    {
        using var registry = await DockerRegistry.StartAsync();
        await registry.PushAsync("a", "1", Single);
        using var test = new RegistryTest(registry.Endpoint);
        await test.ResolveAsync("a:1");

        registry.Kill();

        Assert.Equal(RegistryProblem.Unavailable, (await Assert.ThrowsAsync<RegistryException>(() => test.ResolveAsync("a:1"))).Problem);
        Assert.Equal(RegistryProblem.Unavailable, (await Assert.ThrowsAsync<RegistryException>(() => test.GetAsync("a", Single.Root.Digest))).Problem);
    }

    [SkippableFact]
    public async Task A_registry_that_is_killed_in_the_middle_of_a_blob_becomes_unavailable()
    {
        using var registry = await DockerRegistry.StartAsync();
        var bytes = new byte[32 << 20];
        new Random(1).NextBytes(bytes);
        var blob = SampleContent.Of("application/octet-stream", bytes);
        await registry.PushAsync("a", "1", Single with { Blobs = [.. Single.Blobs, blob] });
        using var test = new RegistryTest(registry.Endpoint);
        await using var stream = await test.Client.OpenBlobAsync(test.Reference("a"), new Descriptor(blob.MediaType, blob.Digest, bytes.Length), CancellationToken.None);
        Assert.True(await stream.ReadAsync(new byte[1000]) > 0);

        registry.Kill();

        Assert.Equal(RegistryProblem.Unavailable, (await Assert.ThrowsAsync<RegistryException>(() => stream.CopyToAsync(Stream.Null))).Problem);
    }

    private static async Task AssertNotFoundAsync(Func<Task> act) =>
        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(act)).Problem);
}
