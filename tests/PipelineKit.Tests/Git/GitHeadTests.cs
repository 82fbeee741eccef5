using PipelineKit.Git;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.Git;

public sealed class GitHeadTests
{
    private const string Commit = "1111111111111111111111111111111111111111";

    [SkippableTheory]
    [InlineData("sha1", "main", false)]
    [InlineData("sha1", "feature/a", true)]
    [InlineData("sha256", "main", true)]
    public void The_commit_is_the_one_Git_tells(string format, string branch, bool packed)
    {
        Peer.Program("git");
        using var folder = new TempFolder();
        var git = GitWorkTree.Create(folder.Path, format);
        git.Commit(("a/b.txt", "x"));
        git.Git("checkout", "--quiet", "-B", branch);
        if (packed)
        {
            git.Git("pack-refs", "--all");
        }

        Assert.Equal(git.Git("rev-parse", "HEAD"), GitHead.Read(folder.Path));
        Assert.Equal(git.Git("rev-parse", "HEAD"), GitHead.Read(Path.Combine(folder.Path, "a")));
    }

    [SkippableFact]
    public void A_worktree_has_its_own_head_and_the_branches_of_its_repository()
    {
        Peer.Program("git");
        using var folder = new TempFolder();
        var git = GitWorkTree.Create(Path.Combine(folder.Path, "main"));
        git.Commit(("a.txt", "x"));
        git.Git("worktree", "add", "--quiet", "-b", "other", "../other");
        var first = git.Git("rev-parse", "HEAD");
        git.Commit(("b.txt", "x"));

        Assert.Equal(first, GitHead.Read(Path.Combine(folder.Path, "other")));
        git.Git("checkout", "--quiet", "--detach", first);
        Assert.Equal(first, GitHead.Read(Path.Combine(folder.Path, "main")));
    }

    [Theory]
    [InlineData("ref: refs/heads/main", null)]
    [InlineData("ref: ../outside", null)]
    [InlineData("ref: refs/../../outside", null)]
    [InlineData("ref: refs/heads/loop", null)]
    [InlineData("not a commit", null)]
    [InlineData(Commit, Commit)]
    public void What_is_no_commit_is_not_told(string head, string? expected)
    {
        using var folder = new TempFolder();
        folder.Write(".git/HEAD", head + "\n");
        folder.Write(".git/refs/heads/loop", "ref: refs/heads/loop\n");
        folder.Write("outside", Commit);

        Assert.Equal(expected, GitHead.Read(folder.Path));
    }
}
