using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class AttachTests : IDisposable
{
    private const string Type = "application/vnd.test.note+json";

    private readonly InMemoryRegistry _registry = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };
    private readonly Digest _subject;
    private readonly string _tag;

    public AttachTests()
    {
        _subject = _registry.AddImage("a/b", "1");
        _tag = "sha256-" + _subject.Hex;
    }

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task What_is_attached_is_listed(bool api, bool saysSubject)
    {
        _registry.HasReferrersApi = api;
        _registry.Pushes.SaysSubject = saysSubject;
        using var test = Test();

        var first = await AttachAsync(test, "one");
        var second = await AttachAsync(test, "two");

        Assert.Equal(new[] { first, second }, (await test.ReferrersAsync("a/b", _subject)).Select(d => d.Digest));
        Assert.Equal("two", (await test.ReferrersAsync("a/b", _subject, Type))[1].Annotations["note"]);
        Assert.Equal(api ? 0 : 2, _registry.Log.Count("PUT", "/manifests/sha256-"));
    }

    [Fact]
    public async Task Attaching_twice_changes_nothing()
    {
        _registry.HasReferrersApi = false;
        using var test = Test();
        await AttachAsync(test, "one");
        _registry.Log.Clear();

        await AttachAsync(test, "one");

        Assert.Equal(0, _registry.Log.Count("PUT", "/manifests/sha256-"));
        Assert.Single(await test.ReferrersAsync("a/b", _subject));
    }

    [Fact]
    public async Task A_list_that_comes_later_is_waited_for()
    {
        using var test = Test();
        _registry.Break(RegistryFault.Body(Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[]}""")) with { Target = "/referrers/", Times = 3 });

        await AttachAsync(test, "one");

        Assert.Equal(4, _registry.Log.Count("GET", "/referrers/"));
        Assert.Equal(0, _registry.Log.Count("PUT", "/manifests/sha256-"));
    }

    [Fact]
    public async Task A_registry_that_never_lists_what_it_took_is_an_error()
    {
        using var test = Test();
        _registry.Break(RegistryFault.Body(Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[]}""")) with { Target = "/referrers/" });

        var error = await Assert.ThrowsAsync<RegistryException>(() => AttachAsync(test, "one"));

        Assert.Equal(RegistryProblem.Protocol, error.Problem);
        Assert.Contains("does not list it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_wrote_into_the_fallback_tag_is_kept_as_it_is()
    {
        _registry.HasReferrersApi = false;
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new JsonArray(_registry.Descriptor("a/b", _subject)),
            ["x-theirs"] = new JsonArray(1, 2),
        };
        index["manifests"]![0]!["x-extra"] = "kept";
        _registry.AddManifest("a/b", _tag, SampleContent.Of(MediaTypes.OciIndex, index));
        using var test = Test();

        await AttachAsync(test, "one");

        var after = JsonNode.Parse(_registry.Read("a/b", _tag))!;
        Assert.Equal(("kept", "[1,2]", 2), ((string?)after["manifests"]![0]!["x-extra"], after["x-theirs"]!.ToJsonString(), after["manifests"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_registry_that_answers_the_fallback_tag_with_the_subject_has_no_referrers_yet()
    {
        _registry.HasReferrersApi = false;
        var index = _registry.AddImage("a/b", "2", "linux/amd64", "linux/arm64");
        _registry.AddTag("a/b", "sha256-" + index.Hex, index);
        using var test = Test();
        Assert.Empty(await test.ReferrersAsync("a/b", index));

        var attached = await AttachAsync(test, "one", index);

        Assert.Equal([attached], (await test.ReferrersAsync("a/b", index)).Select(d => d.Digest));
    }

    [Fact]
    public async Task A_fallback_tag_that_is_no_index_is_left_alone()
    {
        _registry.HasReferrersApi = false;
        _registry.Add("a/b", _tag, SampleImage.Build("something else"));
        using var test = Test();

        var error = await Assert.ThrowsAsync<RegistryException>(() => AttachAsync(test, "one"));

        Assert.Contains("should be an index of referrers", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _registry.Log.Count("PUT", "/manifests/sha256-"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_overwritten_in_between_is_written_again(bool entityTags)
    {
        _registry.HasReferrersApi = false;
        _registry.HasEntityTags = entityTags;
        using var test = Test();
        using var other = Test();
        var theirs = await AttachAsync(other, "theirs");
        var writes = 0;
        void Overwrite()
        {
            if (++writes < 3)
            {
                AddIndex(theirs, writes);
            }
        }

        _ = entityTags ? _registry.Pushes.BeforeTag = Overwrite : _registry.Pushes.AfterTag = Overwrite;

        var mine = await AttachAsync(test, "mine");

        Assert.Equal(new[] { theirs, mine }, (await test.ReferrersAsync("a/b", _subject)).Select(d => d.Digest));
        Assert.Equal(3, writes);
    }

    [Fact]
    public async Task Who_takes_long_to_decide_looks_again_before_writing()
    {
        using var test = Test();
        var theirs = Note("theirs");
        var seen = new List<Digest?>();

        await test.Client.UpdateTagAsync(test.Reference("a/b"), "notes", ChangeAsync, CancellationToken.None);

        Assert.Equal([null, theirs.Digest, Note("mine").Digest], seen);
        Assert.Equal(1, _registry.Log.Count("PUT", "/manifests/notes"));

        Task<ManifestContent?> ChangeAsync(ManifestContent? current, CancellationToken cancellation)
        {
            seen.Add(current?.Digest);
            if (current is null)
            {
                _registry.AddManifest("a/b", "notes", theirs);
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            var mine = Note("mine");
            return Task.FromResult(current?.Digest == mine.Digest ? null : ManifestParser.Parse(mine.Bytes, mine.MediaType, "test"));
        }

        static SampleContent Note(string text) => SampleContent.Of(
            MediaTypes.OciIndex,
            new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray(), ["annotations"] = new JsonObject { ["note"] = text } });
    }

    [Fact]
    public async Task Entity_tags_that_are_refused_although_nothing_changed_are_left_out()
    {
        _registry.HasReferrersApi = false;
        _registry.HasEntityTags = true;
        _registry.Break(RegistryFault.Header("ETag", "\"changed on the way\"") with { Method = "GET" });
        using var test = Test();

        var all = new[] { await AttachAsync(test, "one"), await AttachAsync(test, "two") };

        Assert.Equal(all, (await test.ReferrersAsync("a/b", _subject)).Select(d => d.Digest));
    }

    [Fact]
    public async Task A_tag_that_is_never_left_alone_is_a_conflict()
    {
        _registry.HasReferrersApi = false;
        _registry.HasEntityTags = true;
        using var test = Test();
        var theirs = await AttachAsync(test, "theirs");
        var writes = 0;
        _registry.Pushes.BeforeTag = () => AddIndex(theirs, ++writes);

        Assert.Equal(RegistryProblem.Conflict, (await Assert.ThrowsAsync<RegistryException>(() => AttachAsync(test, "one"))).Problem);
    }

    [Fact]
    public async Task One_client_writes_one_tag_once_at_a_time()
    {
        _registry.HasReferrersApi = false;
        using var test = Test();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AttachAsync(test, $"note {i}")));

        Assert.Equal(all.ToHashSet(), (await test.ReferrersAsync("a/b", _subject)).Select(d => d.Digest).ToHashSet());
        Assert.Equal(8, _registry.Log.Count("PUT", "/manifests/sha256-"));
    }

    [SkippableFact]
    public async Task Eight_writers_at_a_real_registry_without_referrers_api_lose_nothing()
    {
        using var registry = await DockerRegistry.StartAsync();
        var image = SampleImage.Build("signed by many");
        await registry.PushAsync("a/b", "1", image);
        var tests = Enumerable.Range(0, 8).Select(_ => new RegistryTest(registry.Endpoint, tries: 5)).ToList();

        var all = await Task.WhenAll(tests.Select((t, i) => AttachAsync(t, $"note {i}", image.Root.Digest, image.Root.Bytes.Length)));

        Assert.Equal(all.ToHashSet(), (await tests[0].ReferrersAsync("a/b", image.Root.Digest)).Select(d => d.Digest).ToHashSet());
        tests.ForEach(t => t.Dispose());
    }

    private void AddIndex(Digest listed, int write) => _registry.AddManifest("a/b", _tag, SampleContent.Of(MediaTypes.OciIndex, new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.OciIndex,
        ["manifests"] = new JsonArray(_registry.Descriptor("a/b", listed)),
        ["x-write"] = write,
    }));

    private async Task<Digest> AttachAsync(RegistryTest test, string note, Digest? subject = null, int size = 1)
    {
        var repository = test.Reference("a/b");
        var layer = await test.Client.PutBlobAsync(repository, Encoding.UTF8.GetBytes(note), "text/plain", CancellationToken.None);
        var config = await test.Client.PutBlobAsync(repository, "{}"u8.ToArray(), "application/vnd.oci.empty.v1+json", CancellationToken.None);
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["artifactType"] = Type,
            ["config"] = Json(config),
            ["layers"] = new JsonArray(Json(layer)),
            ["subject"] = Json(new Descriptor(MediaTypes.OciManifest, subject ?? _subject, size)),
            ["annotations"] = new JsonObject { ["note"] = note },
        };
        var content = ManifestParser.Parse(Encoding.UTF8.GetBytes(manifest.ToJsonString()), MediaTypes.OciManifest, "test");
        return (await test.Client.AttachAsync(repository, content, CancellationToken.None)).Digest;
    }

    private static JsonObject Json(Descriptor descriptor) => new() { ["mediaType"] = descriptor.MediaType, ["digest"] = descriptor.Digest.Text, ["size"] = descriptor.Size };

    private RegistryTest Test() => new(_registry.Endpoint, credential: null, _time);
}
