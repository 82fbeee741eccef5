using System.Text;
using System.Text.Json;
using PipelineKit.Docker;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Tests.Images;
using Xunit;

namespace PipelineKit.Tests.Docker;

/// <summary>Images of the real engine.</summary>
public sealed class EngineImageTests(SharedProgramImage image) : IClassFixture<SharedProgramImage>, IDisposable
{
    private readonly ImageWorld _world = new();

    [SkippableFact]
    public async Task An_image_of_the_engine_is_what_the_engine_says_it_is()
    {
        var name = await image.NameAsync();
        using var inspected = JsonDocument.Parse(await DockerDaemon.RunAsync("image", "inspect", name));
        var layers = inspected.RootElement[0].GetProperty("RootFS").GetProperty("Layers").EnumerateArray().Select(l => l.GetString());

        var opened = await _world.OpenAsync("docker:" + name);
        await using (opened)
        {
            var platform = Assert.Single(opened.Platforms);
            Assert.Equal(inspected.RootElement[0].GetProperty("Id").GetString(), platform.Config?.Text);
            Assert.Equal(layers, platform.DiffIds.Select(d => d.Text));
            Assert.Equal(("linux/amd64", true), (platform.Platform, opened.IsLocalDigest));
            Assert.Equal((true, 0), (opened.Store is null, opened.RegistryDigests.Count));

            var manifest = await opened.Source.GetManifestAsync(opened.Repository, opened.Digest, CancellationToken.None);
            await using var layer = await opened.Source.OpenBlobAsync(opened.Repository, manifest.Layers[0], CancellationToken.None);
            await layer.CopyToAsync(Stream.Null);
        }

        var manifestAgain = await OpenDigestAsync("docker:" + name);
        Assert.Equal(opened.Digest, manifestAgain);
        await Assert.ThrowsAsync<RegistryException>(() => opened.Source.GetManifestAsync(opened.Repository, opened.Digest, CancellationToken.None));
    }

    [SkippableFact]
    public async Task The_identifier_and_the_name_are_the_same_image()
    {
        var name = await image.NameAsync();
        var id = await DockerDaemon.RunAsync("image", "inspect", "--format", "{{.Id}}", name);

        Assert.Equal(await OpenDigestAsync("docker:" + name), await OpenDigestAsync("docker:" + id));
    }

    [SkippableFact]
    public async Task The_digests_of_registries_are_remembered()
    {
        using var registry = await DockerRegistry.StartAsync();
        var name = $"{registry.Endpoint}/programs:1";
        await DockerDaemon.RunAsync("tag", await image.NameAsync(), name);
        await DockerDaemon.RunAsync("push", "--quiet", name);
        try
        {
            await using var local = await _world.OpenAsync("docker:" + name);
            await using var pushed = await _world.OpenAsync(name, mayResolve: true);

            Assert.Equal(pushed.Digest, Assert.Single(local.RegistryDigests));
            Assert.Equal((true, false), (local.IsLocalDigest, pushed.IsLocalDigest));
            Assert.Equal(pushed.Platforms[0].Config, local.Platforms[0].Config);
            Assert.Equal(pushed.Platforms[0].DiffIds, local.Platforms[0].DiffIds);
        }
        finally
        {
            await DockerDaemon.RunAsync("rmi", "--force", name);
        }
    }

    [SkippableFact]
    public async Task An_image_the_engine_does_not_have_is_said()
    {
        await DockerDaemon.ClientAsync();

        var failed = await Assert.ThrowsAsync<DockerException>(() => _world.OpenAsync("docker:pipelinekit.test/nowhere:1"));

        Assert.Equal(DockerProblem.NotFound, failed.Problem);
        Assert.Contains("pipelinekit.test/nowhere:1", failed.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_image_is_pulled_by_digest_with_the_credentials_of_its_registry()
    {
        await DockerDaemon.ClientAsync();
        using var registry = await DockerRegistry.StartAsync(("user", "secret"));
        var sample = SampleImage.Build("pulled", docker: true);
        await registry.PushAsync("pulled", "1", sample);
        var pinned = ImageReference.Parse($"{registry.Endpoint}/pulled").Pin(sample.Root.Digest);
        using var engine = DockerEngine.Open(new Dictionary<string, string>(StringComparer.Ordinal), TimeProvider.System);
        try
        {
            var refused = await Assert.ThrowsAsync<DockerException>(() => engine.NeedAsync(pinned, (_, _) => Task.FromResult<RegistryCredential?>(null), CancellationToken.None));
            var pulled = await engine.NeedAsync(pinned, (_, _) => Task.FromResult<RegistryCredential?>(new("user", "secret")), CancellationToken.None);

            Assert.Equal(DockerProblem.Refused, refused.Problem);
            Assert.Contains(sample.Root.Digest, pulled.RegistryDigests);
            await using var exported = await _world.OpenAsync($"docker:{pinned}");
            Assert.Equal(sample.Root.Digest, Assert.Single(exported.RegistryDigests));
        }
        finally
        {
            await DockerDaemon.RunAsync("rmi", "--force", pinned.Text);
        }
    }

    [SkippableFact]
    public async Task What_is_exported_can_be_read_by_skopeo()
    {
        using var engine = DockerEngine.Open(new Dictionary<string, string>(StringComparer.Ordinal), TimeProvider.System);
        using var exported = await ExportedImage.ReadAsync(engine, await image.NameAsync(), _ => { }, CancellationToken.None);

        var inspected = await new Child(Peer.Program("skopeo"), "inspect", "--raw", "oci:" + exported.Folder).RunAsync();

        Assert.Equal(exported.Root, Digest.Sha256(Encoding.UTF8.GetBytes(inspected.Expect(0).Output)));
    }

    public void Dispose() => _world.Dispose();

    private async Task<Digest> OpenDigestAsync(string text)
    {
        await using var opened = await _world.OpenAsync(text);
        return opened.Digest;
    }
}
