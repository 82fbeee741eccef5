using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class PushTests : IDisposable
{
    private static readonly SampleImage Image = SampleImage.Build("pushed", "linux/amd64", "linux/arm64");
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("a small blob");

    private readonly InMemoryRegistry _registry = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(RegistryAccessMode.Anonymous)]
    [InlineData(RegistryAccessMode.Basic)]
    [InlineData(RegistryAccessMode.Token)]
    public async Task An_image_is_put_part_by_part_and_read_back(RegistryAccessMode mode)
    {
        _registry.Access.Mode = mode;
        _registry.Access.Account = ("writer", "s3cret");
        using var test = Test(new RegistryCredential("writer", "s3cret"));

        await PutAsync(test, Image, "1");

        Assert.Equal(Image.Root.Digest, (await test.ResolveAsync("a/b:1")).Digest);
        Assert.Equal(Image.Children[1].Bytes, (await test.GetAsync("a/b", Image.Children[1].Digest)).Bytes.ToArray());
        Assert.Empty(_registry.Unexpected);
    }

    [Fact]
    public async Task Only_what_writes_asks_for_a_token_that_may_push()
    {
        _registry.Access.Mode = RegistryAccessMode.Token;
        using var test = Test();
        _registry.AddImage("a/b", "1");

        await test.ResolveAsync("a/b:1");
        Assert.Equal(["repository:a/b:pull"], Scopes());

        await PutBlobAsync(test);
        Assert.Equal(["repository:a/b:pull", "repository:a/b:pull,push"], Scopes());
    }

    [Fact]
    public async Task A_blob_that_is_there_is_not_sent_again()
    {
        using var test = Test();
        await PutBlobAsync(test);
        _registry.Log.Clear();

        var descriptor = await PutBlobAsync(test);

        Assert.Equal(new Descriptor("text/plain", Digest.Sha256(Content), Content.Length) with { Annotations = descriptor.Annotations }, descriptor);
        Assert.Equal(["HEAD"], _registry.Log.Requests.Select(r => r.Method));
    }

    [Theory]
    [InlineData("http://{0}{1}")]
    [InlineData("https://{0}{1}")]
    [InlineData("//{0}{1}")]
    public async Task The_place_of_an_upload_may_be_told_in_full(string format)
    {
        _registry.Pushes.Location = path => string.Format(format, _registry.Endpoint, path);
        using var test = Test();

        await PutBlobAsync(test);

        Assert.Empty(_registry.Unexpected);
        Assert.Equal(Content, await test.ReadBlobAsync("a/b", new Descriptor("text/plain", Digest.Sha256(Content), Content.Length)));
    }

    [Theory]
    [InlineData("https://evil.example/uploads/x")]
    [InlineData("//evil.example/uploads/x")]
    [InlineData("http://127.0.0.1:1/uploads/x")]
    [InlineData("ftp://127.0.0.1/uploads/x")]
    public async Task Content_is_not_sent_to_another_host(string place)
    {
        _registry.Pushes.Location = _ => place;
        using var test = Test();

        var error = await Assert.ThrowsAsync<RegistryException>(() => PutBlobAsync(test));

        Assert.Equal(RegistryProblem.Unsafe, error.Problem);
        Assert.Equal(0, _registry.Log.Count("PUT", "/"));
    }

    [Fact]
    public async Task An_upload_without_a_place_is_an_error()
    {
        _registry.Break(RegistryFault.Header("Location", null));
        using var test = Test();

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => PutBlobAsync(test))).Problem);
    }

    [Fact]
    public async Task A_blob_whose_answer_got_lost_is_found_to_be_there()
    {
        _registry.Pushes.LostAnswers = 1;
        using var test = Test(tries: 2);

        await PutBlobAsync(test);

        Assert.Equal(["HEAD", "POST", "PUT", "PUT", "HEAD"], _registry.Log.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task An_upload_that_gets_lost_again_and_again_ends()
    {
        _registry.Break(RegistryFault.Status(404) with { Method = "PUT" });
        _registry.Break(RegistryFault.Status(404) with { Method = "HEAD" });
        using var test = Test();

        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => PutBlobAsync(test))).Problem);
        Assert.Equal(3, _registry.Log.Count("POST", "/"));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_fails_for_a_moment_is_sent_again_with_its_body(int status)
    {
        _registry.Break(RegistryFault.Status(status) with { Method = "PUT", Target = "/manifests/", Times = 2 });
        using var test = Test(tries: 3);

        await PutAsync(test, Image, "1");

        Assert.Equal(Image.Root.Digest, (await test.ResolveAsync("a/b:1")).Digest);
        Assert.Empty(_registry.Unexpected);
    }

    [Fact]
    public async Task Credentials_that_only_read_are_told_what_they_lack()
    {
        _registry.Access.Mode = RegistryAccessMode.Token;
        _registry.Access.MayPush = false;
        using var test = Test();

        var error = await Assert.ThrowsAsync<RegistryException>(() => PutBlobAsync(test));

        Assert.Equal(RegistryProblem.Unauthorized, error.Problem);
        Assert.Contains("must allow writing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ghcr.io", "packages: write")]
    [InlineData("docker.io", "write access")]
    [InlineData("team.azurecr.io", "AcrPush")]
    [InlineData("europe-docker.pkg.dev", "Artifact Registry Writer")]
    [InlineData("1.dkr.ecr.eu-west-1.amazonaws.com", "ecr:PutImage")]
    [InlineData("registry.example", "registry.example must allow writing")]
    public void Each_registry_has_its_own_permission_to_push(string registry, string permission) =>
        Assert.Contains(permission, AccessHints.Writing(registry, "a/b"), StringComparison.Ordinal);

    [Fact]
    public async Task A_manifest_whose_parts_are_missing_is_refused_by_name()
    {
        using var test = Test();
        var manifest = Parse(Image.Children[0]);

        var error = await Assert.ThrowsAsync<RegistryException>(() => test.Client.PutManifestAsync(test.Reference("a/b"), manifest, "1", CancellationToken.None));

        Assert.Equal(RegistryProblem.Protocol, error.Problem);
        Assert.Contains("MANIFEST_BLOB_UNKNOWN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_got_other_bytes_is_found_out()
    {
        using var test = Test();
        _registry.Break(RegistryFault.DigestHeader(Digest.Sha256("other"u8).Text) with { Method = "PUT" });

        await Assert.ThrowsAsync<DigestMismatchException>(() => PutBlobAsync(test));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task What_is_no_tag_is_not_sent(string tag)
    {
        using var test = Test();

        await Assert.ThrowsAsync<ArgumentException>(() => test.Client.PutManifestAsync(test.Reference("a/b"), Parse(Image.Root), tag, CancellationToken.None));

        Assert.Empty(_registry.Log.Requests);
    }

    [Fact]
    public async Task More_than_a_small_blob_is_not_sent()
    {
        using var test = Test();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            test.Client.PutBlobAsync(test.Reference("a/b"), new byte[IImageStore.MaximumBlob + 1], "text/plain", CancellationToken.None));

        Assert.Empty(_registry.Log.Requests);
    }

    private static ManifestContent Parse(SampleContent manifest) => ManifestParser.Parse(manifest.Bytes, manifest.MediaType, "test");

    private static async Task PutAsync(RegistryTest test, SampleImage image, string tag)
    {
        foreach (var blob in image.Blobs)
        {
            await test.Client.PutBlobAsync(test.Reference("a/b"), blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        foreach (var child in image.Children)
        {
            await test.Client.PutManifestAsync(test.Reference("a/b"), Parse(child), tag: null, CancellationToken.None);
        }

        await test.Client.PutManifestAsync(test.Reference("a/b"), Parse(image.Root), tag, CancellationToken.None);
    }

    private static Task<Descriptor> PutBlobAsync(RegistryTest test) =>
        test.Client.PutBlobAsync(test.Reference("a/b"), Content, "text/plain", CancellationToken.None);

    private RegistryTest Test(RegistryCredential? credential = null, int tries = 1) => new(_registry.Endpoint, credential, _time, tries);

    private IEnumerable<string> Scopes() => _registry.Log.Requests.Where(r => r.Path == "/token").SelectMany(r => r.Query("scope"));
}
