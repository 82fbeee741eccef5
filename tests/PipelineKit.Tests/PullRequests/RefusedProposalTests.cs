using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing.Git;
using Xunit;
using static PipelineKit.Tests.PullRequests.LocalGit;

namespace PipelineKit.Tests.PullRequests;

public sealed class RefusedProposalTests
{
    public static TheoryData<string, string> BadPaths() => new()
    {
        { "", "is empty" },
        { "/etc/passwd", "is absolute" },
        { "C:/x", "is absolute" },
        { "x:y", "is absolute" },
        { "../x", "has `..` in it" },
        { "a/../b", "has `..` in it" },
        { "./a", "has `.` in it" },
        { "a//b", "without a name" },
        { "a/", "without a name" },
        { "a\\b", "backslash" },
        { ".git/config", "what Git keeps for itself" },
        { "a/.GIT/hooks/x", "what Git keeps for itself" },
        { ".git", "what Git keeps for itself" },
        { "git~1/config", "what Git keeps for itself" },
        { ".git. /config", "what Git keeps for itself" },
        { ".git::$INDEX_ALLOCATION/x", "what Git keeps for itself" },
        { ".g\u200Cit/config", "what Git keeps for itself" },
        { ".gitmodules", "finds other repositories" },
        { "a\nb", "control character" },
        { "a\0b", "control character" },
        { "a\tb", "control character" },
        { new string('x', 256), "longer than 255 bytes" },
        { string.Join('/', Enumerable.Repeat("folder", 700)), "at most 4000 bytes" },
    };

    [Theory]
    [MemberData(nameof(BadPaths))]
    public void A_path_that_not_every_system_takes_is_refused(string path, string problem)
    {
        var failure = Refused(FailureCodes.UnwritableFile, Proposal("x", File(path)));

        Assert.Contains(problem, failure.What, StringComparison.Ordinal);
        Assert.Equal(path, failure.Place!.File);
        Refused(FailureCodes.UnwritableFile, Proposal("x", Delete(path)));
    }

    [Fact]
    public void A_path_that_is_no_text_is_refused() =>
        Assert.Contains("is not Unicode text", Refused(FailureCodes.UnwritableFile, Proposal("x", File("a\uD800"))).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("/out", "out/list")]
    [InlineData("out", "../list")]
    public void A_folder_of_generated_files_is_inside_of_the_repository(string folder, string list) =>
        Refused(FailureCodes.UnwritableFile, Proposal("x") with { Changes = new ChangeSet([], new OwnedFolder(folder, list, _ => [])) });

    [SkippableFact]
    public async Task Every_bad_path_is_listed_and_nothing_is_written()
    {
        using var git = new LocalGit();

        var thrown = await Assert.ThrowsAsync<FailureException>(() => git.PutAsync("x", File("good"), File("../a"), File("b\\c"), File("good")));

        Assert.Equal(["`../a` has `..` in it; write it without", "`b\\c` has a backslash; folders are separated with `/`", "`good` is in the change twice"], thrown.Failures.Select(f => f.What));
        Assert.Equal("", git.Tree.Git("for-each-ref"));
    }

