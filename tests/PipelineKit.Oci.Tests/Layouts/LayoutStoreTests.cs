using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Layouts;

/// <summary>A layout as a place where things are put.</summary>
public sealed class LayoutStoreTests : IDisposable
{
    private static readonly SampleImage Image = SampleImage.Build("kept", "linux/amd64");
    private static readonly ImageReference Repository = ImageReference.Parse("reg.example/team/app");

    private readonly TempFolder _folder = new();
    private readonly OciLayout _layout;

    public LayoutStoreTests() => _layout = new OciLayout(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_thing_put_makes_the_layout()
    {
        await PutAsync("1");

        Assert.Equal(Image.Root.Digest, (await new OciLayout(_folder.Path).ResolveAsync(ImageReference.Parse("reg.example/team/app:1"), CancellationToken.None)).Digest);
        Assert.Equal(Image.Root.Digest, (await _layout.FindTagAsync(Repository, "1", CancellationToken.None))!.Digest);
        Assert.Null(await _layout.FindTagAsync(Repository, "2", CancellationToken.None));
        Assert.Null(await _layout.FindTagAsync(ImageReference.Parse("reg.example/other"), "1", CancellationToken.None));
    }

    [Fact]
    public async Task A_manifest_without_tag_is_not_listed()
    {
        await PutAsync(tag: null);

        Assert.Empty(JsonNode.Parse(_folder.Read("index.json"))!["manifests"]!.AsArray());
        Assert.Equal(Image.Root.Bytes, (await _layout.GetManifestAsync(Repository, Image.Root.Digest, CancellationToken.None)).Bytes.ToArray());
    }

    [Fact]
    public async Task A_bare_tag_that_another_tool_wrote_is_found()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        var root = await LayoutTest.AddAsync(writer, Image, name: null);
        await writer.TagAsync(root, "sha256-x.sig", CancellationToken.None);

        Assert.Equal(Image.Root.Digest, (await _layout.FindTagAsync(Repository, "sha256-x.sig", CancellationToken.None))!.Digest);
    }

    [Fact]
    public async Task A_fallback_tag_of_the_repository_lists_referrers()
    {
        await PutAsync("1");
        await PutAsync($"sha256-{Digest.Sha256("subject"u8).Hex}");

        var found = await _layout.ListReferrersAsync(Repository, Digest.Sha256("subject"u8), artifactType: null, CancellationToken.None);

        Assert.Equal(Image.Children.Select(c => c.Digest), found.Select(d => d.Digest));
    }

    [Fact]
    public async Task Many_changes_of_one_tag_at_once_are_all_kept()
    {
        await PutAsync("1");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _layout.UpdateTagAsync(Repository, "notes", (c, _) => Task.FromResult(With(c, $"note-{i}")), CancellationToken.None)));

        Assert.Equal(20, (await _layout.FindTagAsync(Repository, "notes", CancellationToken.None))!.Annotations.Count);
    }

    [Fact]
    public async Task A_change_that_is_never_content_ends()
    {
        var count = 0;

        var error = await Assert.ThrowsAsync<RegistryException>(() =>
            _layout.UpdateTagAsync(Repository, "notes", (c, _) => Task.FromResult(With(c, $"note-{count++}")), CancellationToken.None));

        Assert.Equal(RegistryProblem.Conflict, error.Problem);
    }

    [Fact]
    public async Task More_than_a_small_blob_is_not_put() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _layout.PutBlobAsync(Repository, new byte[IImageStore.MaximumBlob + 1], "text/plain", CancellationToken.None));

    private static ManifestContent? With(ManifestContent? current, string note)
    {
        if (current?.Annotations.ContainsKey(note) == true)
        {
            return null;
        }

        var annotations = new JsonObject([.. (current?.Annotations.Keys ?? []).Append(note).Select(n => KeyValuePair.Create(n, (JsonNode?)"x"))]);
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray(), ["annotations"] = annotations };
        return ManifestParser.Parse(Encoding.UTF8.GetBytes(index.ToJsonString()), MediaTypes.OciIndex, "test");
    }

    private async Task PutAsync(string? tag)
    {
        foreach (var child in Image.Children.Append(Image.Root))
        {
            await _layout.PutManifestAsync(Repository, ManifestParser.Parse(child.Bytes, child.MediaType, "test"), child == Image.Root ? tag : null, CancellationToken.None);
        }
    }
}
