using Xunit;

namespace PipelineKit.EndToEnd.Image;

/// <summary>The release image on a local base, built once for all container tests and removed after them.</summary>
public sealed class ReleaseImage : IAsyncLifetime, IDisposable
{
    private readonly string _name = $"pipelinekit.test/pipelinekit:{Environment.ProcessId}";
    private readonly TempFolder _folder = new();
    private readonly Lazy<Task<string>> _digest;

    public ReleaseImage() => _digest = new(LoadAsync);

    /// <summary>The folder eng/image wrote to.</summary>
    public string Folder => _folder.Path;

    /// <summary>The name the Docker daemon knows it by.</summary>
    public async Task<string> NameAsync()
    {
        await DockerDaemon.ClientAsync();
        await _digest.Value;
        return _name;
    }

    /// <summary>The digest of its manifest.</summary>
    public async Task<string> DigestAsync()
    {
        await NameAsync();
        return await _digest.Value;
    }

    /// <summary>Runs the image by itself, outside of any runner.</summary>
    public async Task<ChildResult> RunAsync(string[] options, params string[] arguments)
    {
        var name = await NameAsync();
        return await new Child(await DockerDaemon.ClientAsync(), ["run", "--rm", .. options, name, .. arguments])
        {
            Environment = Child.InheritedEnvironment(),
        }.RunAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_digest.IsValueCreated && _digest.Value.IsCompletedSuccessfully)
        {
            await DockerDaemon.RunAsync("rmi", "--force", _name);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> LoadAsync()
    {
        Peer.Program("buildah");
        Peer.Program("skopeo");
        return await Script.RunAsync("image", "--base", "local", "--binary", await Published.BinaryAsync(), "--output", _folder.Path, "--load", _name);
    }
}
