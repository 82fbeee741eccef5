using System.Formats.Tar;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Docker;

/// <summary>An image in the real engine with a shell and a few programs of this machine in it, removed when disposed.</summary>
internal sealed class ProgramImage : IAsyncDisposable
{
    private static readonly string[] Programs = ["sh", "cat", "env", "id", "ls", "sleep", "touch"];

    private ProgramImage(string name) => Name = name;

    /// <summary>The name the engine knows it by.</summary>
    public string Name { get; }

    /// <summary>Imports it.</summary>
    /// <param name="changes">Instructions of a Dockerfile: <c>ENTRYPOINT ["/bin/x"]</c>.</param>
    /// <param name="scripts">Shell scripts to put into /bin.</param>
    public static async Task<ProgramImage> MakeAsync(IReadOnlyList<string> changes, params (string Name, string Text)[] scripts)
    {
        await DockerDaemon.ClientAsync();
        using var folder = new TempFolder();
        var tar = Path.Combine(folder.Path, "root.tar");
        await WriteAsync(tar, scripts);
        var image = new ProgramImage($"pipelinekit.test/programs:{Guid.NewGuid():N}");
        await DockerDaemon.RunAsync(["import", .. changes.SelectMany(c => (string[])["--change", c]), tar, image.Name]);
        return image;
    }

    public async ValueTask DisposeAsync() => await DockerDaemon.RunAsync("rmi", "--force", Name);

    private static async Task WriteAsync(string archive, (string Name, string Text)[] scripts)
    {
        await using var file = File.Create(archive);
        await using var tar = new TarWriter(file, TarEntryFormat.Pax);
        var libraries = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in Programs)
        {
            var program = Peer.Program(name);
            await AddAsync(tar, "bin/" + name, program);
            var linked = await new Child(Peer.Program("ldd"), program).RunAsync();
            libraries.UnionWith(linked.Expect(0).Output.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.StartsWith('/')));
        }

        foreach (var library in libraries)
        {
            await AddAsync(tar, library[1..], library);
        }

        foreach (var (name, text) in scripts)
        {
            using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("#!/bin/sh\n" + text));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "bin/" + name) { DataStream = content, Mode = Executable });
        }
    }

    private static async Task AddAsync(TarWriter tar, string name, string path)
    {
        await using var content = File.OpenRead(path);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = Executable });
    }

    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
}
