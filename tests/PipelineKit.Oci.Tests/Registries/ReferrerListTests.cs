using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class ReferrerListTests : IDisposable
{
    private const string Sbom = "application/vnd.cyclonedx+json";
    private const string Signature = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;
    private readonly Digest _subject;
    private readonly Digest _sbom;
    private readonly Digest _signature;

    public ReferrerListTests()
    {
        _test = new RegistryTest(_registry);
        _subject = _registry.AddImage("a/b", "1");
        _sbom = _registry.AddReferrer("a/b", _subject, Sbom, "the parts list");
        _signature = _registry.AddReferrer("a/b", _subject, Signature, "the signature");
    }

    public void Dispose()
    {
        Assert.Empty(_registry.Unexpected);
        _test.Dispose();
        _registry.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Referrers_are_listed_with_their_types_with_and_without_the_api(bool api)
    {
        _registry.HasReferrersApi = api;

        Assert.Equal([(_sbom, Sbom), (_signature, Signature)], (await _test.ReferrersAsync("a/b", _subject)).Select(d => (d.Digest, d.ArtifactType)));
        Assert.Equal([_signature], (await _test.ReferrersAsync("a/b", _subject, Signature)).Select(d => d.Digest));
        Assert.Empty(await _test.ReferrersAsync("a/b", _sbom));
    }

    [Fact]
    public async Task The_type_asked_for_is_escaped_and_one_request_is_enough()
    {
        await _test.ReferrersAsync("a/b", _subject, Sbom);

        Assert.Equal($"/v2/a/b/referrers/{_subject}?artifactType=application%2Fvnd.cyclonedx%2Bjson", Assert.Single(_registry.Log.Requests).Target);
    }

    [Fact]
    public async Task A_registry_that_does_not_filter_is_filtered_here()
    {
        _registry.Break(new RegistryFault((_, response) => response.Replace("OCI-Filters-Applied", null)));
        _registry.Break(RegistryFault.Body(Index(2, Signature, Sbom)));

        Assert.Equal(Signature, Assert.Single(await _test.ReferrersAsync("a/b", _subject, Signature)).ArtifactType);
    }

    [Fact]
    public async Task A_registry_that_has_filtered_need_not_repeat_the_type()
    {
        _registry.Break(RegistryFault.Body(Index(2, null, Sbom)));

        Assert.Null(Assert.Single(await _test.ReferrersAsync("a/b", _subject, Signature)).ArtifactType);
    }

    [Fact]
    public async Task Pages_are_followed()
    {
        _registry.PageSize = 1;

        Assert.Equal([_sbom, _signature], (await _test.ReferrersAsync("a/b", _subject)).Select(d => d.Digest));
        Assert.Equal(2, _registry.Log.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_registry_that_does_not_know_the_question_is_asked_for_the_tag(int status)
    {
        _registry.HasReferrersApi = false;
        _registry.Break(RegistryFault.Status(status) with { Target = "/referrers/" });

        Assert.Equal(2, (await _test.ReferrersAsync("a/b", _subject)).Count);
        Assert.Equal($"/v2/a/b/manifests/sha256-{_subject.Hex}", _registry.Log.Requests.Last().Target);
    }

    [Fact]
    public async Task A_web_page_instead_of_an_index_is_no_answer()
    {
        _registry.HasReferrersApi = false;
        _registry.Break(RegistryFault.Status(200, body: "<html>") with { Target = "/referrers/" });

        Assert.Equal(2, (await _test.ReferrersAsync("a/b", _subject)).Count);
    }

    [Fact]
    public async Task A_refusal_is_not_taken_for_an_empty_list()
    {
        _registry.Break(RegistryFault.Status(403));

        Assert.Equal(RegistryProblem.Forbidden, (await Assert.ThrowsAsync<RegistryException>(() => _test.ReferrersAsync("a/b", _subject))).Problem);
    }

    [Fact]
    public async Task A_fallback_tag_that_is_an_image_is_refused()
    {
        _registry.HasReferrersApi = false;
        _registry.AddImage("a/b", $"sha256-{_subject.Hex}");

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.ReferrersAsync("a/b", _subject))).Problem);
    }

    [Fact]
    public async Task More_referrers_than_are_ever_read_are_refused()
    {
        var page = 0;
        _registry.Break(new RegistryFault((_, response) => response.Replace("Link", $"</v2/a/b/referrers/{_subject}?page={page++}>; rel=\"next\"")));
        _registry.Break(RegistryFault.Body(Index(600, Sbom)));

        Assert.Contains("1000 referrers", (await Assert.ThrowsAsync<RegistryException>(() => _test.ReferrersAsync("a/b", _subject))).Message, StringComparison.Ordinal);
        Assert.Equal(2, _registry.Log.Requests.Count);
    }

    [Theory]
    [InlineData("sha256:", 64)]
    [InlineData("sha512:", 128)]
    public void The_fallback_tag_is_a_tag(string algorithm, int length) =>
        Assert.Null(ReferenceGrammar.TagProblem(ReferrerList.TagOf(Digest.Parse(algorithm + new string('a', length)))));

    private static byte[] Index(int count, params string?[] types)
    {
        var entries = Enumerable.Range(0, count).Select(i =>
        {
            var type = types[i % types.Length] is { } t ? $""","artifactType":"{t}" """ : "";
            return $$"""{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Digest.Sha256([(byte)i])}}","size":1{{type}}}""";
        });
        return Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', entries)}}]}""");
    }
}
