using System.Diagnostics;
using PipelineKit.Git;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Git;

public sealed class GitIndexTests
{
    [SkippableTheory]
    [InlineData(2, "sha1")]
    [InlineData(3, "sha1")]
    [InlineData(4, "sha1")]
    [InlineData(2, "sha256")]
    [InlineData(4, "sha256")]
    public void The_index_lists_what_git_lists(int version, string hash)
    {
        using var folder = Repository(hash);
        foreach (var path in new[] { "a", "deploy/app.yaml", "deploy/app.yml", "deploy/ä ö.yaml", "deep/er/est/" + new string('x', 150), "z" })
        {
            folder.Write(path, path);
        }

        Git(folder, "add", ".");
        if (version == 3)
        {
            folder.Write("later", "x");
            Git(folder, "add", "--intent-to-add", "later");
        }

        Git(folder, "update-index", "--index-version", $"{version}");
        folder.Write("untracked", "x");

        Assert.Equal(Listed(folder, folder.Path), GitIndex.Read(folder.Path));
        Assert.Equal(Listed(folder, Path.Combine(folder.Path, "deploy")), GitIndex.Read(Path.Combine(folder.Path, "deploy")));
    }

    [SkippableFact]
    public void Links_and_submodules_are_not_files_and_a_worktree_is_a_checkout()
    {
        using var folder = Repository("sha1");
        folder.Write("file", "x");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), "file");
        Git(folder, "add", ".");
        Git(folder, "-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-qm", "one");
        Git(folder, "update-index", "--add", "--cacheinfo", "160000,0123456789012345678901234567890123456789,sub");
        Git(folder, "worktree", "add", "-q", "tree");

        Assert.Equal(["file"], GitIndex.Read(folder.Path));
        Assert.Equal(["file"], GitIndex.Read(Path.Combine(folder.Path, "tree")));
    }

    [SkippableFact]
    public void A_split_index_and_a_damaged_one_are_left_to_git()
    {
        using var folder = Repository("sha1");
        folder.Write("file", "x");
        Git(folder, "add", ".");
        var whole = File.ReadAllBytes(Path.Combine(folder.Path, ".git", "index"));
        var endOfEntry = 12 + 40 + 20 + 2 + "file".Length;
        for (var length = 0; length <= endOfEntry; length++)
        {
            Assert.Null(GitIndex.Parse(whole.AsSpan(0, length), 20, ""));
        }

        Git(folder, "update-index", "--split-index");
        Assert.Null(GitIndex.Read(folder.Path));
    }

    [Fact]
    public void A_folder_without_repository_has_no_index()
    {
        using var folder = new TempFolder();

        Assert.Null(GitIndex.Read(folder.Path));
    }

    private static TempFolder Repository(string hash)
    {
        var folder = new TempFolder();
        Git(folder, "init", "-q", $"--object-format={hash}");
        return folder;
    }

    private static string[] Listed(TempFolder folder, string below) =>
        Git(folder, "-C", below, "ls-files", "-z").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static string Git(TempFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Peer.Program("git")) { WorkingDirectory = folder.Path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_SYSTEM"] = "/dev/null";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return output;
    }
}
