using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.Azure.AzureBench;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzureExtrasTests
{
    private const string Reviewer = "22222222-2222-2222-2222-222222222222";

    [SkippableFact]
    public async Task Labels_reviewers_work_items_draft_completion_and_comment_are_set()
    {
        var bench = new AzureBench();

        var put = await bench.PutAsync(Proposal(File("a")) with
        {
            PullRequest = new PullRequestSettings
            {
                Labels = ["deploy", "production"],
                Reviewers = [Reviewer],
                IsDraft = true,
                WorkItems = [7, 8],
                AutoMerge = MergeMethod.Rebase,
                StickyComment = "Gates hold.",
                Marker = "shop/production",
            },
        });

        var pull = bench.OnlyActive();
        Assert.Empty(put.PullRequest!.Notes);
        Assert.Equal(["deploy", "production"], pull.Labels);
        Assert.Equal(["7", "8"], pull.WorkItems);
        Assert.Equal((true, Reviewer), (pull.IsDraft, Assert.Single(pull.Reviewers)["id"]!.GetValue<string>()));
        Assert.Equal((FakeAzure.Self, "rebase"), (pull.AutoComplete!["autoCompleteSetBy"]!["id"]!.GetValue<string>(), pull.AutoComplete["completionOptions"]!["mergeStrategy"]!.GetValue<string>()));
        Assert.Equal(("Gates hold.", "closed"), (Assert.Single(pull.Comments), pull.Threads[0]["status"]!.GetValue<string>()));
    }

    [SkippableFact]
    public async Task The_comment_is_brought_up_to_date_in_place_and_labels_of_people_stay()
    {
        var bench = new AzureBench();
        await bench.PutAsync(Proposal(File("a")) with { PullRequest = new PullRequestSettings { StickyComment = "one", Marker = "shop/production" } });
        bench.OnlyActive().Labels.Add("theirs");

        var put = await bench.PutAsync(Proposal(File("a")) with { Title = "Other", PullRequest = new PullRequestSettings { StickyComment = "two", Marker = "shop/production", Labels = ["ours"], WorkItems = [9] } });

        var pull = bench.OnlyActive();
        Assert.Equal(("two", "Other"), (Assert.Single(pull.Comments), pull.Title));
        Assert.Equal(["ours", "theirs"], pull.Labels);
        Assert.Equal(PullRequestStatus.Updated, put.PullRequest!.Status);
        Assert.Contains("work item 9", Assert.Single(put.PullRequest.Notes), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_the_token_may_not_do_is_noted_and_the_pull_request_is_there()
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Line.Contains("/reviewers/", StringComparison.Ordinal) || r.Line.Contains("/threads", StringComparison.Ordinal)
            ? FakeAzure.Error(403, "TF401027: You need the Git 'PullRequestContribute' permission") : null;

        var put = await bench.PutAsync(Proposal(File("a")) with { PullRequest = new PullRequestSettings { Reviewers = [Reviewer, "alice@acme.example"], Assignees = ["bob"], StickyComment = "x", Marker = "m" } });

        bench.OnlyActive();
        Assert.Collection(
            put.PullRequest!.Notes,
            n => Assert.Contains($"`{Reviewer}` could not be asked to review: the token may not (403), TF401027", n, StringComparison.Ordinal),
            n => Assert.Contains("`alice@acme.example` was not asked to review: give the id", n, StringComparison.Ordinal),
            n => Assert.Contains("The comment could not be made", n, StringComparison.Ordinal),
            n => Assert.Contains("no assignees", n, StringComparison.Ordinal));
    }
}
