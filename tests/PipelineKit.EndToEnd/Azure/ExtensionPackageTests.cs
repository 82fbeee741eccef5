using System.IO.Compression;
using Xunit;

namespace PipelineKit.EndToEnd.Azure;

[Collection(PackagedTests.Name)]
public sealed class ExtensionPackageTests(ExtensionPackage package)
{
    [SkippableFact]
    public async Task The_package_has_at_most_25_MB() =>
        Assert.InRange(new FileInfo(await package.FileAsync()).Length, 1, 25_000_000);

    [SkippableFact]
    public async Task A_second_build_gives_the_same_bytes()
    {
        using var elsewhere = new TempFolder();

        var second = await ExtensionPackage.BuildAsync(elsewhere.Path);

        Assert.Equal(await File.ReadAllBytesAsync(await package.FileAsync()), await File.ReadAllBytesAsync(second));
    }

    [SkippableFact]
    public async Task It_holds_the_task_with_its_launcher_and_the_programs_of_both_platforms()
    {
        await using var archive = await ZipFile.OpenReadAsync(await package.FileAsync());
        var entries = archive.Entries.ToDictionary(e => e.FullName, e => e.Length, StringComparer.Ordinal);
        var programs = await Published.AllProgramsAsync();

        Assert.Superset(
            new HashSet<string>(["extension.vsomanifest", "actions/azure/task.json", "actions/azure/run.js", "actions/azure/icon.png"], StringComparer.Ordinal),
            entries.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var program in (string[])["linux-x64/pipelinekit", "win-x64/pipelinekit.exe"])
        {
            Assert.Equal(new FileInfo(Path.Combine(programs, program)).Length, entries["actions/azure/bin/" + program]);
        }
    }

    [SkippableFact]
    public async Task No_entry_has_a_time_or_a_mode()
    {
        await using var archive = await ZipFile.OpenReadAsync(await package.FileAsync());

        Assert.All(archive.Entries, e => Assert.Equal((1980, 0), (e.LastWriteTime.Year, e.ExternalAttributes)));
    }

    [SkippableFact]
    public async Task A_warning_of_the_packer_is_an_error_and_leaves_no_package()
    {
        Peer.Program("node");
        Peer.Program("7z");
        Peer.NodeModule("tfx-cli/package.json");
        using var checkout = new TempFolder();
        foreach (var file in (string[])["LICENSE", "vss-extension.json", "eng/vsix", "eng/rezip.js", "actions/extension-icon.png", "actions/azure/README.md", "actions/azure/icon.png"])
        {
            checkout.Write(file, await File.ReadAllBytesAsync(Path.Combine(Peer.RepositoryRoot, file)));
        }

        // The packer only warns that the script of the task is not there.
        checkout.Write("actions/azure/task.json", await File.ReadAllBytesAsync(Path.Combine(Peer.RepositoryRoot, "actions", "azure", "task.json")));
        checkout.Write("artifacts/dist/linux-x64/pipelinekit", "program");
        checkout.Write("artifacts/dist/win-x64/pipelinekit.exe", "program");
        Directory.CreateSymbolicLink(Path.Combine(checkout.Path, "tests"), Path.Combine(Peer.RepositoryRoot, "tests"));

        var run = await new Child(Peer.Program("bash"), Path.Combine(checkout.Path, "eng", "vsix")) { Environment = Child.InheritedEnvironment() }.RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("run.js", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(checkout.Path, "artifacts", "vsix", "pipelinekit.vsix")));
    }
}
