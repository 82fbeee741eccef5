using System.Text;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Files;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AtomicFileTests
{
    private static readonly byte[] New = Encoding.UTF8.GetBytes("new\r\n");

    [Fact]
    public async Task The_new_bytes_replace_the_old_and_the_mode_stays()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a/b.sh", "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute);

        await AtomicFile.WriteAsync(folder.Path, "a/b.sh", New, default);

        Assert.Equal("new\r\n", folder.Read("a/b.sh"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_new_file_gets_its_folders_and_an_ordinary_mode()
    {
        using var folder = new TempFolder();

        await AtomicFile.WriteAsync(folder.Path, "out/deep/result.json", New, default);

        Assert.Equal("new\r\n", folder.Read("out/deep/result.json"));
        Assert.Equal("644", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(folder.Path, "out/deep/result.json")), 8));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("/etc/pipelinekit-test")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a\0b")]
    public async Task What_leaves_the_root_is_refused(string path)
    {
        using var folder = new TempFolder();
        await Refused(folder.Path, path);
    }

    [Fact]
    public async Task A_link_as_the_target_is_refused_and_what_it_points_to_stays()
    {
        using var folder = new TempFolder();
        folder.Write("real.yaml", "old");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.yaml"), "real.yaml");

        var failure = await Refused(folder.Path, "link.yaml");

        Assert.Contains("symbolic link", failure.What, StringComparison.Ordinal);
        Assert.Equal("old", folder.Read("real.yaml"));
    }

    [Fact]
    public async Task A_dangling_link_as_the_target_is_refused()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "lock.yaml"), "/nowhere/startup.sh");
        await Refused(folder.Path, "lock.yaml");
    }

    [Fact]
    public async Task A_folder_that_links_outside_is_refused_and_one_that_links_inside_is_followed()
    {
        using var outside = new TempFolder();
        using var folder = new TempFolder();
        folder.Write("inner/x", "old");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "out"), outside.Path);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "in"), "inner");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "round"), "round");

        await Refused(folder.Path, "out/x");
        await Refused(folder.Path, "round/x");
        await AtomicFile.WriteAsync(folder.Path, "in/x", New, default);

        Assert.Empty(Directory.GetFileSystemEntries(outside.Path));
        Assert.Equal("new\r\n", folder.Read("inner/x"));
    }

    [Fact]
    public async Task A_root_reached_through_a_link_is_the_folder_it_points_to()
    {
        using var folder = new TempFolder();
        folder.Write("real/x", "old");
        var link = Path.Combine(folder.Path, "root");
        File.CreateSymbolicLink(link, "real");

        await AtomicFile.WriteAsync(link, "x", New, default);

        Assert.Equal("new\r\n", folder.Read("real/x"));
    }

    [Fact]
    public async Task A_folder_a_read_only_file_and_a_file_as_folder_are_refused()
    {
        using var folder = new TempFolder();
        folder.Write("folder/file", "old");
        File.SetUnixFileMode(Path.Combine(folder.Path, "folder/file"), UnixFileMode.UserRead);

        await Refused(folder.Path, "folder");
        await Refused(folder.Path, "folder/file");
        await Refused(folder.Path, "folder/file/below");

        Assert.Equal("old", folder.Read("folder/file"));
        Assert.Equal("file", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(Path.Combine(folder.Path, "folder")))));
    }

    [Fact]
    public async Task A_cancelled_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TempFolder();
        folder.Write("x", "old");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(folder.Path, "x", New, new CancellationToken(canceled: true)));

        Assert.Equal("old", folder.Read("x"));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [SkippableFact]
    public async Task A_full_disk_leaves_the_old_file_and_nothing_else()
    {
        Peer.Need(Directory.Exists("/proc/self") && Environment.UserName == "root", "mounting a small file system needs root on Linux");
        using var folder = new TempFolder();
        var runner = new ProcessRunner(TimeProvider.System);
        var mounted = await runner.RunAsync(new ProcessRequest { Program = "mount", Arguments = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path] }, default);
        Peer.Need(mounted.ExitCode == 0, "mounting a small file system is not allowed here: " + mounted.Error);
        try
        {
            folder.Write("x", "old");
            var failure = await Assert.ThrowsAsync<FailureException>(() => AtomicFile.WriteAsync(folder.Path, "x", new byte[1 << 20], default));
            Assert.Equal("PK0202", failure.Failures[0].Code.Id);
            Assert.Equal("old", folder.Read("x"));
            Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        }
        finally
        {
            await runner.RunAsync(new ProcessRequest { Program = "umount", Arguments = [folder.Path] }, default);
        }
    }

    private static async Task<Failure> Refused(string root, string path)
    {
        var failure = await Assert.ThrowsAsync<FailureException>(() => AtomicFile.WriteAsync(root, path, New, default));
        Assert.Equal("PK0202", failure.Failures[0].Code.Id);
        return failure.Failures[0];
    }
}
