using System.Text.Json.Nodes;
using PipelineKit.PullRequests;
using PipelineKit.PullRequests.Azure;
using Xunit;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzureApprovalTests
{
    private const string Checkpoint = "08890543-3c78-57a1-f278-a9d77e3a93d7";
    private const string First = "10000000-0000-0000-0000-000000000001";
    private const string Second = "10000000-0000-0000-0000-000000000002";
    private const string ApprovalType = "8C6F20A7-A545-4486-9777-F762FAFE0D4D";

    [SkippableFact]
    public async Task Approvals_of_the_environment_are_read_with_their_times_and_others_are_not()
    {
        var bench = WithRun(("production", First), ("staging", Second));

        var approval = Assert.Single(await bench.Open().ListApprovalsAsync(new ApprovalQuery("Production", Commit: null), default));

        Assert.Equal(
            new Approval("alice@acme.example", "azure-approval", new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.Zero), "steps.lastModifiedOn", Bound: null, "ship it"), approval);
        Assert.Empty(await bench.Open().ListApprovalsAsync(new ApprovalQuery("dev", Commit: null), default));
    }

    [SkippableFact]
    public async Task An_approval_of_which_nobody_knows_what_it_is_for_does_not_count()
    {
        var bench = WithRun(("production", "unknown"), ("staging", "unknown"));

        Assert.Empty(await bench.Open().ListApprovalsAsync(new ApprovalQuery("production", Commit: null), default));
        bench = WithRun(("production", "unknown"));
        Assert.Equal(2, (await bench.Open().ListApprovalsAsync(new ApprovalQuery("production", Commit: null), default)).Count);
    }

    [SkippableFact]
    public async Task Votes_count_when_they_were_given_after_the_last_push()
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Address.AbsolutePath.Contains("/_apis/build/", StringComparison.Ordinal) ? FakeAzure.Answer(200, new JsonObject { ["records"] = new JsonArray() }) : null;
        var commit = bench.Git.Branches["main"];
        var pull = new FakeAzurePull { Number = 1, Source = "refs/heads/x", Target = "refs/heads/main", Status = "completed" };
        pull.Iterations.AddRange(["2026-11-20T08:00:00Z", "2026-11-20T10:00:00Z"]);
        Vote(pull, "late", 10, "2026-11-20T10:30:00Z");
        Vote(pull, "early", 10, "2026-11-20T09:00:00Z");
        Vote(pull, "against", -10, "2026-11-20T11:00:00Z");
        Vote(pull, "suggests", 5, "2026-11-20T12:00:00Z");
        pull.Reviewers.Add(new JsonObject { ["id"] = "silent", ["uniqueName"] = "silent@acme.example", ["vote"] = 10 });
        bench.Hub.Pulls.Add(pull);

        var approvals = await bench.Open().ListApprovalsAsync(new ApprovalQuery("production", commit), default);

        Assert.Equal(["late@acme.example", "suggests@acme.example"], approvals.Select(a => a.Who));
        Assert.All(approvals, a => Assert.Equal(("azure-review", "threads.publishedDate", commit), (a.Source, a.AtSource, a.Bound)));
    }

    [SkippableFact]
    public async Task Authors_are_those_of_the_commit_and_of_its_pull_request()
    {
        var bench = new AzureBench();
        bench.Hub.Pulls.Add(new FakeAzurePull { Number = 1, Source = "refs/heads/x", Target = "refs/heads/main", Status = "completed" });

        Assert.Equal(["person@acme.example", "build@acme.example"], await ((AzurePullRequests)bench.Open()).ListAuthorsAsync(bench.Git.Branches["main"], default));
    }

    private static void Vote(FakeAzurePull pull, string who, int vote, string at)
    {
        pull.Reviewers.Add(new JsonObject { ["id"] = who, ["uniqueName"] = $"{who}@acme.example", ["vote"] = vote });
        pull.Threads.Add(new JsonObject
        {
            ["id"] = pull.Threads.Count + 1,
            ["publishedDate"] = at,
            ["comments"] = new JsonArray(new JsonObject { ["id"] = 1, ["author"] = new JsonObject { ["id"] = who }, ["content"] = $"{who} voted {vote}", ["commentType"] = "system" }),
            ["properties"] = new JsonObject { ["CodeReviewThreadType"] = new JsonObject { ["$value"] = "VoteUpdate" }, ["CodeReviewVoteResult"] = new JsonObject { ["$value"] = vote.ToString() } },
        });
    }

    // A stage that waits for two approvals, each of a check that guards one of these environments.
    private static AzureBench WithRun(params (string Environment, string Check)[] checks)
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Line switch
        {
            _ when r.Address.AbsolutePath.EndsWith("/_apis/build/builds/77/timeline", StringComparison.Ordinal) => FakeAzure.Answer(200, new JsonObject
            {
                ["records"] = new JsonArray(
                    Record("Checkpoint", Checkpoint, parent: "91e40e28-d0dd-5294-89cc-d0fc47500c9a"), Record("Checkpoint.Approval", First, Checkpoint), Record("Checkpoint.Approval", Second, Checkpoint)),
            }),
            _ when r.Address.AbsolutePath.EndsWith("/checks/runs/" + Checkpoint, StringComparison.Ordinal) => FakeAzure.Answer(200, new JsonObject
            {
                ["id"] = Checkpoint,
                ["checkRuns"] = FakeAzure.List(checks.Select(c => (JsonNode)new JsonObject
                {
                    ["id"] = c.Check,
                    ["checkConfigurationRef"] = new JsonObject { ["type"] = new JsonObject { ["id"] = ApprovalType }, ["resource"] = new JsonObject { ["type"] = "environment", ["id"] = "5", ["name"] = c.Environment } },
                })),
            }),
            _ when r.Address.AbsolutePath.EndsWith("/_apis/pipelines/approvals", StringComparison.Ordinal) => FakeAzure.Many(
                Uri.UnescapeDataString(r.Address.Query).Split("approvalIds=")[1].Split('&')[0].Split(',').Select(id => Approval(id == First ? "alice" : "bob"))),
            _ => null,
        };
        return bench;
    }

    private static JsonObject Record(string type, string id, string parent) => new() { ["type"] = type, ["id"] = id, ["parentId"] = parent };

    private static JsonNode Approval(string who) => new JsonObject
    {
        ["steps"] = new JsonArray(
            new JsonObject { ["status"] = "approved", ["actualApprover"] = new JsonObject { ["uniqueName"] = $"{who}@acme.example" }, ["lastModifiedOn"] = "2026-11-21T08:30:00Z", ["comment"] = "ship it" },
            new JsonObject { ["status"] = "pending", ["assignedApprover"] = new JsonObject { ["uniqueName"] = "carol@acme.example" } }),
    };
}
