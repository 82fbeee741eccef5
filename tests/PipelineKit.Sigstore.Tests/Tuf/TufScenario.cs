using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>One repository, one client's folder, and what every scenario asserts.</summary>
public abstract class TufScenario : IDisposable
{
    private protected TufRepository Repository { get; } = new();

    protected TempFolder Folder { get; } = new();

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Folder.Dispose();
            Repository.Dispose();
        }
    }

    protected async Task AssertGivesAsync(string content, string name = "trusted_root.json") => Assert.Equal(content, Encoding.UTF8.GetString(await Repository.GetAsync(Folder, name)));

    protected async Task AssertRefusedAsync(TufProblem problem, string says, string name = "trusted_root.json")
    {
        var error = await Assert.ThrowsAsync<TufException>(() => Repository.GetAsync(Folder, name));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(problem, error.Problem);
    }

    /// <summary>Overwrites every file of the client's folder that ends so, and says that there was one.</summary>
    protected void Corrupt(string ending, string content)
    {
        var files = Directory.GetFiles(Folder.Path, "*" + ending, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            File.WriteAllText(file, content);
        }
    }
}
