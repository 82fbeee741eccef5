using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>What others put beside an image at the destination, before and while it is copied.</summary>
public sealed class CopierReferrerTests : IDisposable
{
    private readonly CopyWorld _world = new();
    private readonly CopySample _sample = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task One_subject_costs_one_change_of_its_fallback_tag()
    {
        _world.Target.HasReferrersApi = false;
        await _sample.PutAsync(_world.From);
        for (var i = 0; i < 7; i++)
        {
            await _sample.AttachAsync(_world.From, _sample.Root, $"note {i}");
        }

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);

        Assert.Equal(8, (await ReferrersAsync(_sample.Root)).Count);
        Assert.Equal(3, _world.Target.Log.Requests.Count(CopierTests.IsFallbackTag));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_destination_has_of_its_own_is_kept(bool api)
    {
        _world.Target.HasReferrersApi = api;
        await _sample.PutAsync(_world.From);
        await _sample.PutAsync(_world.To);
        var theirs = await _sample.AttachAsync(_world.To, _sample.Root, "theirs");
        var ours = await _sample.AttachAsync(_world.From, _sample.Root, "ours");

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);

        Assert.Equal(new[] { _sample.Referrers[0].Digest, theirs, ours }, (await ReferrersAsync(_sample.Root)).Select(d => d.Digest));
    }

    [Fact]
    public async Task A_fallback_tag_that_somebody_overwrites_is_repaired()
    {
        _world.Target.HasReferrersApi = false;
        await _sample.PutAsync(_world.From);
        var theirs = CopySample.Artifact(CopySample.Empty, _sample.Root, CopySample.Sbom);
        _world.Target.AddContent("prod/app", CopySample.Empty);
        _world.Target.AddManifest("prod/app", tag: null, theirs);
        var (writes, tag) = (0, $"sha256-{_sample.Root.Digest.Hex}");
        _world.Target.Pushes.AfterTag = () =>
        {
            if (writes < 3 && _world.Target.Has("prod/app", tag) && Encoding.UTF8.GetString(_world.Target.Read("prod/app", tag)).Contains(_sample.Referrers[0].Digest.Text, StringComparison.Ordinal))
            {
                writes++;
                _world.Target.AddManifest("prod/app", tag, ClosureWalkTests.Index(theirs.Descriptor()));
            }
        };

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);

        Assert.Equal(3, writes);
        Assert.Equal(new[] { theirs.Digest, _sample.Referrers[0].Digest }, (await ReferrersAsync(_sample.Root)).Select(d => d.Digest));
    }

    [Fact]
    public async Task A_fallback_tag_that_is_never_left_alone_is_a_conflict()
    {
        _world.Target.HasReferrersApi = false;
        await _sample.PutAsync(_world.From);
        var writes = 0;
        _world.Target.Pushes.AfterTag = () =>
        {
            var index = JsonNode.Parse(ClosureWalkTests.Index().Bytes)!.AsObject();
            index["x-write"] = ++writes;
            _world.Target.AddManifest("prod/app", $"sha256-{_sample.Root.Digest.Hex}", SampleContent.Of(MediaTypes.OciIndex, index));
        };

        var error = await Assert.ThrowsAsync<RegistryException>(() => _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To, new ImageCopyOptions { Tag = "2" }));

        Assert.Equal(RegistryProblem.Conflict, error.Problem);
        Assert.False(_world.Target.Has("prod/app", "2"));
    }

    [Fact]
    public async Task A_referrer_that_was_there_before_the_registry_listed_any_is_put_again()
    {
        _world.Target.HasReferrersApi = false;
        await _sample.PutAsync(_world.From);
        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);
        _world.Target.HasReferrersApi = true;
        _world.Target.Log.Clear();
        _world.Target.Break(new RegistryFault((request, _) => Relist(request)) { Method = "PUT", Target = "/manifests/sha256:" });

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);

        Assert.Equal(_sample.Referrers.Count, _world.Target.Log.Count("PUT", "/manifests/sha256:"));
        Assert.Equal([_sample.Referrers[0].Digest], (await ReferrersAsync(_sample.Root)).Select(d => d.Digest));

        void Relist(LoopbackRequest request)
        {
            var referrer = _sample.Referrers.Single(r => request.Target.EndsWith(r.Digest.Text, StringComparison.Ordinal));
            var entry = referrer.Descriptor();
            entry["artifactType"] = CopySample.Parse(referrer).ArtifactType;
            _world.Target.List("prod/app", CopySample.Parse(referrer).Subject!.Digest.Text, entry);
        }
    }

    [Theory]
    [InlineData("", "app", false)]
    [InlineData("app", "app", false)]
    [InlineData("app,theirs", "app,theirs", false)]
    [InlineData("theirs", "theirs,app", true)]
    public async Task Signatures_of_both_sides_are_kept_under_cosigns_tag(string before, string after, bool isMerged)
    {
        await _sample.PutAsync(_world.From);
        if (before.Length > 0)
        {
            await _sample.PutCosignAsync(_world.To, before.Split(','));
        }

        await _world.CopyAsync(_world.From, _sample.Root.Digest, _world.To);

        var manifest = (await _world.Client.FindTagAsync(_world.To.Repository, _sample.CosignTag, CancellationToken.None))!;
        Assert.Equal(after.Split(',').Select(t => CopySample.CosignLayer(t).Digest), manifest.Layers.Select(l => l.Digest));
        Assert.All(manifest.Layers, l => Assert.StartsWith("over ", l.Annotations["dev.cosignproject.cosign/signature"], StringComparison.Ordinal));
        Assert.Equal(isMerged, manifest.Config!.Digest != CopySample.Empty.Digest);
        Assert.True((await CopyWorld.CheckAsync(_world.To, manifest.Digest)).IsComplete);
    }

    private Task<IReadOnlyList<Descriptor>> ReferrersAsync(SampleContent subject) =>
        _world.Client.ListReferrersAsync(_world.To.Repository, subject.Digest, artifactType: null, CancellationToken.None);
}
