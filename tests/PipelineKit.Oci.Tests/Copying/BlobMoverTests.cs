using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Between in-memory registries: which requests a blob takes, and what comes of each answer.</summary>
public sealed class BlobMoverTests : IDisposable
{
    private static readonly SampleContent Blob = BlobTest.Bytes(3_000_000);

    private readonly InMemoryRegistry _source = new();
    private readonly InMemoryRegistry _target = new();
    private readonly BlobTest _test = new();

    public BlobMoverTests() => _source.AddContent("a", Blob);

    public void Dispose()
    {
        _test.Dispose();
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task A_blob_goes_to_another_registry_in_four_requests()
    {
        var move = await MoveAsync();

        Assert.Equal(new BlobMove(BlobArrival.Copied, 3_000_000, 3_000_000, 0), move);
        Assert.Equal(["GET"], Methods(_source));
        Assert.Equal(["HEAD", "POST", "PUT"], Methods(_target));
        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    public async Task A_blob_of_any_size_arrives(int size)
    {
        var blob = BlobTest.Bytes(size);
        _source.AddContent("a", blob);

        Assert.Equal(BlobArrival.Copied, (await MoveAsync(blob)).Arrival);

        Assert.Equal(blob.Bytes, _target.Read("b", blob.Digest.Text));
    }

    [Fact]
    public async Task What_is_there_takes_one_HEAD()
    {
        _target.AddContent("b", Blob);

        Assert.Equal(new BlobMove(BlobArrival.Present, 0, 0, 0), await MoveAsync());

        Assert.Equal(["HEAD"], Methods(_target));
        Assert.Empty(_source.Log.Requests);
    }

    [Theory]
    [InlineData(RegistryAccessMode.Anonymous)]
    [InlineData(RegistryAccessMode.Token)]
    public async Task Within_a_registry_one_POST_mounts_it(RegistryAccessMode mode)
    {
        _source.Access.Mode = mode;

        var move = await _test.MoveAsync(_test.Place(_source.Endpoint, "a"), _test.Place(_source.Endpoint, "b"), Blob);

        Assert.Equal(new BlobMove(BlobArrival.Mounted, 0, 0, 0), move);
        Assert.Equal(["POST"], Methods(_source).Distinct());
        Assert.True(_source.Has("b", Blob.Digest.Text));
        Assert.All(_source.Log.Requests.Where(r => r.Path == "/token"), r => Assert.Equal(["repository:b:pull,push", "repository:a:pull"], r.Query("scope")));
    }

    [Fact]
    public async Task A_refused_mount_becomes_the_upload()
    {
        _source.Pushes.Mounts = false;

        var move = await _test.MoveAsync(_test.Place(_source.Endpoint, "a"), _test.Place(_source.Endpoint, "b"), Blob);

        Assert.Equal(BlobArrival.Copied, move.Arrival);
        Assert.Equal(["POST", "HEAD", "GET", "PUT"], Methods(_source));
        Assert.Equal(0, _source.Pushes.OpenUploads);
    }

    [Fact]
    public async Task A_refused_mount_of_what_is_there_leaves_no_upload_behind()
    {
        _source.Pushes.Mounts = false;
        _source.AddContent("b", Blob);

        var move = await _test.MoveAsync(_test.Place(_source.Endpoint, "a"), _test.Place(_source.Endpoint, "b"), Blob);

        Assert.Equal(BlobArrival.Present, move.Arrival);
        Assert.Equal(["POST", "HEAD", "DELETE"], Methods(_source));
        Assert.Equal(0, _source.Pushes.OpenUploads);
    }

    [Fact]
    public async Task A_sibling_that_has_it_spares_the_bytes()
    {
        _target.AddContent("sibling", Blob);

        var move = await MoveAsync(Blob, "empty", "sibling", "b");

        Assert.Equal(BlobArrival.Mounted, move.Arrival);
        Assert.Equal(["HEAD", "POST", "DELETE", "POST"], Methods(_target));
        Assert.Empty(_source.Log.Requests);
        Assert.Equal(0, _target.Pushes.OpenUploads);
    }

    [Fact]
    public async Task A_repository_nobody_may_read_is_no_sibling()
    {
        _target.Access.Mode = RegistryAccessMode.Token;
        _target.Break(RegistryFault.Status(403) with { Target = "mount=" });

        Assert.Equal(BlobArrival.Copied, (await MoveAsync(Blob, "hidden")).Arrival);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_repository_that_is_not_there_yet_and_may_not_be_read_is_written_to(int status)
    {
        _target.Break(RegistryFault.Status(status) with { Method = "HEAD" });

        Assert.Equal(BlobArrival.Copied, (await MoveAsync()).Arrival);
    }

    [Fact]
    public async Task Within_a_repository_it_is_there_or_it_is_missing()
    {
        var place = _test.Place(_source.Endpoint, "a");

        Assert.Equal(BlobArrival.Present, (await _test.MoveAsync(place, place, Blob)).Arrival);
        Assert.Equal(["HEAD"], Methods(_source));

        var error = await Assert.ThrowsAsync<RegistryException>(() => _test.MoveAsync(place, place, BlobTest.Bytes(5)));
        Assert.Equal(RegistryProblem.NotFound, error.Problem);
    }

    [Fact]
    public async Task What_the_source_has_not_got_begins_no_upload()
    {
        var error = await Assert.ThrowsAsync<RegistryException>(() => MoveAsync(BlobTest.Bytes(5)));

        Assert.Equal(RegistryProblem.NotFound, error.Problem);
        Assert.Equal(["HEAD"], Methods(_target));
    }

    [Fact]
    public async Task A_blob_of_another_size_at_the_destination_is_an_error()
    {
        _target.Break(RegistryFault.ClaimedLength(17) with { Method = "HEAD" });
        _target.AddContent("b", Blob);

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => MoveAsync())).Problem);
    }

    [Theory]
    [InlineData("http://{0}{1}")]
    [InlineData("https://{0}{1}")]
    [InlineData("//{0}{1}")]
    public async Task The_place_of_an_upload_may_be_told_in_full(string format)
    {
        _target.Pushes.Location = path => string.Format(format, _target.Endpoint, path);

        Assert.Equal(BlobArrival.Copied, (await MoveAsync()).Arrival);
    }

    [Fact]
    public async Task Mirrors_of_both_ends_are_followed()
    {
        using var transport = new RegistryTransport(new RegistryTransportOptions());
        Assert.True(RegistryMirrors.TryParse([$"docker.io={_source.Endpoint}/mirror", $"ghcr.io={_source.Endpoint}/mirror"], out var mirrors, out _));
        var sources = new ImageSources(transport, mirrors);
        _source.AddContent("mirror/team/app", Blob);

        var move = await _test.MoveAsync(new ImagePlace(sources, ImageReference.Parse("docker.io/team/app")), new ImagePlace(sources, ImageReference.Parse("ghcr.io/team/app2")), Blob);

        Assert.Equal(BlobArrival.Mounted, move.Arrival);
        Assert.True(_source.Has("mirror/team/app2", Blob.Digest.Text));
    }

    private static IEnumerable<string> Methods(InMemoryRegistry registry) => registry.Log.Requests.Where(r => r.Path != "/token").Select(r => r.Method);

    private Task<BlobMove> MoveAsync(SampleContent? blob = null, params string[] siblings) =>
        _test.MoveAsync(_test.Place(_source.Endpoint, "a"), _test.Place(_target.Endpoint, "b"), blob ?? Blob, siblings);
}
