using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Layouts;

/// <summary>A layout may have been unpacked from anywhere.</summary>
public sealed class HostileLayoutTests : IAsyncLifetime, IDisposable
{
    private static readonly SampleImage Image = SampleImage.Build("image");
    private readonly TempFolder _folder = new();

    private OciLayout Layout => new(_folder.Path);

    public async Task InitializeAsync()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await LayoutTest.AddAsync(writer, Image, "a:1");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_manifest_that_was_changed_is_a_mismatch()
    {
        _folder.Write(BlobPath(Image.Root.Digest), [.. Image.Root.Bytes, (byte)' ']);

        Assert.Equal(Image.Root.Digest, (await Assert.ThrowsAsync<DigestMismatchException>(ResolveAsync)).Expected);
    }

    [Fact]
    public async Task A_blob_that_was_changed_is_a_mismatch()
    {
        var blob = Image.Blobs[0];
        var bytes = (byte[])blob.Bytes.Clone();
        bytes[^1] ^= 1;
        _folder.Write(BlobPath(blob.Digest), bytes);
        await using var stream = await OpenAsync(blob, bytes.Length);

        await Assert.ThrowsAsync<DigestMismatchException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task A_blob_of_another_size_is_refused() =>
        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => OpenAsync(Image.Blobs[0], 1))).Problem);

    [Theory]
    [InlineData("index.json")]
    [InlineData("oci-layout")]
    [InlineData("blobs")]
    [InlineData("blobs/sha256")]
    [InlineData("MANIFEST")]
    public async Task A_link_inside_is_not_followed(string what)
    {
        var place = Path.Combine(_folder.Path, what == "MANIFEST" ? BlobPath(Image.Root.Digest) : what);
        Directory.Move(place, place + ".real");
        File.CreateSymbolicLink(place, place + ".real");

        Assert.Equal(RegistryProblem.Unsafe, (await Assert.ThrowsAsync<RegistryException>(ResolveAsync)).Problem);
    }

    [Fact]
    public async Task The_folder_itself_may_be_a_link()
    {
        using var elsewhere = new TempFolder();
        var link = Path.Combine(elsewhere.Path, "link");
        Directory.CreateSymbolicLink(link, _folder.Path);

        Assert.Equal(Image.Root.Digest, (await new OciLayout(link).ResolveAsync("a:1", CancellationToken.None)).Digest);
    }

    [Theory]
    [InlineData("oci-layout", "")]
    [InlineData("oci-layout", "{}")]
    [InlineData("oci-layout", "[]")]
    [InlineData("oci-layout", "{\"imageLayoutVersion\":1}")]
    [InlineData("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}")]
    [InlineData("index.json", "")]
    [InlineData("index.json", "{}")]
    [InlineData("index.json", "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}")]
    [InlineData("index.json", "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"sha256:../../../etc/passwd\",\"size\":1}]}")]
    public async Task A_layout_that_is_none_is_refused(string file, string content)
    {
        _folder.Write(file, content);

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(ResolveAsync)).Problem);
    }

    [Theory]
    [InlineData("oci-layout")]
    [InlineData("index.json")]
    public async Task A_folder_without_its_files_is_no_layout(string file)
    {
        File.Delete(Path.Combine(_folder.Path, file));

        var error = await Assert.ThrowsAsync<RegistryException>(ResolveAsync);

        Assert.Equal(RegistryProblem.NotFound, error.Problem);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_given_to_two_images_means_none()
    {
        var index = _folder.Read("index.json");
        using (var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None))
        {
            await LayoutTest.AddAsync(writer, SampleImage.Build("another"), "b:1");
        }

        _folder.Write("index.json", _folder.Read("index.json").Replace("docker.io/library/b:1", "docker.io/library/a:1", StringComparison.Ordinal));

        Assert.False(index == _folder.Read("index.json"));
        Assert.Contains("more than one", (await Assert.ThrowsAsync<RegistryException>(ResolveAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_larger_than_the_bound_is_not_read()
    {
        await using (var file = new FileStream(Path.Combine(_folder.Path, BlobPath(Image.Root.Digest)), FileMode.Open))
        {
            file.SetLength(ManifestParser.MaximumSize + 1L);
        }

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(ResolveAsync)).Problem);
    }

    private static string BlobPath(Digest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    private Task<ResolvedImage> ResolveAsync() => Layout.ResolveAsync(ImageReference.Parse("a:1"), CancellationToken.None);

    private Task<Stream> OpenAsync(SampleContent blob, long size) =>
        Layout.OpenBlobAsync(ImageReference.Parse("a:1"), new Descriptor(blob.MediaType, blob.Digest, size), CancellationToken.None);
}
