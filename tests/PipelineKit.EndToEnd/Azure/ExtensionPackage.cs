using System.IO.Compression;

namespace PipelineKit.EndToEnd.Azure;

/// <summary>The extension as eng/vsix packs it, built once for the tests that need it.</summary>
public sealed class ExtensionPackage : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Lazy<Task<string>> _file;

    public ExtensionPackage() => _file = new(() => BuildAsync(_folder.Path));

    /// <summary>The package file.</summary>
    public Task<string> FileAsync() => _file.Value;

    /// <summary>Packs it again, into this folder.</summary>
    public static async Task<string> BuildAsync(string folder)
    {
        Peer.Program("node");
        Peer.Program("7z");
        Peer.NodeModule("tfx-cli/package.json");
        await Script.RunAsync("vsix", "--programs", await Published.AllProgramsAsync(), "--output", folder);
        return Path.Combine(folder, "pipelinekit.vsix");
    }

    /// <summary>Unpacks the task as an agent without file modes does, and returns its folder.</summary>
    public async Task<string> UnpackTaskAsync(string into)
    {
        const string Task = "actions/azure/";
        await using var package = await ZipFile.OpenReadAsync(await FileAsync());
        foreach (var entry in package.Entries.Where(e => e.FullName.StartsWith(Task, StringComparison.Ordinal)))
        {
            var target = Path.Combine(into, entry.FullName[Task.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var content = await entry.OpenAsync();
            await using var file = File.Create(target);
            await content.CopyToAsync(file);
        }

        return into;
    }

    public void Dispose() => _folder.Dispose();
}
