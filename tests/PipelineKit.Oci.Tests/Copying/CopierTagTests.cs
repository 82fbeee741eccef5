using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

public sealed class CopierTagTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly Digest _one;
    private readonly Digest _two;

    public CopierTagTests()
    {
        _one = _world.Target.AddImage("prod/app", "live");
        _two = _world.Target.AddImage("prod/app", "next", "linux/amd64", "linux/arm64");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_tag_is_moved_to_the_same_bytes_and_read_back()
    {
        var move = await TagAsync("live", _two, _one);

        Assert.Equal(new TagMove(_one, _two), move);
        Assert.Equal(_world.Target.Read("prod/app", _two.Text), _world.Target.Read("prod/app", "live"));
        Assert.Equal(["HEAD", "GET", "PUT", "HEAD"], _world.Target.Log.Requests.Select(r => r.Method));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tag_that_means_it_already_is_left_alone(bool isExpected)
    {
        Assert.Equal(new TagMove(_one, _one), await TagAsync("live", _one, isExpected ? _two : null));

        Assert.Equal("HEAD", Assert.Single(_world.Target.Log.Requests).Method);
    }

    [Fact]
    public async Task A_new_tag_means_nothing_before() => Assert.Equal(new TagMove(null, _two), await TagAsync("new", _two, expected: null));

    [Theory]
    [InlineData("live")]
    [InlineData("new")]
    public async Task A_tag_that_means_something_unexpected_is_a_conflict_that_names_both(string tag)
    {
        var expected = Digest.Sha256("yesterday"u8);

        var error = await Assert.ThrowsAsync<RegistryException>(() => TagAsync(tag, _two, expected));

        Assert.Equal(RegistryProblem.Conflict, error.Problem);
        Assert.Contains(expected.Text, error.Message, StringComparison.Ordinal);
        Assert.Contains(tag == "live" ? _one.Text : "is not there", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _world.Target.Log.Count("PUT", "/"));
    }

    [Fact]
    public async Task An_image_that_is_not_there_gets_no_tag()
    {
        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => TagAsync("live", Digest.Sha256("nothing"u8), _one))).Problem);

        Assert.Equal(0, _world.Target.Log.Count("PUT", "/"));
    }

    [Fact]
    public async Task A_tag_that_means_another_image_right_after_is_a_mismatch()
    {
        _world.Target.Pushes.AfterTag = () => _world.Target.AddTag("prod/app", "live", _one);

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => TagAsync("live", _two, _one));

        Assert.Equal((_two, _one), (error.Expected, error.Actual));
    }

    [Fact]
    public async Task A_layout_keeps_tags_too()
    {
        var sample = new CopySample();
        await sample.PutAsync(_world.Layout, "live");

        Assert.Equal(new TagMove(sample.Root.Digest, sample.Platforms[0].Digest), await _world.Copier.TagAsync(_world.Layout, "live", sample.Platforms[0].Digest, sample.Root.Digest, CancellationToken.None));
        Assert.Equal(sample.Platforms[0].Digest, (await _world.OpenLayout().FindTagAsync(_world.Layout.Repository, "live", CancellationToken.None))!.Digest);
    }

    private Task<TagMove> TagAsync(string tag, Digest digest, Digest? expected) => _world.Copier.TagAsync(_world.To, tag, digest, expected, CancellationToken.None);
}
