using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class ManifestFetchTests : IDisposable
{
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;
    private readonly Digest _digest;

    public ManifestFetchTests()
    {
        _test = new RegistryTest(_registry);
        _digest = _registry.AddImage("a", "1", "linux/amd64", "linux/arm64/v8");
    }

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task An_index_comes_as_its_bytes_with_its_platforms()
    {
        var index = await _test.GetAsync("a", _digest);

        Assert.Equal(SampleImage.Build("a:1", "linux/amd64", "linux/arm64/v8").Root.Bytes, index.Bytes.ToArray());
        Assert.Equal(["linux/amd64", "linux/arm64/v8"], index.Manifests.Select(m => m.Platform!.ToString()), StringComparer.Ordinal);
        var child = await _test.GetAsync("a", index.Manifests[0].Digest);
        Assert.Equal(index.Manifests[0].Size, child.Bytes.Length);
    }

    [Fact]
    public async Task Other_bytes_than_the_digest_asked_for_are_a_mismatch()
    {
        _registry.Break(RegistryFault.Body(Encoding.UTF8.GetBytes("""{"schemaVersion":2,"manifests":[]}""")));

        Assert.Equal(_digest, (await Assert.ThrowsAsync<DigestMismatchException>(() => _test.GetAsync("a", _digest))).Expected);
    }

    [Fact]
    public async Task A_truncated_body_that_looks_whole_is_a_mismatch()
    {
        _registry.Break(RegistryFault.Truncated());

        await Assert.ThrowsAsync<DigestMismatchException>(() => _test.GetAsync("a", _digest));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_breaks_off_is_asked_for_again(bool reset)
    {
        _registry.Break(RegistryFault.CutMidBody(reset) with { Times = 2 });

        Assert.Equal(_digest, (await _test.GetAsync("a", _digest)).Digest);
        Assert.Equal(3, _registry.Log.ManifestGets);
    }

    [Fact]
    public async Task A_body_that_always_breaks_off_makes_the_registry_unavailable()
    {
        _registry.Break(RegistryFault.CutMidBody());

        Assert.Equal(RegistryProblem.Unavailable, (await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest))).Problem);
        Assert.Equal(3, _registry.Log.ManifestGets);
    }

    [Fact]
    public async Task Endless_data_ends_at_the_bound()
    {
        _registry.Break(RegistryFault.Endless());

        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest));

        Assert.Equal((RegistryProblem.Protocol, true), (error.Problem, error.Message.Contains("larger than", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(ManifestParser.MaximumSize + 1L)]
    [InlineData(long.MaxValue)]
    public async Task A_length_beyond_the_bound_is_not_even_read(long length)
    {
        _registry.Break(RegistryFault.ClaimedLength(length));

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest))).Problem);
    }

    [Fact]
    public async Task A_body_of_another_type_than_its_header_is_refused()
    {
        _registry.Break(RegistryFault.Header("Content-Type", MediaTypes.OciManifest));

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest))).Problem);
    }

    [Theory]
    [InlineData("""{"errors":[{"code":"DENIED","message":"no pull for you"}]}""", "HTTP 403: DENIED no pull for you")]
    [InlineData("""{"errors":[{"code":"A","message":"x"},{"code":"B"},{"message":"y"},{"code":"D"}]}""", "HTTP 403: A x; B; y)")]
    [InlineData("""{"errors":[{"code":"A","message":"::error::\u001b[31m\n##vso[x]"}]}""", "HTTP 403: A ::error:: [31m ##vso[x])")]
    [InlineData("""{"errors":[{"code":7,"message":null},"x",null]}""", "(HTTP 403)")]
    [InlineData("""{"errors":{"code":"A"}}""", "(HTTP 403)")]
    [InlineData("""[]""", "(HTTP 403)")]
    [InlineData("<html>", "(HTTP 403)")]
    [InlineData("", "(HTTP 403)")]
    [InlineData("""{"errors":[{"code":"\ud800"}]}""", "(HTTP 403)")]
    public async Task The_registrys_own_words_are_told_cleaned_and_short(string body, string told)
    {
        _registry.Break(RegistryFault.Status(403, body: body));

        Assert.Contains(told, (await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(100_000)]
    public async Task A_long_error_makes_a_short_message(int length)
    {
        _registry.Break(RegistryFault.Status(403, body: $$"""{"errors":[{"code":"A","message":"{{new string('x', length)}}"}]}"""));

        Assert.InRange((await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest))).Message.Length, 1, 400);
    }

    [Fact]
    public async Task An_endless_error_is_an_error_like_any_other()
    {
        _registry.Break(new RegistryFault((_, response) =>
        {
            (response.Status, response.Body, response.IsEndless) = (403, new byte[65536], true);
        }));

        Assert.Equal(RegistryProblem.Forbidden, (await Assert.ThrowsAsync<RegistryException>(() => _test.GetAsync("a", _digest))).Problem);
    }
}