    [SkippableTheory]
    [InlineData("link", "`link` is a symbolic link in the branch")]
    [InlineData("link/x", "`link` is a symbolic link in the branch")]
    [InlineData("module", "`module` is a submodule in the branch")]
    [InlineData("module/x/y", "`module` is a submodule in the branch")]
    [InlineData("Folder/File", "`Folder/File` differs from `Folder/file` in the branch only by case")]
    [InlineData("folder/other", "`folder` differs from `Folder` in the branch only by case")]
    [InlineData("Folder/sub", "`Folder/sub` is a folder in the branch")]
    [InlineData("Folder/file/x", "`Folder/file` is a file in the branch, and a folder of that name is needed")]
    public async Task What_is_in_the_way_in_the_branch_is_said(string path, string problem)
    {
        using var git = new LocalGit();
        WithObstacles(git.Tree);

        var failure = await git.RefusedAsync(FailureCodes.UnwritableFile, Proposal("x", File(path)));

        Assert.StartsWith(problem, failure.What, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("link")]
    [InlineData("module")]
    public async Task Links_and_submodules_are_not_deleted(string path)
    {
        using var git = new LocalGit();
        WithObstacles(git.Tree);

        Assert.Contains("it is not deleted", (await git.RefusedAsync(FailureCodes.UnwritableFile, Proposal("x", Delete(path)))).What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Beside_links_and_submodules_changes_are_fine_and_leave_them_alone()
    {
        using var git = new LocalGit();
        WithObstacles(git.Tree);

        await git.PutAsync("x", File("links"), File("Folder/file", "2\n"), File("Folder/new"));

        Assert.Equal(git.Tree.Git("ls-tree", "main", "link", "module"), git.Tree.Git("ls-tree", "x", "link", "module"));
        Assert.Equal("", git.Tree.Git("fsck", "--strict", "--no-dangling"));
    }

    [SkippableFact]
    public async Task A_file_makes_room_when_the_same_change_deletes_it()
    {
        using var git = new LocalGit();
        WithObstacles(git.Tree);

        await git.PutAsync("x", Delete("Folder/file"), File("Folder/file/x"), Delete("Folder/sub/deep"), File("Folder/sub"));
        await git.PutAsync("y", Delete("Folder/file"), File("Folder/FILE"));

        Assert.Equal(["Folder/file/x", "Folder/sub", "link", "module"], git.Tree.Paths("x"));
        Assert.Equal(["Folder/FILE", "Folder/sub/deep", "link", "module"], git.Tree.Paths("y"));
    }

    [SkippableTheory]
    [InlineData("a", "A")]
    [InlineData("a/x", "A/y")]
    [InlineData("a", "a/b")]
    public async Task Paths_of_one_change_must_be_able_to_exist_together(string one, string other)
    {
        using var git = new LocalGit();

        await git.RefusedAsync(FailureCodes.UnwritableFile, Proposal("x", File(one), File(other)));
        await git.RefusedAsync(FailureCodes.UnwritableFile, Proposal("x", File(other), File(one)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("--force")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("a.lock")]
    [InlineData("a/")]
    [InlineData("@{-1}")]
    [InlineData("HEAD")]
    [InlineData("refs/heads/x")]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("x~1")]
    [InlineData("a\nb")]
    public void A_name_that_Git_or_people_would_take_for_something_else_is_no_branch(string branch)
    {
        Refused(FailureCodes.BadInputValue, Proposal(branch, File("a")));
        Refused(FailureCodes.BadInputValue, Proposal("x", File("a")) with { BaseBranch = branch });
    }

    [SkippableFact]
    public void A_name_that_is_taken_for_a_branch_is_one_to_Git_too()
    {
        using var git = new LocalGit();
        string[] names = ["render/production", "a", "a.b", "@", "a@b", "ü", "it's;$(x)", "a{b", "a'b\"c", ".a", "a/.b", "a.lock/b", "a..b", "a~b", "a\u007Fb", "a//b", "/a", "a.", "a@{b", "a\\b", "a*b"];

        var taken = names.Where(n => !Record(() => ProposalRules.Check(Proposal(n, File("a"))))).ToList();

        Assert.Equal(["render/production", "a", "a.b", "a@b", "ü", "it's;$(x)", "a{b", "a'b\"c"], taken);
        Assert.All(taken, n => git.Tree.Git("check-ref-format", "--branch", n));

        static bool Record(Action action) => Xunit.Record.Exception(action) is FailureException;
    }

    [Theory]
    [InlineData("", "Name", "a@b", "Key", "value")]
    [InlineData("two\nlines", "Name", "a@b", "Key", "value")]
    [InlineData("Title", " ", "a@b", "Key", "value")]
    [InlineData("Title", "Name <x@y>", "a@b", "Key", "value")]
    [InlineData("Title", "Name", "a@b\nx", "Key", "value")]
    [InlineData("Title", "Name", "a@b", "Not a key", "value")]
    [InlineData("Title", "Name", "a@b", "Key", "two\nlines")]
    public void What_cannot_stand_in_a_commit_is_refused(string title, string name, string email, string key, string value) =>
        Refused(FailureCodes.BadInputValue, Proposal("x", File("a")) with { Title = title, Author = new CommitAuthor(name, email), Trailers = [(key, value)] });

    [SkippableFact]
    public async Task Controls_in_the_text_do_not_reach_a_terminal()
    {
        using var git = new LocalGit();

        await git.PutAsync(Proposal("x", File("a")) with { Title = "a\u001B[31m\0b", Body = "c\0\u0007d\ttab" });

        Assert.StartsWith("a\uFFFD[31m\uFFFDb\n\nc\uFFFD\uFFFDd\ttab\n\nPipelineKit-Intent: sha256:", git.Tree.Git("log", "-1", "--format=%B", "x"), StringComparison.Ordinal);
    }

    private static Failure Refused(FailureCode code, ChangeProposal proposal)
    {
        var failures = Assert.Throws<FailureException>(() => ProposalRules.Check(proposal)).Failures;
        Assert.All(failures, f => Assert.Equal(code, f.Code));
        return failures[0];
    }

    private static void WithObstacles(GitWorkTree tree)
    {
        tree.Commit(("Folder/file", "1\n"), ("Folder/sub/deep", "1\n"));
        tree.Git("update-index", "--add", "--cacheinfo", $"120000,{tree.Git("hash-object", "-w", Path.Combine(tree.Folder, "Folder/file"))},link");
        tree.Git("update-index", "--add", "--cacheinfo", $"160000,{tree.Git("rev-parse", "HEAD")},module");
        tree.Git("commit", "--quiet", "--message", "obstacles");
    }
}
