using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubReportTests
{
    private const string Commit = "0123456789012345678901234567890123456789";
    private static readonly Digest Image = Digest.Parse("sha256:" + new string('a', 64));
    private readonly GitHubBench _bench = new();

    [Fact]
    public async Task Who_let_the_run_into_the_environment_approved_it_and_when_is_not_known()
    {
        Tell("GET actions/runs/77/approvals", Approved("ann", "approved", "production"), Approved("bob", "rejected", "production"), Approved("cyd", "approved", "staging"));

        var approval = Assert.Single(await _bench.Open().ListApprovalsAsync(new ApprovalQuery("Production", Commit: null), default));

        Assert.Equal(new Approval("ann", "github-environment", At: null, "", Bound: null, "fine"), approval);
    }

    [Fact]
    public async Task The_last_word_of_each_reviewer_counts_and_for_what_they_saw()
    {
        Tell("GET actions/runs/77/approvals");
        Tell($"GET commits/{Commit}/pulls", new JsonObject
        {
            ["number"] = 5,
            ["head"] = new JsonObject { ["sha"] = "head" },
            ["merge_commit_sha"] = Commit,
            ["merged_at"] = "2026-11-20T10:00:00Z",
        });
        Tell(
            "GET pulls/5/reviews",
            Reviewed("ann", "CHANGES_REQUESTED", "head"), Reviewed("ann", "APPROVED", "head"), Reviewed("ann", "COMMENTED", "head"),
            Reviewed("bob", "APPROVED", "older"),
            Reviewed("cyd", "APPROVED", "head"), Reviewed("cyd", "DISMISSED", "head"));

        var approvals = await _bench.Open().ListApprovalsAsync(new ApprovalQuery("production", Commit), default);

        var at = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        Assert.Equal([new("ann", "github-review", at, "review.submitted_at", Commit, "ok"), new Approval("bob", "github-review", at, "review.submitted_at", "older", "ok")], approvals);
    }

    [Fact]
    public async Task Approvals_are_asked_of_the_repository_of_the_run_with_its_own_token()
    {
        _bench.Settings = _bench.Settings with { Repository = "acme/manifests", Token = "pat_canary" };
        Tell("GET actions/runs/77/approvals");

        await _bench.Open().ListApprovalsAsync(new ApprovalQuery("production", Commit: null), default);

        Assert.Equal(("/repos/acme/shop/actions/runs/77/approvals", GitHubBench.JobToken), (_bench.Hub.Seen[0].Address.AbsolutePath, _bench.Hub.Seen[0].Token));
    }

    [Fact]
    public async Task Approvals_that_may_not_be_read_are_a_failure_with_the_permissions()
    {
        _bench.Hub.Override = _ => FakeGitHub.Refuse(403, "Resource not accessible by integration");

        var failure = await _bench.RefusedAsync(FailureCodes.RemoteRefused, p => p.ListApprovalsAsync(new ApprovalQuery("production", Commit), default));

        Assert.Contains("  actions: read\n", failure.RemedyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann", "web-flow", "ann bob")]
    [InlineData("ann", "cyd", "ann cyd bob")]
    [InlineData(null, "web-flow", null)]
    public async Task Authors_are_who_wrote_the_commit_and_who_proposed_it(string? author, string committer, string? expected)
    {
        _bench.Hub.Rest.Told[$"GET commits/{Commit}"] = _ => FakeGitHub.Answer(
            200, new JsonObject { ["author"] = author is null ? null : new JsonObject { ["login"] = author }, ["committer"] = new JsonObject { ["login"] = committer } });
        Tell($"GET commits/{Commit}/pulls", new JsonObject { ["user"] = new JsonObject { ["login"] = "bob" } });

        var authors = await _bench.Open().ListAuthorsAsync(Commit, default);

        Assert.Equal(expected, authors is null ? null : string.Join(' ', authors));
    }

    [Fact]
    public async Task A_deployment_is_told_once_with_its_status_and_the_records_of_the_image()
    {
        Deployments();

        Assert.Empty(await _bench.Open().ReportDeploymentAsync(Report(DeploymentState.Success), default));
        Assert.Equal(["POST deployments", "POST deployments/8/statuses", "POST /orgs/acme/artifacts/metadata/storage-record", "POST /orgs/acme/artifacts/metadata/deployment-record"], Writes());
        var deployment = _bench.Hub.Seen.Single(s => s.Line == "POST deployments").Body!;
        Assert.Equal(("main", "false", "[]", Image.ToString()), (deployment["ref"]!.GetValue<string>(), deployment["auto_merge"]!.ToJsonString(), deployment["required_contexts"]!.ToJsonString(), deployment["payload"]!["digest"]!.GetValue<string>()));

        _bench.Hub.Forget();
        await _bench.Open().ReportDeploymentAsync(Report(DeploymentState.Success), default);
        Assert.DoesNotContain("POST deployments", Writes());
        Assert.DoesNotContain("POST deployments/8/statuses", Writes());

        _bench.Hub.Forget();
        await _bench.Open().ReportDeploymentAsync(Report(DeploymentState.Failure), default);
        Assert.Contains("POST deployments/8/statuses", Writes());
    }

    [Fact]
    public async Task What_may_not_be_told_is_returned_as_notes()
    {
        _bench.Hub.Override = r => FakeGitHub.Refuse(r.Address.AbsolutePath.StartsWith("/orgs", StringComparison.Ordinal) ? 404 : 403, "Resource not accessible by integration");

        var notes = await _bench.Open().ReportDeploymentAsync(Report(DeploymentState.InProgress), default);

        Assert.Contains("deployments: write", Assert.Single(notes), StringComparison.Ordinal);
    }

    private static DeploymentReport Report(DeploymentState state) => new()
    {
        Environment = "production",
        IsProduction = true,
        App = "shop",
        Image = "ghcr.io/acme/shop",
        Digest = Image,
        Reference = "main",
        State = state,
        Description = new string('d', 200),
        LogUrl = "https://github.com/acme/shop/actions/runs/77",
    };

    private void Deployments()
    {
        var (known, statuses) = (new JsonArray(), new JsonArray());
        var told = _bench.Hub.Rest.Told;
        told["GET deployments"] = _ => FakeGitHub.Answer(200, known.DeepClone());
        told["POST deployments"] = r =>
        {
            known.Add(new JsonObject { ["id"] = 8, ["payload"] = r.Body!["payload"]!.DeepClone() });
            return FakeGitHub.Answer(201, known[0]!.DeepClone());
        };
        told["GET deployments/8/statuses"] = _ => FakeGitHub.Answer(200, statuses.DeepClone());
        told["POST deployments/8/statuses"] = r =>
        {
            Assert.Equal(140, r.Body!["description"]!.GetValue<string>().Length);
            statuses.Insert(0, new JsonObject { ["state"] = r.Body["state"]!.GetValue<string>() });
            return FakeGitHub.Answer(201, new JsonObject());
        };
        told["POST /orgs/acme/artifacts/metadata/storage-record"] = _ => FakeGitHub.Answer(200, new JsonObject());
        told["POST /orgs/acme/artifacts/metadata/deployment-record"] = _ => FakeGitHub.Answer(200, new JsonObject());
    }

    private IEnumerable<string> Writes() => _bench.Hub.Seen.Where(s => s.IsWrite).Select(s => s.Line);

    private void Tell(string line, params JsonObject[] items) => _bench.Hub.Rest.Told[line] = _ => FakeGitHub.Answer(200, FakeGitHub.List(items.Select(i => (JsonNode?)i.DeepClone())));

    private static JsonObject Approved(string who, string state, string environment) => new()
    {
        ["state"] = state,
        ["user"] = new JsonObject { ["login"] = who },
        ["environments"] = new JsonArray(new JsonObject { ["name"] = environment }),
        ["comment"] = "fine",
    };

    private static JsonObject Reviewed(string who, string state, string commit) => new()
    {
        ["state"] = state,
        ["user"] = new JsonObject { ["login"] = who },
        ["commit_id"] = commit,
        ["submitted_at"] = "2026-11-20T09:00:00Z",
        ["body"] = "ok",
    };
}
