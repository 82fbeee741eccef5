using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>From and to layouts on disk.</summary>
public sealed class BlobLayoutTests : IDisposable
{
    private static readonly SampleContent Blob = BlobTest.Bytes(3_000_000);
    private static readonly ImageReference Name = ImageReference.Parse("reg.example/a");

    private readonly InMemoryRegistry _registry = new();
    private readonly BlobTest _test = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_blob_goes_through_two_layouts_and_back()
    {
        _registry.AddContent("a", Blob);
        var (one, two) = (Layout("one"), Layout("two"));

        Assert.Equal(new BlobMove(BlobArrival.Copied, 3_000_000, 3_000_000, 0), await _test.MoveAsync(_test.Place(_registry.Endpoint, "a"), one, Blob));
        Assert.Equal(BlobArrival.Copied, (await _test.MoveAsync(one, two, Blob)).Arrival);
        Assert.Equal(BlobArrival.Copied, (await _test.MoveAsync(two, _test.Place(_registry.Endpoint, "b"), Blob)).Arrival);

        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(two, Blob));
        Assert.Equal(Blob.Bytes, _registry.Read("b", Blob.Digest.Text));
    }

    [Fact]
    public async Task What_a_layout_has_is_not_read_again()
    {
        var layout = Layout("one");
        await layout.Store.PutBlobAsync(Name, Blob.Bytes, Blob.MediaType, CancellationToken.None);

        Assert.Equal(new BlobMove(BlobArrival.Present, 0, 0, 0), await _test.MoveAsync(_test.Place(_registry.Endpoint, "a"), layout, Blob));
        Assert.Empty(_registry.Log.Requests);
    }

    [Fact]
    public async Task Another_byte_never_gets_a_name_in_a_layout()
    {
        _registry.AddContent("a", Blob with { Bytes = BlobTest.Bytes(3_000_000, seed: 2).Bytes });

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => _test.MoveAsync(_test.Place(_registry.Endpoint, "a"), Layout("one"), Blob));

        Assert.Equal(Blob.Digest, error.Expected);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "one", "blobs", "sha256")));
    }

    [Fact]
    public async Task A_blob_that_was_cut_short_on_disk_is_replaced()
    {
        _registry.AddContent("a", Blob);
        var layout = Layout("one");
        await _test.MoveAsync(_test.Place(_registry.Endpoint, "a"), layout, Blob);
        _folder.Write($"one/blobs/sha256/{Blob.Digest.Hex}", Blob.Bytes[..100]);

        Assert.Equal(BlobArrival.Copied, (await _test.MoveAsync(_test.Place(_registry.Endpoint, "a"), layout, Blob)).Arrival);

        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(layout, Blob));
    }

    [Fact]
    public async Task A_layout_whose_blob_has_another_byte_commits_nothing_elsewhere()
    {
        var layout = Layout("one");
        await layout.Store.PutBlobAsync(Name, Blob.Bytes, Blob.MediaType, CancellationToken.None);
        _folder.Write($"one/blobs/sha256/{Blob.Digest.Hex}", BlobTest.Bytes(3_000_000, seed: 2).Bytes);

        await Assert.ThrowsAsync<DigestMismatchException>(() => _test.MoveAsync(layout, _test.Place(_registry.Endpoint, "b"), Blob));

        Assert.False(_registry.Has("b", Blob.Digest.Text));
        Assert.Equal(0, _registry.Pushes.OpenUploads);
    }

    private ImagePlace Layout(string name) => new(new OciLayout(Path.Combine(_folder.Path, name)), Name);
}
