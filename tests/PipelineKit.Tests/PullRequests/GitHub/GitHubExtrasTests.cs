using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubExtrasTests
{
    private readonly GitHubBench _bench = new();

    [Fact]
    public async Task Only_what_is_missing_is_added_and_what_others_added_stays()
    {
        await PutAsync(new PullRequestSettings { Labels = ["one"], IsDraft = true });
        var pull = _bench.OnlyOpenPull();
        pull.Labels.Add("theirs");
        pull.Reviewers.Add("Ann");
        _bench.Hub.Forget();

        var result = await PutAsync(new PullRequestSettings { Labels = ["ONE", "two"], Reviewers = ["ann", "zed", "shop-bot[bot]", "acme/ops"] });

        Assert.True(pull.IsDraft);
        Assert.Equal(["one", "theirs", "two"], pull.Labels.Order(StringComparer.Ordinal));
        Assert.Equal("""{"labels":["two"]}""", Body("POST issues/41/labels"));
        Assert.Equal("""{"reviewers":["zed"],"team_reviewers":["ops"]}""", Body("POST pulls/41/requested_reviewers"));
        Assert.Equal(PullRequestStatus.Updated, result.PullRequest!.Status);
    }

    [Fact]
    public async Task Who_has_reviewed_is_asked_again_only_when_there_is_something_new()
    {
        var wanted = new PullRequestSettings { Reviewers = ["ann", "acme/ops"] };
        await PutAsync(wanted);
        var pull = _bench.OnlyOpenPull();
        pull.Reviewers.Clear();
        pull.Teams.Clear();
        pull.Reviews.Add(new JsonObject { ["user"] = new JsonObject { ["login"] = "Ann" } });

        Assert.Equal(PullRequestStatus.Unchanged, (await PutAsync(wanted)).PullRequest!.Status);
        Assert.Empty(pull.Reviewers);

        await PutAsync(wanted, "newer");
        Assert.Equal(("ann", "ops"), (Assert.Single(pull.Reviewers), Assert.Single(pull.Teams)));
    }

    [Fact]
    public async Task What_the_token_may_not_add_is_a_note_and_no_failure()
    {
        _bench.Hub.Override = r => r.Line.StartsWith("POST issues/", StringComparison.Ordinal) || r.Line.EndsWith("requested_reviewers", StringComparison.Ordinal)
            ? FakeGitHub.Refuse(403, "Resource not accessible by integration")
            : null;

        var result = await PutAsync(new PullRequestSettings { Labels = ["one"], Reviewers = ["ann"], Assignees = ["bob"], StickyComment = "text", Marker = "shop/production" });

        Assert.Equal(4, result.PullRequest!.Notes.Count);
        Assert.Equal("The label `one` could not be added: the token may not (403), Resource not accessible by integration.", result.PullRequest.Notes[0]);
    }

    [Fact]
    public async Task A_pull_request_that_is_not_known_everywhere_yet_is_tried_again()
    {
        var tries = 0;
        _bench.Hub.Override = r => r.Line == "POST issues/41/labels" && tries++ < 2 ? FakeGitHub.Refuse(422, "Could not resolve to a node with the global id of 'PR_41'") : null;

        var result = await PutAsync(new PullRequestSettings { Labels = ["one"] });

        Assert.Empty(result.PullRequest!.Notes);
        Assert.Equal(2, _bench.Clock.Waits.Count);
    }

    [Fact]
    public async Task The_comment_is_kept_up_to_date_and_one()
    {
        var wanted = new PullRequestSettings { StickyComment = "All gates hold.", Marker = "shop/production" };
        await PutAsync(wanted);
        var pull = _bench.OnlyOpenPull();
        pull.Comments.Insert(0, ("somebody", "<!-- pipelinekit:shop/production -->\nNot ours."));
        await PutAsync(wanted with { StickyComment = "One gate fails." });

        Assert.Equal(["<!-- pipelinekit:shop/production -->\nNot ours.", "<!-- pipelinekit:shop/production -->\nOne gate fails."], pull.Comments.Select(c => c.Body));
    }

    [Fact]
    public async Task It_is_merged_by_itself_at_the_commit_that_was_made_and_no_other()
    {
        var result = await PutAsync(new PullRequestSettings { AutoMerge = MergeMethod.Squash });

        Assert.Equal("SQUASH", _bench.OnlyOpenPull().AutoMerge);
        Assert.Empty(result.PullRequest!.Notes);
        Assert.Equal(result.Commit, _bench.Hub.Seen[^1].Body!["variables"]!["input"]!["expectedHeadOid"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_could_be_merged_at_once_is_merged()
    {
        _bench.Hub.Graph.AutoMergeErrors.Enqueue("Pull request is in unknown status");
        _bench.Hub.Graph.AutoMergeErrors.Enqueue("Pull request Pull request is in clean status");

        var result = await PutAsync(new PullRequestSettings { AutoMerge = MergeMethod.Rebase });

        Assert.Equal(result.Commit, _bench.Git.Branches["main"]);
        Assert.Equal("rebase", _bench.Hub.Seen[^1].Body!["merge_method"]!.GetValue<string>());
    }

    [Fact]
    public async Task Where_there_is_a_merge_queue_it_is_put_there()
    {
        _bench.Hub.Graph.AutoMergeErrors.Enqueue("Pull request Pull request is in clean status");
        _bench.Hub.Rest.Told["PUT pulls/41/merge"] = _ => FakeGitHub.Refuse(405, "Changes must be made through the merge queue");

        var result = await PutAsync(new PullRequestSettings { AutoMerge = MergeMethod.Merge });

        Assert.Equal(["PR_41"], _bench.Hub.Graph.Enqueued);
        Assert.Empty(result.PullRequest!.Notes);
    }

    [Fact]
    public async Task Where_merging_by_itself_is_not_allowed_it_is_a_note()
    {
        _bench.Hub.Graph.AutoMergeErrors.Enqueue("Pull request Auto merge is not allowed for this repository");

        var result = await PutAsync(new PullRequestSettings { AutoMerge = MergeMethod.Merge });

        Assert.Contains("Auto merge is not allowed", Assert.Single(result.PullRequest!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limits_of_the_job_s_own_token_are_told_when_it_makes_a_pull_request()
    {
        _bench.Hub.Login = "github-actions[bot]";

        Assert.Contains("`app-id`", Assert.Single((await PutAsync(new PullRequestSettings())).PullRequest!.Notes), StringComparison.Ordinal);
        Assert.Empty((await PutAsync(new PullRequestSettings())).PullRequest!.Notes);
    }

    [Fact]
    public async Task A_text_that_people_or_GitHub_only_formatted_is_the_same()
    {
        await PutAsync(new PullRequestSettings());
        var pull = _bench.OnlyOpenPull();
        pull.Body = pull.Body.Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal(PullRequestStatus.Unchanged, (await PutAsync(new PullRequestSettings())).PullRequest!.Status);
        pull.Base = "release";
        Assert.Equal(PullRequestStatus.Updated, (await PutAsync(new PullRequestSettings())).PullRequest!.Status);
        Assert.Equal("main", pull.Base);
    }

    [Fact]
    public async Task A_branch_that_takes_only_signed_commits_gets_one_that_GitHub_signs()
    {
        await PutAsync(new PullRequestSettings());
        _bench.Hub.Graph.Rule = (branch, commit) => _bench.Git.Commits[commit].By == "shop-bot[bot]" ? "Repository rule violations found\n\nCommits must have verified signatures." : null;

        var result = await PutAsync(new PullRequestSettings(), "newer");

        Assert.Equal("signed", _bench.Git.Commits[result.Commit!].By);
        Assert.Equal("image: newer\n", _bench.Git.Text("pipelinekit/shop/production", "deploy/app.yaml"));
        Assert.Single(_bench.Ahead());
        Assert.True((await PutAsync(new PullRequestSettings(), "newer")).IsUnchanged);
    }

    [Fact]
    public async Task Another_rule_of_the_branch_is_told_as_it_is()
    {
        await PutAsync(new PullRequestSettings());
        _bench.Hub.Graph.Rule = (_, _) => "Repository rule violations found\n\nCannot update this protected ref.";

        var failure = await _bench.RefusedAsync(FailureCodes.BranchConflict, p => p.PutAsync(GitHubBench.Proposal(GitHubBench.File("deploy/app.yaml", "image: newer\n")), default));

        Assert.Contains("protected ref", failure.What, StringComparison.Ordinal);
    }

    private string Body(string line) => _bench.Hub.Seen.Single(s => s.Line == line).Body!.ToJsonString();

    private Task<ProposalResult> PutAsync(PullRequestSettings wanted, string image = "new") =>
        _bench.PutAsync(GitHubBench.Proposal(GitHubBench.File("deploy/app.yaml", $"image: {image}\n")) with { PullRequest = wanted });
}
