using System.Text;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

/// <summary>What a branch of a real repository has, as a proposal for it would find it.</summary>
public sealed class BranchFilesTests
{
    [SkippableTheory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task The_bytes_of_a_branch_are_read_not_those_of_the_work_tree(string format)
    {
        using var local = new LocalGit(format);
        local.Tree.Commit(("k8s/web.yaml", "committed\n"), ("empty", ""), ("no end", "x"));
        local.Tree.Git("branch", "deploy");
        File.WriteAllText(Path.Combine(local.Tree.Folder, "k8s/web.yaml"), "edited\n");

        var files = await ReadAsync(local, "deploy", baseBranch: null, "k8s/web.yaml", "empty", "no end");

        Assert.Equal([("k8s/web.yaml", "committed\n"), ("empty", ""), ("no end", "x")], files);
    }

    [SkippableFact]
    public async Task What_is_not_there_or_no_file_is_not_in_the_answer()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("folder/a", "1"), ("last", "2"));

        Assert.Equal([("last", "2")], await ReadAsync(local, "main", baseBranch: null, "missing", "folder", "folder/missing", "last/under", "last"));
    }

    [SkippableFact]
    public async Task Content_that_looks_like_an_answer_of_Git_is_content()
    {
        using var local = new LocalGit();
        const string Hostile = "0000000000000000000000000000000000000000 blob 3\nabc\nmain:b missing\n";
        local.Tree.Commit(("a", Hostile), ("b", "real"));

        Assert.Equal([("a", Hostile), ("b", "real")], await ReadAsync(local, "main", baseBranch: null, "a", "b"));
    }

    [SkippableFact]
    public async Task Names_with_blanks_colons_and_other_scripts_are_read()
    {
        using var local = new LocalGit();
        string[] names = ["a b.yaml", "größe.yaml", "ab:y", "-dash"];
        local.Tree.Commit([.. names.Select(n => (n, n))]);

        Assert.Equal(names.Select(n => (n, n)), await ReadAsync(local, "main", baseBranch: null, names));
    }

    [SkippableFact]
    public async Task Bytes_that_are_no_text_come_as_they_are()
    {
        using var local = new LocalGit();
        byte[] bytes = [0, 0xff, 0x0a, 0x0d, 0x0a, 0x80];
        File.WriteAllBytes(Path.Combine(local.Tree.Folder, "bytes"), bytes);
        local.Tree.Commit();

        var files = await Files(local).ReadAsync("main", baseBranch: null, ["bytes"], CancellationToken.None);

        Assert.Equal(bytes, files["bytes"].ToArray());
    }

    [SkippableFact]
    public async Task A_branch_that_is_not_there_yet_has_what_its_base_has()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "of main"));
        local.Tree.Git("checkout", "--quiet", "-b", "release");
        local.Tree.Commit(("a", "of release"));
        local.Tree.Git("checkout", "--quiet", "main");

        Assert.Equal([("a", "of release")], await ReadAsync(local, "deploy", "release", "a"));
        Assert.Equal([("a", "of main")], await ReadAsync(local, "deploy", baseBranch: null, "a"));
        Assert.Equal("", local.Tree.Git("branch", "--list", "deploy"));
    }

    [SkippableFact]
    public async Task A_branch_that_is_there_wins_over_its_base()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "old"));
        local.Tree.Git("checkout", "--quiet", "-b", "deploy");
        local.Tree.Commit(("a", "proposed"));
        local.Tree.Git("checkout", "--quiet", "main");
        local.Tree.Commit(("a", "new"));

        Assert.Equal([("a", "proposed")], await ReadAsync(local, "deploy", "main", "a"));
    }

    [SkippableFact]
    public async Task A_branch_whose_commits_are_all_in_its_base_begins_anew()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "merged"));
        local.Tree.Git("branch", "deploy");
        local.Tree.Commit(("a", "new"));

        Assert.Equal([("a", "new")], await ReadAsync(local, "deploy", "main", "a"));
    }

    [SkippableFact]
    public async Task A_repository_without_commits_has_nothing()
    {
        using var local = new LocalGit();

        Assert.Empty(await ReadAsync(local, "deploy", baseBranch: null, "a"));
    }

    [SkippableFact]
    public async Task Nothing_asked_is_nothing_answered()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "1"));

        Assert.Empty(await ReadAsync(local, "main", baseBranch: null));
    }

    [SkippableTheory]
    [InlineData("../a")]
    [InlineData("/etc/passwd")]
    [InlineData(".git/config")]
    [InlineData("a\nb")]
    public async Task A_path_that_a_proposal_could_not_have_is_refused(string path)
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "1"));

        await Assert.ThrowsAsync<FailureException>(() => ReadAsync(local, "main", baseBranch: null, path));
    }

    [SkippableTheory]
    [InlineData("--upload-pack=x")]
    [InlineData("a..b")]
    [InlineData("")]
    public async Task A_name_that_is_no_branch_is_refused(string branch)
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "1"));

        await Assert.ThrowsAsync<FailureException>(() => ReadAsync(local, branch, baseBranch: null, "a"));
    }

    [SkippableFact]
    public async Task A_base_that_is_not_there_is_told()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "1"));

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => ReadAsync(local, "deploy", "nowhere", "a"))).Failures);

        Assert.Contains("nowhere", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_read_leaves_no_trace()
    {
        using var local = new LocalGit();
        local.Tree.Commit(("a", "1"));
        var refs = local.Tree.Git("for-each-ref");

        await ReadAsync(local, "main", baseBranch: null, "a", "b");

        Assert.Equal(refs, local.Tree.Git("for-each-ref"));
        local.AssertUntouched();
    }

    private static BranchFiles Files(LocalGit local) => new(new LocalGitOptions { Folder = local.Tree.Folder }, local.Clock);

    private static async Task<IEnumerable<(string Path, string Content)>> ReadAsync(LocalGit local, string branch, string? baseBranch, params string[] paths)
    {
        var files = await Files(local).ReadAsync(branch, baseBranch, paths, CancellationToken.None);
        return paths.Where(files.ContainsKey).Select(p => (p, Encoding.UTF8.GetString(files[p].Span)));
    }
}
