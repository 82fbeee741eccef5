using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Tests.PullRequests.GitHub;
using Xunit;
using static PipelineKit.Tests.PullRequests.Azure.AzureBench;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzurePutTests
{
    [SkippableFact]
    public async Task One_push_makes_branch_and_commit_and_one_pull_request_proposes_it()
    {
        var bench = new AzureBench();
        var main = bench.Git.Branches["main"];

        var put = await bench.PutAsync(File("deploy/app.yaml"), File("deploy/new.yaml", "n\n"), Delete("deploy/other.yaml"));

        Assert.Equal((bench.Git.Branches[Branch], main), (put.Commit, put.Parent));
        Assert.Equal([new("deploy/app.yaml", ChangeKind.Modified), new("deploy/new.yaml", ChangeKind.Added), new ChangedPath("deploy/other.yaml", ChangeKind.Deleted)], put.Changes);
        Assert.Equal(("image: new\n", "n\n", null), (bench.Git.Text(Branch, "deploy/app.yaml"), bench.Git.Text(Branch, "deploy/new.yaml"), bench.Git.Text(Branch, "deploy/other.yaml")));
        Assert.StartsWith("Promote shop to production\n\nPipelineKit-Intent: sha256:", bench.Git.Message(Branch), StringComparison.Ordinal);
        var pull = bench.OnlyActive();
        Assert.Equal(("Promote shop to production", "| image | digest |\n", "refs/heads/main", false), (pull.Title, pull.Body, pull.Target, pull.IsDraft));
        Assert.Equal((1, "https://dev.azure.com/acme/my%20shop/_git/shop/pullrequest/1", PullRequestStatus.Created), (put.PullRequest!.Number, put.PullRequest.Url, put.PullRequest.Status));
        Assert.Equal(3, bench.Hub.Seen.Count(s => s.IsWrite));
    }

    [SkippableFact]
    public async Task A_run_with_nothing_to_do_makes_three_reads_and_no_write()
    {
        var bench = new AzureBench();
        var first = await bench.PutAsync(File("deploy/app.yaml"));
        bench.Hub.Forget();

        var again = await bench.PutAsync(File("deploy/app.yaml"));

        Assert.True(again.IsUnchanged);
        Assert.Equal((first.Commit, PullRequestStatus.Unchanged), (again.Commit, again.PullRequest!.Status));
        Assert.Equal(3, bench.Hub.Lines.Count);
        Assert.DoesNotContain(bench.Hub.Seen, s => s.IsWrite);
    }

    [SkippableFact]
    public async Task A_base_that_moved_elsewhere_leaves_the_branch_as_it_is()
    {
        var bench = new AzureBench();
        var first = await bench.PutAsync(File("deploy/app.yaml"));
        bench.Git.Push("main", "By a person", ("README.md", "# New\n"));

        var again = await bench.PutAsync(File("deploy/app.yaml"));

        Assert.Equal((first.Commit, true), (bench.Git.Branches[Branch], again.IsUnchanged));
    }

    [SkippableFact]
    public async Task A_branch_of_ours_is_built_anew_on_a_base_that_moved_under_it()
    {
        var bench = new AzureBench();
        await bench.PutAsync(File("deploy/app.yaml"));
        var main = bench.Git.Push("main", "By a person", ("deploy/app.yaml", "image: old\nreplicas: 2\n"));

        var again = await bench.PutAsync(File("deploy/app.yaml", "image: new\nreplicas: 2\n"));

        Assert.Equal((main, PullRequestStatus.Unchanged), (again.Parent, again.PullRequest!.Status));
        Assert.Single(bench.Ahead());
        bench.OnlyActive();
    }

    [SkippableFact]
    public async Task What_an_earlier_proposal_changed_and_this_one_does_not_is_gone_from_the_branch()
    {
        var bench = new AzureBench();
        await bench.PutAsync(File("deploy/app.yaml"), File("deploy/other.yaml", "x: 2\n"));

        await bench.PutAsync(File("deploy/app.yaml"));

        Assert.Equal("x: 1\n", bench.Git.Text(Branch, "deploy/other.yaml"));
        Assert.Single(bench.Ahead());
    }

    [SkippableTheory]
    [InlineData("person", "by a person")]
    [InlineData("build>person", null)]
    public async Task Commits_of_people_are_kept_and_so_are_those_they_amended(string by, string? message)
    {
        var bench = new AzureBench();
        var first = (await bench.PutAsync(File("deploy/app.yaml"))).Commit!;
        var ours = bench.Git.Commits[first];
        var theirs = bench.Git.Branches[Branch] = bench.Git.AddCommit(message is null ? ours with { By = by } : new FakeCommit(ours.Tree, [first], message, by));

        var put = await bench.PutAsync(File("deploy/app.yaml", "image: newer\n"));
        var again = await bench.PutAsync(File("deploy/app.yaml", "image: newer\n"));

        Assert.Equal(theirs, put.Parent);
        Assert.Equal((put.Commit, true), (bench.Git.Branches[Branch], again.IsUnchanged));
        bench.OnlyActive();
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_a_person_edited_on_the_branch_is_not_written_over(bool isAmended)
    {
        var bench = new AzureBench();
        await bench.PutAsync(File("deploy/app.yaml"));
        var message = bench.Git.Message(Branch);
        if (isAmended)
        {
            bench.Git.Branches[Branch] = bench.Git.Branches["main"];
        }

        var theirs = bench.Git.Push(Branch, isAmended ? message : "By hand", ("deploy/app.yaml", "image: new\nreplicas: 9\n"));
        if (isAmended)
        {
            theirs = bench.Git.Branches[Branch] = bench.Git.AddCommit(bench.Git.Commits[theirs] with { By = "build>person" });
        }

        var early = await bench.RefusedAsync(FailureCodes.BranchConflict, p => p.CheckAsync(AzureBench.Proposal(File("deploy/app.yaml", "image: newer\n")) with { BaseBranch = null }, default));
        var failure = await bench.RefusedAsync(FailureCodes.BranchConflict, p => p.PutAsync(AzureBench.Proposal(File("deploy/app.yaml", "image: newer\n")), default));

        Assert.Equal(failure.What, early.What);
        await bench.Open().CheckAsync(AzureBench.Proposal(File("deploy/other.yaml", "x: 3\n")), default);
        Assert.Equal("https://dev.azure.com/acme/my%20shop/_git/shop?path=/a%2Fb.json&version=GBpipelinekit%2Fledger", bench.Open().AddressOf("pipelinekit/ledger", "a/b.json"));

        Assert.Contains("Somebody edited `deploy/app.yaml` on the branch", failure.What, StringComparison.Ordinal);
        Assert.Equal(theirs, bench.Git.Branches[Branch]);
    }

    [SkippableFact]
    public async Task What_the_base_has_by_now_closes_the_pull_request_and_deletes_the_branch()
    {
        var bench = new AzureBench();
        await bench.PutAsync(File("deploy/app.yaml"));
        bench.Git.Push("main", "By hand", ("deploy/app.yaml", "image: new\n"));

        var put = await bench.PutAsync(File("deploy/app.yaml"));

        Assert.True(put.IsUnchanged);
        Assert.Null(put.PullRequest);
        Assert.Equal("abandoned", Assert.Single(bench.Hub.Pulls).Status);
        Assert.Equal(["`main` has these changes already."], bench.Hub.Pulls[0].Comments);
        Assert.Equal(["main"], bench.Git.Branches.Keys);
    }

    [SkippableFact]
    public async Task A_branch_that_may_not_be_rewritten_is_left_as_it_is_and_says_what_it_takes()
    {
        var bench = new AzureBench();
        var first = (await bench.PutAsync(File("deploy/app.yaml"))).Commit;
        bench.Hub.Repository.ForceRefused = "forcePushRequired";

        var failure = await bench.RefusedAsync(FailureCodes.BranchConflict, p => p.PutAsync(Proposal(File("deploy/app.yaml", "other\n")), default));

        Assert.Contains("forcePushRequired", failure.What, StringComparison.Ordinal);
        Assert.Contains("`Force push`", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(first, bench.Git.Branches[Branch]);
    }

    [SkippableFact]
    public async Task Generated_files_that_are_not_generated_any_more_are_deleted()
    {
        var bench = new AzureBench();
        bench.Git.Push("main", "Generated", ("k8s/a", "a"), ("k8s/b", "b"), ("k8s/list", "k8s/a\nk8s/b\nREADME.md\nk8s/gone"), ("k8s/theirs", "t"));
        var owned = new OwnedFolder("k8s", "k8s/list", list => System.Text.Encoding.UTF8.GetString(list.Span).Split('\n'));

        await bench.PutAsync(Proposal() with { Changes = new ChangeSet([File("k8s/a", "a2")], owned) });

        Assert.Equal(("a2", null, "t", "# Shop\n"), (bench.Git.Text(Branch, "k8s/a"), bench.Git.Text(Branch, "k8s/b"), bench.Git.Text(Branch, "k8s/theirs"), bench.Git.Text(Branch, "README.md")));
    }

    [SkippableFact]
    public async Task Links_submodules_and_names_that_differ_by_case_are_not_written_over()
    {
        var bench = new AzureBench();
        bench.Git.Push("main", "Link", "120000", ("link", "target"));
        bench.Git.Push("main", "Module", "160000", ("module", "x"));

        Assert.Contains("a symbolic link", (await bench.RefusedAsync(FailureCodes.UnwritableFile, p => p.PutAsync(Proposal(File("link")), default))).What, StringComparison.Ordinal);
        Assert.Contains("a submodule", (await bench.RefusedAsync(FailureCodes.UnwritableFile, p => p.PutAsync(Proposal(File("module/x")), default))).What, StringComparison.Ordinal);
        Assert.Contains("only by case", (await bench.RefusedAsync(FailureCodes.UnwritableFile, p => p.PutAsync(Proposal(File("readme.md")), default))).What, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Hub.Seen, s => s.IsWrite);
    }

    [SkippableFact]
    public async Task Without_a_base_the_default_branch_is_it_and_a_base_that_is_missing_is_told()
    {
        var bench = new AzureBench();

        Assert.Equal("refs/heads/main", (await bench.PutAsync(Proposal(File("a")) with { BaseBranch = null })).PullRequest is null ? "" : bench.OnlyActive().Target);
        Assert.Contains("`nowhere`", (await bench.RefusedAsync(FailureCodes.BadInputValue, p => p.PutAsync(Proposal(File("a")) with { BaseBranch = "nowhere" }, default))).What, StringComparison.Ordinal);
        bench.Git.Branches.Clear();
        await bench.RefusedAsync(FailureCodes.UnusableRepository, p => p.PutAsync(Proposal(File("a")) with { BaseBranch = null }, default));
    }

    [SkippableFact]
    public async Task A_branch_that_is_its_own_base_gets_the_commit_and_no_pull_request()
    {
        var bench = new AzureBench();

        var put = await bench.PutAsync(Proposal(File("deploy/app.yaml")) with { Branch = "main" });

        Assert.Equal((bench.Git.Branches["main"], null), (put.Commit, put.PullRequest));
        Assert.Empty(bench.Hub.Pulls);
        Assert.True((await bench.PutAsync(Proposal(File("deploy/app.yaml")) with { Branch = "main" })).IsUnchanged);
    }

    [SkippableFact]
    public async Task A_body_that_is_too_long_for_Azure_Repos_ends_at_a_line_and_says_so()
    {
        var bench = new AzureBench();
        var line = new string('x', 99) + "\n";

        await bench.PutAsync(Proposal(File("a")) with { Body = string.Concat(Enumerable.Repeat(line, 100)) });

        var body = bench.OnlyActive().Body;
        Assert.InRange(body.Length, 3800, 4000);
        Assert.EndsWith("x\n\n(shortened)", body, StringComparison.Ordinal);
    }
}
