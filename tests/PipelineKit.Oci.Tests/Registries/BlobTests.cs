using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class BlobTests : IDisposable
{
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;
    private readonly SampleContent _blob = SampleContent.Of("text/plain", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000))));
    private readonly Descriptor _descriptor;

    public BlobTests()
    {
        _test = new RegistryTest(_registry);
        _registry.AddContent("a", _blob);
        _descriptor = new Descriptor(_blob.MediaType, _blob.Digest, _blob.Bytes.Length);
    }

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task A_blob_comes_whole() => Assert.Equal(_blob.Bytes, await _test.ReadBlobAsync("a", _descriptor));

    [Fact]
    public async Task An_empty_blob_is_one()
    {
        var empty = SampleContent.Of("text/plain", Array.Empty<byte>());
        _registry.AddContent("a", empty);

        Assert.Empty(await _test.ReadBlobAsync("a", new Descriptor(empty.MediaType, empty.Digest, 0)));
    }

    [Fact]
    public async Task Other_bytes_are_a_mismatch_before_the_last_of_them_is_given()
    {
        var other = (byte[])_blob.Bytes.Clone();
        other[0] ^= 1;
        _registry.Break(RegistryFault.Body(other));
        await using var stream = await _test.Client.OpenBlobAsync(_test.Reference("a"), _descriptor, CancellationToken.None);
        using var received = new MemoryStream();

        await Assert.ThrowsAsync<DigestMismatchException>(() => stream.CopyToAsync(received));

        Assert.InRange(received.Length, 0, _blob.Bytes.Length - 1);
    }

    [Fact]
    public async Task A_blob_of_another_length_than_its_descriptor_is_refused_by_its_header()
    {
        _registry.Break(RegistryFault.Truncated());

        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.ReadBlobAsync("a", _descriptor));

        Assert.Equal(RegistryProblem.Protocol, error.Problem);
    }

    [Fact]
    public async Task A_blob_that_ends_early_without_telling_its_length_is_a_mismatch()
    {
        var stream = new VerifyingStream(new MemoryStream(_blob.Bytes[..100]), _blob.Digest, _blob.Bytes.Length, "test", new MemoryStream());
        await using (stream)
        {
            await Assert.ThrowsAsync<DigestMismatchException>(() => stream.CopyToAsync(Stream.Null));
        }
    }

    [Fact]
    public async Task A_blob_without_end_ends_at_the_size_of_its_descriptor()
    {
        _registry.Break(RegistryFault.Endless());

        var error = await Assert.ThrowsAnyAsync<RegistryException>(() => _test.ReadBlobAsync("a", _descriptor));

        Assert.Equal(RegistryProblem.Protocol, error.Problem);
    }

    [Fact]
    public async Task A_blob_that_breaks_off_makes_the_registry_unavailable()
    {
        _registry.Break(RegistryFault.CutMidBody());

        Assert.Equal(RegistryProblem.Unavailable, (await Assert.ThrowsAsync<RegistryException>(() => _test.ReadBlobAsync("a", _descriptor))).Problem);
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_not_found()
    {
        var missing = new Descriptor("text/plain", Digest.Sha256("missing"u8), 7);

        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.ReadBlobAsync("a", missing));

        Assert.Equal(RegistryProblem.NotFound, error.Problem);
        Assert.Contains("BLOB_UNKNOWN", error.Message, StringComparison.Ordinal);
    }
}
