using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Between two real docker-registries, with a proxy that breaks connections before one of them.</summary>
public sealed class BlobRegistryTests : IDisposable
{
    private const int Size = 32 << 20;
    private static readonly SampleContent Blob = BlobTest.Bytes(Size);

    private readonly BlobTest _test = new();

    public void Dispose() => _test.Dispose();

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Size)]
    public async Task A_blob_arrives_and_is_mounted_from_there(int size)
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        var blob = BlobTest.Bytes(size);
        await source.PushAsync("a", "1", With(blob));
        var (from, to) = (_test.Place(source.Endpoint, "a"), _test.Place(target.Endpoint, "b/c"));

        Assert.Equal(new BlobMove(BlobArrival.Copied, size, size, 0), await _test.MoveAsync(from, to, blob));
        Assert.Equal(new BlobMove(BlobArrival.Present, 0, 0, 0), await _test.MoveAsync(from, to, blob));
        Assert.Equal(new BlobMove(BlobArrival.Mounted, 0, 0, 0), await _test.MoveAsync(to, _test.Place(target.Endpoint, "d"), blob));
        Assert.Equal(BlobArrival.Mounted, (await _test.MoveAsync(from, _test.Place(target.Endpoint, "e"), blob, "nothing/here", "d")).Arrival);

        Assert.Equal(blob.Bytes, await BlobTest.ReadAsync(_test.Place(target.Endpoint, "d"), blob));
    }

    [SkippableFact]
    public async Task What_the_mover_copied_is_what_skopeo_reads()
    {
        var skopeo = Peer.Program("skopeo");
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        var image = SampleImage.Build("moved");
        await source.PushAsync("a", "1", image);
        var (from, to) = (_test.Place(source.Endpoint, "a"), _test.Place(target.Endpoint, "b"));

        foreach (var blob in image.Blobs)
        {
            await _test.MoveAsync(from, to, blob);
        }

        var manifest = await from.Store.GetManifestAsync(from.Repository, image.Root.Digest, CancellationToken.None);
        await to.Store.PutManifestAsync(to.Repository, manifest, "1", CancellationToken.None);
        using var folder = new TempFolder();
        var result = await new Child(skopeo, "copy", "--preserve-digests", "--src-tls-verify=false", $"docker://{target.Endpoint}/b:1", $"dir:{folder.Path}") { Environment = Child.InheritedEnvironment() }.RunAsync();
        result.Expect(0);
        Assert.Equal(image.Root.Bytes, await File.ReadAllBytesAsync(Path.Combine(folder.Path, "manifest.json")));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Source_resets_cost_at_most_a_fifth_more_bytes(int resets)
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        await source.PushAsync("a", "1", With(Blob));
        await using var proxy = new FaultProxy(source.Endpoint);
        proxy.Break(ProxyFault.Reset, Size / 5, resets, towardsServer: false);

        var to = _test.Place(target.Endpoint, "b");
        var move = await _test.MoveAsync(_test.Place(proxy.Endpoint, "a"), to, Blob);

        Assert.Equal((resets, resets, (long)Size), (proxy.Faults, move.Resumes, move.Sent));
        Assert.InRange(proxy.FromServer, Size, (long)(Size * 1.2));
        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(to, Blob));
    }

    [SkippableFact]
    public async Task A_source_that_ends_early_is_taken_up_again()
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        await source.PushAsync("a", "1", With(Blob));
        await using var proxy = new FaultProxy(source.Endpoint);
        proxy.Break(ProxyFault.Truncate, Size / 2, times: 1, towardsServer: false);

        var to = _test.Place(target.Endpoint, "b");

        Assert.Equal(1, (await _test.MoveAsync(_test.Place(proxy.Endpoint, "a"), to, Blob)).Resumes);
        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(to, Blob));
    }

    [SkippableFact]
    public async Task A_flipped_bit_from_the_source_is_never_committed()
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        await source.PushAsync("a", "1", With(Blob));
        await using var proxy = new FaultProxy(source.Endpoint);
        proxy.Break(ProxyFault.FlipBit, Size / 2, times: 1, towardsServer: false);
        var to = _test.Place(target.Endpoint, "b");

        await Assert.ThrowsAsync<DigestMismatchException>(() => _test.MoveAsync(_test.Place(proxy.Endpoint, "a"), to, Blob));

        Assert.False(await BlobTest.HasAsync(to, Blob));
    }

    [SkippableFact]
    public async Task A_bit_flipped_on_the_way_to_the_destination_is_sent_again()
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        await source.PushAsync("a", "1", With(Blob));
        await using var proxy = new FaultProxy(target.Endpoint);
        proxy.Break(ProxyFault.FlipBit, Size / 2, times: 1, towardsServer: true);

        var move = await _test.MoveAsync(_test.Place(source.Endpoint, "a"), _test.Place(proxy.Endpoint, "b"), Blob);

        Assert.Equal((1, 2L * Size), (move.Resumes, move.Sent));
        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(_test.Place(target.Endpoint, "b"), Blob));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Destination_resets_send_only_that_blob_again(int resets)
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        var other = BlobTest.Bytes(1 << 20, seed: 2);
        await source.PushAsync("a", "1", With(Blob, other));
        await using var proxy = new FaultProxy(target.Endpoint);
        var (from, to) = (_test.Place(source.Endpoint, "a"), _test.Place(proxy.Endpoint, "b"));
        var first = await _test.MoveAsync(from, to, other);
        proxy.Break(ProxyFault.Reset, Size / 2, resets, towardsServer: true);

        var move = await _test.MoveAsync(from, to, Blob);

        Assert.Equal((resets, resets), (proxy.Faults, move.Resumes));
        Assert.Equal(new BlobMove(BlobArrival.Copied, 1 << 20, 1 << 20, 0), first);
        Assert.InRange(move.Sent, Size, Size + (resets * (long)Size));
        Assert.Equal(BlobArrival.Present, (await _test.MoveAsync(from, to, other)).Arrival);
        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(_test.Place(target.Endpoint, "b"), Blob));
    }

    [SkippableFact]
    public async Task Several_blobs_at_once_survive_resets_of_both_ends()
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        SampleContent[] blobs = [.. Enumerable.Range(10, 8).Select(seed => BlobTest.Bytes(4 << 20, seed))];
        await source.PushAsync("a", "1", With(blobs));
        await using var front = new FaultProxy(source.Endpoint);
        await using var back = new FaultProxy(target.Endpoint);
        front.Break(ProxyFault.Reset, 3 << 20, times: 5, towardsServer: false);
        back.Break(ProxyFault.Reset, 5 << 20, times: 5, towardsServer: true);
        var mover = new BlobMover(_test.Place(front.Endpoint, "a"), _test.Place(back.Endpoint, "b"), [], _test.Time);

        await Task.WhenAll(blobs.Select(b => mover.MoveAsync(BlobTest.Of(b), CancellationToken.None)));

        Assert.Equal((5, 5), (front.Faults, back.Faults));
        foreach (var blob in blobs)
        {
            Assert.Equal(blob.Bytes, await BlobTest.ReadAsync(_test.Place(target.Endpoint, "b"), blob));
        }
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_stalls_is_given_up_after_a_while_and_taken_up_again(bool towardsServer)
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        await source.PushAsync("a", "1", With(Blob));
        await using var proxy = new FaultProxy((towardsServer ? target : source).Endpoint);
        proxy.Break(ProxyFault.Stall, Size / 2, times: 1, towardsServer);
        var (from, to) = towardsServer ? (source.Endpoint, proxy.Endpoint) : (proxy.Endpoint, target.Endpoint);

        var moving = _test.MoveAsync(_test.Place(from, "a"), _test.Place(to, "b"), Blob);
        await proxy.Stalled;
        while (!moving.IsCompleted)
        {
            // What is under way first has to come to rest; a minute too many only makes it try again.
            await Task.WhenAny(moving, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None));
            _test.Time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.True((await moving).Resumes >= 1);
        Assert.Equal(Blob.Bytes, await BlobTest.ReadAsync(_test.Place(target.Endpoint, "b"), Blob));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_is_killed_on_the_way_is_unavailable(bool killsTarget)
    {
        using var source = await DockerRegistry.StartAsync();
        using var target = await DockerRegistry.StartAsync();
        await source.PushAsync("a", "1", With(Blob));
        await using var proxy = new FaultProxy((killsTarget ? target : source).Endpoint);
        proxy.Break(ProxyFault.Stall, Size / 2, times: 1, killsTarget);
        var (from, to) = killsTarget ? (source.Endpoint, proxy.Endpoint) : (proxy.Endpoint, target.Endpoint);

        var moving = _test.MoveAsync(_test.Place(from, "a"), _test.Place(to, "b"), Blob);
        await proxy.Stalled;
        (killsTarget ? target : source).Kill();
        await proxy.DisposeAsync();

        var error = await Assert.ThrowsAsync<RegistryException>(() => moving);
        Assert.Equal(RegistryProblem.Unavailable, error.Problem);
        if (!killsTarget)
        {
            Assert.False(await BlobTest.HasAsync(_test.Place(target.Endpoint, "b"), Blob));
        }
    }

    private static SampleImage With(params SampleContent[] blobs)
    {
        var image = SampleImage.Build("holder");
        return image with { Blobs = [.. image.Blobs, .. blobs] };
    }
}
