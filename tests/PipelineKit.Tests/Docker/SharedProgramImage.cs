using Xunit;

namespace PipelineKit.Tests.Docker;

/// <summary>One image with programs for all tests of a class, made when the first of them asks.</summary>
public sealed class SharedProgramImage : IAsyncLifetime
{
    private readonly Lazy<Task<ProgramImage>> _image = new(() => ProgramImage.MakeAsync([]));

    /// <summary>The name the engine knows it by.</summary>
    public async Task<string> NameAsync() => (await _image.Value).Name;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_image.IsValueCreated && _image.Value.IsCompletedSuccessfully)
        {
            await (await _image.Value).DisposeAsync();
        }
    }
}
