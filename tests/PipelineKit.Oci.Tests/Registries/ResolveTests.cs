using System.Security.Cryptography;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class ResolveTests : IDisposable
{
    private static readonly string Other = "sha256:" + new string('a', 64);
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;

    public ResolveTests() => _test = new RegistryTest(_registry);

    public void Dispose()
    {
        Assert.Empty(_registry.Unexpected);
        _test.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task A_tag_is_resolved_by_one_head_that_accepts_all_four_types()
    {
        var digest = _registry.AddImage("a/b", "1", "linux/amd64", "linux/arm64");

        var image = await _test.ResolveAsync("a/b:1");

        Assert.Equal((digest, MediaTypes.OciIndex, true), (image.Digest, image.MediaType, image.IsIndex));
        var request = Assert.Single(_registry.Log.Requests);
        Assert.Equal(("HEAD", "/v2/a/b/manifests/1"), (request.Method, request.Target));
        Assert.All(MediaTypes.Accepted, t => Assert.Contains(t, request.Header("Accept"), StringComparison.Ordinal));
        Assert.True(image.Size > 0);
    }

    [Fact]
    public async Task Without_a_tag_latest_is_asked_for()
    {
        var digest = _registry.AddImage("a", "latest");

        Assert.Equal(digest, (await _test.ResolveAsync("a")).Digest);
    }

    [Fact]
    public async Task A_pinned_reference_is_asked_for_by_its_digest_whatever_its_tag()
    {
        var digest = _registry.AddImage("a", "1");
        _registry.AddImage("a", "2");

        var image = await _test.ResolveAsync($"a:2@{digest}");

        Assert.Equal(digest, image.Digest);
        Assert.Equal((1, 0), (_registry.Log.ManifestHeads, _registry.Log.ManifestGets));
    }

    [Theory]
    [InlineData(405)]
    [InlineData(400)]
    [InlineData(406)]
    [InlineData(415)]
    [InlineData(501)]
    public async Task Where_head_is_not_supported_the_manifest_is_fetched_and_hashed(int status)
    {
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.NoHead(status));
        _registry.Break(RegistryFault.DigestHeader(null));

        Assert.Equal(new ResolvedImage(digest, MediaTypes.OciManifest, (await _test.GetAsync("a", digest)).Bytes.Length), await _test.ResolveAsync("a:1"));
    }

    [Fact]
    public async Task Without_a_digest_header_the_manifest_is_fetched_and_hashed()
    {
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.DigestHeader(null));

        Assert.Equal(digest, (await _test.ResolveAsync("a:1")).Digest);
        Assert.Equal((1, 1), (_registry.Log.ManifestHeads, _registry.Log.ManifestGets));
    }

    [Theory]
    [InlineData("application/vnd.oci.image.manifest.v1+json; charset=utf-8")]
    [InlineData("APPLICATION/VND.OCI.IMAGE.MANIFEST.V1+JSON")]
    public async Task Parameters_and_case_of_the_content_type_say_nothing(string contentType)
    {
        _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.Header("Content-Type", contentType));

        Assert.Equal(MediaTypes.OciManifest, (await _test.ResolveAsync("a:1")).MediaType);
        Assert.Equal(0, _registry.Log.ManifestGets);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task An_answer_of_a_general_type_is_fetched_to_see_what_it_is(string? contentType)
    {
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.Header("Content-Type", contentType));

        Assert.Equal((digest, MediaTypes.OciManifest), ((await _test.ResolveAsync("a:1")).Digest, (await _test.ResolveAsync("a:1")).MediaType));
    }

    [Theory]
    [InlineData("sha256:abc")]
    [InlineData("sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sha384:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sha256:../../../../etc/passwd")]
    [InlineData("latest")]
    public async Task A_digest_header_that_is_no_digest_is_an_error_and_not_ignored(string header)
    {
        _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.DigestHeader(header));

        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.ResolveAsync("a:1"));

        Assert.Equal((RegistryProblem.Protocol, 0), (error.Problem, _registry.Log.ManifestGets));
    }

    [Fact]
    public async Task Two_different_digest_headers_are_an_error()
    {
        _registry.AddImage("a", "1");
        _registry.Break(new RegistryFault((_, response) => response.With("Docker-Content-Digest", Other)));

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.ResolveAsync("a:1"))).Problem);
    }

    [Fact]
    public async Task A_header_that_answers_a_pinned_reference_with_another_digest_is_a_mismatch()
    {
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.DigestHeader(Other));

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => _test.ResolveAsync($"a@{digest}"));

        Assert.Equal((digest, Digest.Parse(Other)), (error.Expected, error.Actual));
    }

    [Fact]
    public async Task A_header_that_lies_about_the_body_it_comes_with_is_a_mismatch()
    {
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.NoHead());
        _registry.Break(RegistryFault.DigestHeader(Other) with { Method = "GET" });

        Assert.Equal(Digest.Parse(Other), (await Assert.ThrowsAsync<DigestMismatchException>(() => _test.ResolveAsync("a:1"))).Expected);
        Assert.Equal(Digest.Parse(Other), (await Assert.ThrowsAsync<DigestMismatchException>(() => _test.GetAsync("a", digest))).Expected);
    }

    [Fact]
    public async Task A_sha512_digest_is_believed_in_a_header_and_checked_against_a_body()
    {
        _registry.AddImage("a", "1");
        var sample = SampleImage.Build("a:1").Root;
        var digest = Digest.Parse("sha512:" + Convert.ToHexStringLower(SHA512.HashData(sample.Bytes)));
        _registry.AddContent("a", sample with { Digest = digest });

        Assert.Equal(digest, (await _test.ResolveAsync($"a@{digest}")).Digest);
        Assert.Equal(digest, (await _test.GetAsync("a", digest)).Digest);
        _registry.Break(RegistryFault.DigestHeader(sample.Digest.Text));
        Assert.Equal(digest, (await _test.ResolveAsync($"a@{digest}")).Digest);
    }

    [Fact]
    public async Task Schema_1_has_only_the_digest_of_the_header()
    {
        var old = SampleContent.Of(MediaTypes.DockerSchema1Signed, Encoding.UTF8.GetBytes("""{"schemaVersion":1,"fsLayers":[],"signatures":[]}"""));
        _registry.AddManifest("a", "1", old with { Digest = Digest.Parse(Other) });

        Assert.Equal(new ResolvedImage(Digest.Parse(Other), MediaTypes.DockerSchema1Signed, old.Bytes.Length), await _test.ResolveAsync("a:1"));
        _registry.Break(RegistryFault.NoHead());
        Assert.Equal(Digest.Parse(Other), (await _test.ResolveAsync("a:1")).Digest);
        _registry.Break(RegistryFault.DigestHeader(null));
        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.ResolveAsync("a:1"));
        Assert.Contains("schema 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", Digest.Parse(Other)))).Problem);
    }

    [Theory]
    [InlineData(404, RegistryProblem.NotFound)]
    [InlineData(403, RegistryProblem.Forbidden)]
    [InlineData(418, RegistryProblem.Protocol)]
    [InlineData(204, RegistryProblem.Protocol)]
    public async Task A_refusal_is_told_with_its_kind_and_status(int status, RegistryProblem problem)
    {
        _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.Status(status));

        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.ResolveAsync("a:1"));

        Assert.Equal((problem, status, $"{_registry.Endpoint}/a:1"), (error.Problem, (int?)error.Status, error.ImageSource));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.ResolveAsync("nobody/knows:1"));

        Assert.Equal(RegistryProblem.NotFound, error.Problem);
    }

    [Fact]
    public async Task A_tag_that_moves_with_every_request_never_mixes_its_digests()
    {
        var digests = _registry.AddMovingTag("a", "1", images: 5);
        for (var i = 0; i < 20; i++)
        {
            var first = await _test.ResolveAsync("a:1");
            var content = await _test.GetAsync("a", first.Digest);
            Assert.Equal((digests[i % 5], digests[i % 5]), (first.Digest, Digest.Sha256(content.Bytes.Span)));
        }
    }

    [Fact]
    public async Task A_tag_that_moves_between_head_and_get_is_the_one_that_was_hashed()
    {
        var digests = _registry.AddMovingTag("a", "1", images: 2);
        _registry.Break(RegistryFault.DigestHeader(null));

        Assert.Equal(digests[1], (await _test.ResolveAsync("a:1")).Digest);
    }

    [Fact]
    public async Task Sixty_four_references_are_resolved_at_the_same_time()
    {
        _registry.KnowsEveryName = true;
        _registry.Latency = TimeSpan.FromMilliseconds(300);
        var started = TimeProvider.System.GetTimestamp();

        var images = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => _test.ResolveAsync($"image-{i}:1")));

        Assert.Equal(64, images.Select(i => i.Digest).Distinct().Count());
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
