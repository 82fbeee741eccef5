using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Between real docker-registries, which have no referrers API and let the last writer win; skopeo judges the digests.</summary>
public sealed class CopierPeerTests : IDisposable
{
    private readonly CopySample _sample = new();
    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Skopeo_sees_the_same_digests_at_both_ends_and_in_the_layout_between()
    {
        var skopeo = Peer.Program("skopeo");
        var (dev, to) = (await PlaceAsync("dev/app"), await PlaceAsync("prod/app"));
        var layout = new ImagePlace(new OciLayout(Path.Combine(_folder.Path, "layout")), dev.Repository);
        await _sample.PutAsync(dev);

        await CopyAsync(dev, layout, "1");
        await CopyAsync(layout, to, "2");

        foreach (var place in new[] { $"docker://{to.Text}:2", $"oci:{_folder.Path}/layout:{dev.Text}:1", $"docker://{to.Text}@{_sample.Platforms[1].Digest}" })
        {
            var raw = await RunAsync(skopeo, "inspect", "--raw", "--tls-verify=false", place);
            Assert.Equal(place.Contains('@', StringComparison.Ordinal) ? _sample.Platforms[1].Digest : _sample.Root.Digest, Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(raw)));
        }

        await RunAsync(skopeo, "copy", "--all", "--preserve-digests", "--src-tls-verify=false", $"docker://{to.Text}:2", $"oci:{_folder.Path}/theirs:3");
        Assert.True((await CopyWorld.CheckAsync(new ImagePlace(new OciLayout(Path.Combine(_folder.Path, "theirs")), to.Repository), _sample.Root.Digest)).IsComplete);
        Assert.True((await CopyWorld.CheckAsync(to, _sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [SkippableFact]
    public async Task What_skopeo_copied_needs_only_what_skopeo_leaves_behind()
    {
        var skopeo = Peer.Program("skopeo");
        var (dev, to) = (await PlaceAsync("dev/app"), await PlaceAsync("prod/app"));
        await _sample.PutAsync(dev);
        await RunAsync(skopeo, "copy", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{dev.Text}:1", $"docker://{to.Text}:2");
        Assert.Equal(["referrer " + CopySample.Signature], (await CopyWorld.CheckAsync(to, _sample.Root.Digest, CopySample.Signature)).Missing);

        var copy = await CopyAsync(dev, to, "2");

        // Three referrers and cosign's manifest; the fallback tags of three subjects, and cosign's tag.
        Assert.Equal(4 + 4, copy.ManifestsPut);
        Assert.Equal(4, copy.Blobs.Copied);
        Assert.True((await CopyWorld.CheckAsync(to, _sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [SkippableFact]
    public async Task Within_one_registry_nothing_is_sent()
    {
        var dev = await PlaceAsync("dev/app");
        var to = dev with { Repository = ImageReference.Parse($"{dev.Repository.Registry}/prod/app") };
        await _sample.PutAsync(dev);

        var copy = await CopyAsync(dev, to, "2");

        Assert.Equal((0, 0), (copy.BytesReceived, copy.BytesSent));
        Assert.Equal(new BlobCounts(0, copy.Closure!.Blobs.Count, 0), copy.Blobs);
        Assert.True((await CopyWorld.CheckAsync(to, _sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [SkippableFact]
    public async Task Eight_copies_of_one_image_with_different_signatures_lose_none()
    {
        var to = await PlaceAsync("prod/app");
        var sources = new List<ImagePlace>();
        var signatures = new List<Digest>();
        for (var i = 0; i < 8; i++)
        {
            sources.Add(new ImagePlace(new OciLayout(Path.Combine(_folder.Path, $"{i}")), ImageReference.Parse($"dev.example/app-{i}")));
            await _sample.PutAsync(sources[i]);
            signatures.Add(await _sample.AttachAsync(sources[i], _sample.Root, $"signed by {i}"));
        }

        await Task.WhenAll(sources.Select(s => CopyAsync(s, Again(to), "2")));

        var listed = (await to.Store.ListReferrersAsync(to.Repository, _sample.Root.Digest, artifactType: null, CancellationToken.None)).Select(d => d.Digest);
        Assert.Equal(signatures.Append(_sample.Referrers[0].Digest).ToHashSet(), listed.ToHashSet());
        Assert.True((await CopyWorld.CheckAsync(to, _sample.Root.Digest, CopySample.Signature)).IsComplete);
    }

    [SkippableFact]
    public async Task An_index_with_some_of_its_platforms_is_refused_by_a_strict_registry_and_gets_no_tag()
    {
        var (dev, to) = (await PlaceAsync("dev/app"), await PlaceAsync("prod/app"));
        await _sample.PutAsync(dev);

        var error = await Assert.ThrowsAsync<RegistryException>(() =>
            new ImageCopier(TimeProvider.System).CopyAsync(dev, _sample.Root.Digest, to, new ImageCopyOptions { Tag = "2", Closure = new ClosureOptions { Platforms = ["linux/amd64"] } }, CancellationToken.None));

        Assert.Contains("MANIFEST_BLOB_UNKNOWN", error.Message, StringComparison.Ordinal);
        Assert.Null(await to.Store.FindTagAsync(to.Repository, "2", CancellationToken.None));
    }

    private Task<ImageCopy> CopyAsync(ImagePlace from, ImagePlace to, string tag) =>
        new ImageCopier(TimeProvider.System).CopyAsync(from, _sample.Root.Digest, to, new ImageCopyOptions { Tag = tag }, CancellationToken.None);

    private async Task<ImagePlace> PlaceAsync(string repository)
    {
        var registry = await DockerRegistry.StartAsync();
        _open.Add(registry);
        return Place(registry.Endpoint, repository);
    }

    // Another process, as it were: with a client of its own.
    private ImagePlace Again(ImagePlace place) => Place(place.Repository.Registry, place.Repository.Repository);

    private ImagePlace Place(string endpoint, string repository)
    {
        var transport = new RegistryTransport(new RegistryTransportOptions { MaximumTries = 5, Credentials = (_, _) => Task.FromResult<RegistryCredential?>(null), Time = TimeProvider.System });
        lock (_open)
        {
            _open.Insert(0, transport);
        }

        return new ImagePlace(new RegistryClient(transport), ImageReference.Parse($"{endpoint}/{repository}"));
    }

    private async Task<string> RunAsync(string skopeo, params string[] words)
    {
        var run = await new Child(skopeo, ["--insecure-policy", .. words])
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _folder.Path, ["XDG_RUNTIME_DIR"] = _folder.Path },
        }.RunAsync();
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }
}
