using System.Diagnostics;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Layouts;

public sealed class OciLayoutWriterTests : IDisposable
{
    private static readonly SampleImage First = SampleImage.Build("first", "linux/amd64", "linux/arm64");
    private static readonly SampleImage Second = SampleImage.Build("second");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tag_moves_and_the_image_that_had_it_stays()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await LayoutTest.AddAsync(writer, First, "a:1");
        await LayoutTest.AddAsync(writer, Second, "a:1");
        var layout = new OciLayout(_folder.Path);

        Assert.Equal(Second.Root.Digest, (await layout.ResolveAsync(ImageReference.Parse("a:1"), CancellationToken.None)).Digest);
        Assert.Equal(First.Root.Digest, (await layout.ResolveAsync(First.Root.Digest.Text, CancellationToken.None)).Digest);
        await LayoutTest.AddAsync(writer, First, "a:1");
        Assert.Equal(First.Root.Digest, (await layout.ResolveAsync(ImageReference.Parse("a:1"), CancellationToken.None)).Digest);
    }

    [Fact]
    public async Task Doing_it_twice_changes_nothing()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await LayoutTest.AddAsync(writer, First, "a:1");
        var before = _folder.Read("index.json");
        using var again = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await LayoutTest.AddAsync(again, First, "a:1");

        Assert.Equal(before, _folder.Read("index.json"));
    }

    [Fact]
    public async Task One_image_may_have_many_names()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        var names = Enumerable.Range(0, 20).Select(i => $"name-{i}:1").ToList();
        await Task.WhenAll(names.Select(n => LayoutTest.AddAsync(writer, First, n)));

        foreach (var name in names)
        {
            Assert.Equal(First.Root.Digest, (await new OciLayout(_folder.Path).ResolveAsync(name, CancellationToken.None)).Digest);
        }

        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_is_not_known_in_the_index_is_kept()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        await LayoutTest.AddAsync(writer, First, "a:1");
        var index = JsonNode.Parse(_folder.Read("index.json"))!;
        index["x-extra"] = new JsonArray(1, "two");
        index["manifests"]![0]!["data"] = "e30=";
        index["manifests"]![0]!["annotations"]!["note"] = "kept";
        _folder.Write("index.json", index.ToJsonString());

        await LayoutTest.AddAsync(writer, Second, "a:1");

        var after = JsonNode.Parse(_folder.Read("index.json"))!;
        Assert.Equal("[1,\"two\"]", after["x-extra"]!.ToJsonString());
        Assert.Equal(("e30=", """{"note":"kept"}"""), ((string?)after["manifests"]![0]!["data"], after["manifests"]![0]!["annotations"]!.ToJsonString()));
    }

    [Fact]
    public async Task What_is_no_manifest_or_tag_is_not_put()
    {
        using var writer = await OciLayoutWriter.OpenAsync(_folder.Path, CancellationToken.None);
        var root = await LayoutTest.AddAsync(writer, First, name: null);

        await Assert.ThrowsAsync<RegistryException>(() => writer.PutManifestAsync("{}"u8.ToArray(), CancellationToken.None));
        await Assert.ThrowsAsync<FormatException>(() => writer.TagAsync(root, "../x", CancellationToken.None));
    }

    [SkippableFact]
    public async Task Skopeo_copies_from_it_to_a_registry_and_back_without_changing_a_digest()
    {
        var skopeo = Peer.Program("skopeo");
        using var registry = await DockerRegistry.StartAsync();
        using var test = new Registries.RegistryTest(registry.Endpoint);
        using (var writer = await OciLayoutWriter.OpenAsync(Path.Combine(_folder.Path, "mine"), CancellationToken.None))
        {
            await LayoutTest.AddAsync(writer, First, "a:1");
        }

        await RunAsync(skopeo, "copy", "--all", "--dest-tls-verify=false", $"oci:{_folder.Path}/mine:docker.io/library/a:1", $"docker://{registry.Endpoint}/a:1");
        await RunAsync(skopeo, "copy", "--all", "--src-tls-verify=false", $"docker://{registry.Endpoint}/a:1", $"oci:{_folder.Path}/theirs:1");

        Assert.Equal(First.Root.Digest, (await test.ResolveAsync("a:1")).Digest);
        var theirs = new OciLayout(Path.Combine(_folder.Path, "theirs"));
        Assert.Equal(First.Root.Digest, (await theirs.ResolveAsync("1", CancellationToken.None)).Digest);
        Assert.Equal(2, (await theirs.GetManifestAsync(ImageReference.Parse("a"), First.Root.Digest, CancellationToken.None)).Manifests.Count);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["--insecure-policy", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
    }
}
