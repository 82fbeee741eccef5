using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

public sealed class CopierTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly CopySample _sample = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Everything_arrives_and_is_found_whatever_the_registries_know_of_referrers(bool sourceApi, bool targetApi)
    {
        (_world.Source.HasReferrersApi, _world.Target.HasReferrersApi) = (sourceApi, targetApi);
        await _sample.PutAsync(_world.From);

        var copy = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" });

        var (before, after) = (await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest), await CopyWorld.WalkAsync(_world.To, _sample.Root.Digest));
        Assert.Equal(Describe(before), Describe(after));
        Assert.Equal(_sample.Root.Bytes, _world.Target.Read("prod/app", "2"));
        Assert.Equal((_sample.Root.Digest, 8), (copy.Digest, copy.Closure!.Manifests.Count));
        Assert.Equal((0, 0, copy.Closure.Blobs.Count), (copy.Blobs.Present, copy.Blobs.Mounted, copy.Blobs.Copied));
        Assert.Equal(copy.BytesSent, copy.BytesReceived);
        Assert.Equal(targetApi ? 0 : 3, _world.Target.Log.Requests.Count(IsFallbackTag));
        Assert.Equal(targetApi ? 9 : 12, copy.ManifestsPut);
    }

    [Fact]
    public async Task Asking_again_sends_nothing()
    {
        _world.Target.HasReferrersApi = false;
        await _sample.PutAsync(_world.From);
        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" });
        _world.Target.Log.Clear();

        var copy = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" });

        Assert.True(copy.IsUnchanged);
        Assert.Equal((0, 0), (copy.BytesReceived, copy.BytesSent));
        Assert.DoesNotContain(_world.Target.Log.Requests, r => r.Method is not ("GET" or "HEAD"));
    }

    [Fact]
    public async Task A_known_digest_that_is_there_takes_one_request()
    {
        await _sample.PutAsync(_world.From);
        await _sample.PutAsync(_world.To);
        _world.Source.Log.Clear();
        _world.Target.Log.Clear();

        var copy = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { TrustPresence = true });

        Assert.Equal(("HEAD", $"/v2/prod/app/manifests/{_sample.Root.Digest}"), (Assert.Single(_world.Target.Log.Requests).Method, _world.Target.Log.Requests.Single().Target));
        Assert.Empty(_world.Source.Log.Requests);
        Assert.True(copy is { IsUnchanged: true, Closure: null });
    }

    [Fact]
    public async Task A_known_digest_that_is_not_there_is_copied()
    {
        await _sample.PutAsync(_world.From);

        var copy = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { TrustPresence = true });

        Assert.False(copy.IsUnchanged);
        Assert.True((await CopyWorld.CheckAsync(_world.To, _sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_goes_first_then_manifests_from_the_leaves_then_lists_and_the_tag_last(bool api)
    {
        _world.Target.HasReferrersApi = api;
        await _sample.PutAsync(_world.From);

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" });

        var writes = _world.Target.Log.Requests.Where(r => r.Method is "PUT").ToList();
        var kinds = writes.Select(r => !r.Target.Contains("/manifests/", StringComparison.Ordinal) ? 0 : r.Target.Contains("/manifests/sha256:", StringComparison.Ordinal) ? 1 : r.Target.EndsWith("/2", StringComparison.Ordinal) ? 3 : 2).ToList();
        Assert.Equal(kinds.Order(), kinds);
        Assert.Equal(1, kinds.Count(k => k == 3));
        var order = writes.Where(r => r.Target.Contains("/manifests/sha256:", StringComparison.Ordinal)).Select(r => r.Target.Split('/')[^1]).ToList();
        Assert.All(_sample.Platforms.Append(_sample.Attestation), c => Assert.True(order.IndexOf(c.Digest.Text) < order.IndexOf(_sample.Root.Digest.Text)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_changed_byte_stops_the_copy_before_anything_names_it(int layer)
    {
        await _sample.PutAsync(_world.From);
        var blob = _sample.Blobs.ElementAt(layer);
        _world.Source.Break(new RegistryFault((_, response) => response.Body = [.. response.Body[..^1], (byte)(response.Body[^1] ^ 1)]) { Target = $"/blobs/{blob}" });

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" }));

        Assert.Equal(blob, error.Expected);
        Assert.False(_world.Target.Has("prod/app", blob.Text));
        Assert.Equal(0, _world.Target.Log.Count("PUT", "/manifests/"));
    }

    [Fact]
    public async Task A_required_referrer_that_is_missing_stops_the_copy_before_it_begins()
    {
        await _sample.PutAsync(_world.From);

        var error = await Assert.ThrowsAsync<RegistryException>(() =>
            _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Closure = new ClosureOptions { RequiredReferrers = ["application/vnd.test.approval"] } }));

        Assert.Equal(RegistryProblem.NotFound, error.Problem);
        Assert.Empty(_world.Target.Log.Requests);
    }

    [Theory]
    [InlineData("blob ", 3)]
    [InlineData("manifest ", 2)]
    public async Task A_copy_that_is_stopped_leaves_no_tag_and_is_finished_by_the_next(string kind, int after)
    {
        await _sample.PutAsync(_world.From);
        using var stop = new CancellationTokenSource();
        var seen = 0;
        var options = new ImageCopyOptions { Tag = "2", Progress = (_, _, what) => Stop(what) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _world.Copier.CopyAsync(_world.From, _sample.Root.Digest, _world.To, options, stop.Token));

        Assert.False(_world.Target.Has("prod/app", "2"));
        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, options with { Progress = null });
        Assert.True((await CopyWorld.CheckAsync(_world.To, _sample.Root.Digest)).IsComplete);
        Assert.True(_world.Target.Has("prod/app", "2"));

        void Stop(string what)
        {
            if (what.StartsWith(kind, StringComparison.Ordinal) && ++seen == after)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public async Task Progress_counts_every_blob_and_manifest_once()
    {
        await _sample.PutAsync(_world.From);
        var told = new List<(int Done, int Total, string What)>();

        var copy = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Progress = (done, total, what) => told.Add((done, total, what)) });

        var total = copy.Closure!.Blobs.Count + copy.Closure.Manifests.Count;
        Assert.Equal(Enumerable.Range(1, total), told.Select(t => t.Done));
        Assert.All(told, t => Assert.Equal(total, t.Total));
        Assert.Equal(
            copy.Closure.Blobs.Select(b => $"blob {b.Digest}").Concat(copy.Closure.Manifests.Select(m => $"manifest {m.Content.Digest}")).ToHashSet(StringComparer.Ordinal),
            told.Select(t => t.What).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_tag_that_moves_with_every_question_never_mixes_images()
    {
        var digests = _world.Source.AddMovingTag("dev/app", "latest", 5);
        for (var i = 0; i < 10; i++)
        {
            var digest = (await _world.Client.ResolveAsync(ImageReference.Parse($"{_world.From.Text}:latest"), CancellationToken.None)).Digest;

            await _world.CopyAsync(_world.From, digest, _world.To, new ImageCopyOptions { Tag = "latest" });

            Assert.Contains(digest, digests);
            Assert.Equal(digest, Digest.Sha256(_world.Target.Read("prod/app", "latest")));
            Assert.True((await CopyWorld.CheckAsync(_world.To, digest)).IsComplete);
        }
    }

    [Fact]
    public async Task A_tag_that_is_none_is_refused_before_anything_is_asked()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "a/b" }));

        Assert.Empty(_world.Source.Log.Requests.Concat(_world.Target.Log.Requests));
    }

    [Fact]
    public async Task Over_a_layout_and_back_all_bytes_stay_the_same()
    {
        await _sample.PutAsync(_world.From);

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.Layout, new ImageCopyOptions { Tag = "2" });
        await _world.CopyAsync(_world.Layout, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" });

        Assert.True((await CopyWorld.CheckAsync(_world.Layout, _sample.Root.Digest, CopySample.Signature)).IsComplete);
        var (before, after) = (await CopyWorld.WalkAsync(_world.From, _sample.Root.Digest), await CopyWorld.WalkAsync(_world.To, _sample.Root.Digest));
        Assert.Equal(Describe(before), Describe(after));
        var again = await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.Layout, new ImageCopyOptions { Tag = "2" });
        Assert.True(again.IsUnchanged);
    }

    internal static bool IsFallbackTag(LoopbackRequest request) =>
        request.Method == "PUT" && request.Target.Split('/')[^1] is { Length: 71 } last && last.StartsWith("sha256-", StringComparison.Ordinal);

    private static IEnumerable<string> Describe(ImageClosure closure) =>
        closure.Manifests.Select(m => $"{m.Content.Digest} {m.Content.MediaType} {m.RefersTo} {Convert.ToHexString(m.Content.Bytes.Span)}")
            .Concat(closure.Blobs.Select(b => $"{b.Digest} {b.Size}"))
            .Concat(closure.CosignTags.Select(t => $"{t.Tag} {t.Digest}"))
            .Order(StringComparer.Ordinal);
}
