using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.GitHub.GitHubBench;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubPutTests
{
    private const string Branch = "pipelinekit/shop/production";
    private readonly GitHubBench _bench = new();

    [Fact]
    public async Task A_new_branch_gets_one_commit_with_all_files_and_one_pull_request()
    {
        var result = await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"), File("deploy/new/a.yaml", "a\n"), new FileChange("deploy/other.yaml", Content: null), new FileChange("deploy/never.yaml", Content: null));

        Assert.Equal(_bench.Git.Branches[Branch], result.Commit);
        Assert.Equal(_bench.Git.Branches["main"], result.Parent);
        Assert.Equal(
            [new("deploy/app.yaml", ChangeKind.Modified), new("deploy/new/a.yaml", ChangeKind.Added), new ChangedPath("deploy/other.yaml", ChangeKind.Deleted)], result.Changes);
        Assert.Equal("image: new\n", _bench.Git.Text(Branch, "deploy/app.yaml"));
        Assert.Null(_bench.Git.File(Branch, "deploy/other.yaml"));
        Assert.Equal("# Shop\n", _bench.Git.Text(Branch, "README.md"));
        Assert.Single(_bench.Ahead());
        var pull = _bench.OnlyOpenPull();
        Assert.Equal(("main", "Promote shop to production", "| image | digest |\n"), (pull.Base, pull.Title, pull.Body));
        Assert.Equal(new PullRequest(pull.Number, $"https://github.com/acme/shop/pull/{pull.Number}", PullRequestStatus.Created, result.PullRequest!.Notes), result.PullRequest);
        Assert.Empty(result.PullRequest.Notes);
    }

    [Fact]
    public async Task Nothing_to_do_takes_three_reads_and_no_write()
    {
        var first = await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));
        _bench.Hub.Forget();

        var again = await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));

        Assert.Equal(["graphql Branch", "graphql Objects", "GET pulls?state=open&head=acme%3Apipelinekit%2Fshop%2Fproduction&per_page=10"], _bench.Hub.Lines);
        Assert.DoesNotContain(_bench.Hub.Seen, s => s.IsWrite);
        Assert.True(again.IsUnchanged);
        Assert.Equal((first.Commit, PullRequestStatus.Unchanged), (again.Commit, again.PullRequest!.Status));
    }

    [Fact]
    public async Task A_new_pull_request_takes_two_reads_of_files_one_of_pull_requests_and_four_writes()
    {
        await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));

        Assert.Equal(3, _bench.Hub.Seen.Count(s => !s.IsWrite));
        Assert.Equal(["POST git/trees", "POST git/commits", "POST git/refs", "POST pulls"], _bench.Hub.Seen.Where(s => s.IsWrite).Select(s => s.Line));
    }

    [Fact]
    public async Task What_the_base_has_already_is_not_proposed()
    {
        var result = await _bench.PutAsync(File("deploy/app.yaml", "image: old\n"));

        Assert.True(result.IsUnchanged);
        Assert.Null(result.PullRequest);
        Assert.Equal(_bench.Git.Branches["main"], result.Commit);
        Assert.DoesNotContain(_bench.Hub.Seen, s => s.IsWrite);
    }

    [Fact]
    public async Task Another_proposal_takes_the_place_of_the_first_in_the_same_pull_request()
    {
        await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"), File("deploy/extra.yaml", "x\n"));
        var changed = Proposal(File("deploy/app.yaml", "image: newer\n")) with { Title = "Promote the newer" };

        var result = await _bench.PutAsync(changed);

        Assert.Equal("image: newer\n", _bench.Git.Text(Branch, "deploy/app.yaml"));
        Assert.Null(_bench.Git.File(Branch, "deploy/extra.yaml"));
        Assert.Single(_bench.Ahead());
        Assert.Equal("Promote the newer", _bench.OnlyOpenPull().Title);
        Assert.Equal(PullRequestStatus.Updated, result.PullRequest!.Status);
        Assert.Contains(_bench.Hub.Lines, l => l == "graphql UpdateRefs");
    }

    [Fact]
    public async Task A_base_that_moved_elsewhere_changes_nothing_and_one_that_touched_the_files_is_built_on_anew()
    {
        var first = await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));
        _bench.Git.Push("main", "Elsewhere", ("README.md", "# The shop\n"));
        Assert.Equal(first.Commit, (await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"))).Commit);

        var touched = _bench.Git.Push("main", "Here", ("deploy/app.yaml", "image: hotfix\n"));
        var result = await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));

        Assert.Equal(touched, result.Parent);
        Assert.Single(_bench.Ahead());
        Assert.Equal("# The shop\n", _bench.Git.Text(Branch, "README.md"));
    }

    [Fact]
    public async Task A_pull_request_whose_changes_came_another_way_is_closed_and_its_branch_deleted()
    {
        await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));
        _bench.Git.Push("main", "By hand", ("deploy/app.yaml", "image: new\n"));

        var result = await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));

        Assert.Null(result.PullRequest);
        Assert.Equal("closed", Assert.Single(_bench.Hub.Pulls).State);
        Assert.Contains("`main` has these changes already.", Assert.Single(_bench.Hub.Pulls[0].Comments).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Branch, _bench.Git.Branches);
    }

    [Fact]
    public async Task A_merged_branch_that_is_still_there_is_used_again_from_the_base()
    {
        await _bench.PutAsync(File("deploy/app.yaml", "image: new\n"));
        _bench.Git.Branches["main"] = _bench.Git.Branches[Branch];
        _bench.Hub.Pulls[0].State = "closed";
        var main = _bench.Git.Push("main", "Later", ("README.md", "# Later\n"));

        var result = await _bench.PutAsync(File("deploy/app.yaml", "image: newer\n"));

        Assert.Equal(main, result.Parent);
        Assert.Equal(2, _bench.Hub.Pulls.Count);
        Assert.Single(_bench.Ahead());
    }

    [Fact]
    public async Task A_proposal_for_the_base_itself_is_committed_there_without_a_pull_request()
    {
        var result = await _bench.PutAsync(Proposal(File("deploy/app.yaml", "image: new\n")) with { Branch = "main" });

        Assert.Equal("image: new\n", _bench.Git.Text("main", "deploy/app.yaml"));
        Assert.Equal(_bench.Git.Branches["main"], result.Commit);
        Assert.Null(result.PullRequest);
        Assert.DoesNotContain(_bench.Hub.Lines, l => l.Contains("pulls", StringComparison.Ordinal));
        Assert.True((await _bench.PutAsync(Proposal(File("deploy/app.yaml", "image: new\n")) with { Branch = "main", BaseBranch = null })).IsUnchanged);
    }

    [Fact]
    public async Task A_base_that_is_not_there_is_told_with_the_one_that_is()
    {
        var failure = await _bench.RefusedAsync(FailureCodes.BadInputValue, p => p.PutAsync(Proposal(File("a", "b")) with { BaseBranch = "master" }, default));

        Assert.Contains("`master`", failure.What, StringComparison.Ordinal);
        Assert.Contains("`main`", failure.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_commits_is_told_apart()
    {
        _bench.Git.Branches.Clear();

        await _bench.RefusedAsync(FailureCodes.UnusableRepository);
    }

    [Fact]
    public async Task The_message_of_the_commit_has_the_title_and_what_it_was_made_for()
    {
        await _bench.PutAsync(Proposal(File("deploy/app.yaml", "image: new\n")) with { Trailers = [("Promotion", "shop/production")] });

        var lines = _bench.Git.Message(Branch).Split('\n');
        Assert.Equal("Promote shop to production", lines[0]);
        Assert.Equal("Promotion: shop/production", lines[2]);
        Assert.StartsWith("PipelineKit-Intent: sha256:", lines[3], StringComparison.Ordinal);
        Assert.Equal("PipelineKit-Tree: " + _bench.Git.Commits[_bench.Git.Branches[Branch]].Tree, lines[4]);
    }
}
