using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubIssueTests
{
    private static readonly DateTimeOffset Since = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly GitHubBench _bench = new();

    [Fact]
    public async Task Issues_of_the_window_are_read_page_by_page_each_once_and_no_pull_requests()
    {
        _bench.Hub.Rest.Told["GET issues"] = Serve(250);

        var issues = await ListAsync("incident", "sev 1");

        Assert.Equal(226 - 10 - 2, issues.Count);
        Assert.Equal(issues.Select(i => i.Number).Distinct(), issues.Select(i => i.Number));
        Assert.Equal(issues.Select(i => i.Opened).Order(), issues.Select(i => i.Opened));
        Assert.All(issues, i => Assert.InRange(i.Opened, Since, Since.AddDays(9)));
        Assert.Equal(2 * 3, _bench.Hub.Lines.Count);
        Assert.Equal("GET issues?labels=sev%201&state=all&since=2026-06-01T00:00:00Z&sort=created&direction=desc&per_page=100&page=1", _bench.Hub.Lines[3]);
        var first = issues.Single(i => i.Number == 12);
        Assert.Equal(("https://github.com/acme/shop/issues/12", "Issue 12", "It broke.", "incident", first.Opened.AddHours(2)), (first.Url, first.Title, first.Body, first.Labels[0], first.Closed));
    }

    [Fact]
    public async Task More_than_can_be_read_are_an_error_and_not_a_part_of_them()
    {
        _bench.Hub.Rest.Told["GET issues"] = Serve(20_000, step: TimeSpan.Zero);

        var failure = await _bench.RefusedAsync(FailureCodes.BadInputValue, p => p.ListIssuesAsync(new IssueQuery(["incident"], Since, Since.AddDays(9)), default));

        Assert.Contains("more than 10000 issues", failure.What, StringComparison.Ordinal);
        Assert.Equal(100, _bench.Hub.Lines.Count);
    }

    [Fact]
    public async Task Issues_that_may_not_be_read_are_a_failure_with_the_permission()
    {
        _bench.Hub.Rest.Told["GET issues"] = _ => FakeGitHub.Refuse(403, "Resource not accessible by integration");

        var failure = await _bench.RefusedAsync(FailureCodes.RemoteRefused, p => p.ListIssuesAsync(new IssueQuery(["incident"], Since, Since.AddDays(9)), default));

        Assert.Contains("issues: read", failure.Remedy, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<HostIssue>> ListAsync(params string[] labels) => _bench.Open().ListIssuesAsync(new IssueQuery(labels, Since, Since.AddDays(9)), default);

    // So many issues, one an hour, the last ones opened after the window; number 20 is a pull request, number 30 a duplicate.
    private static Func<FakeRequest, HttpResponseMessage> Serve(int count, TimeSpan? step = null) => request =>
    {
        var query = HttpUtility.ParseQueryString(request.Address.Query);
        var (page, size) = (int.Parse(query["page"]!, CultureInfo.InvariantCulture), int.Parse(query["per_page"]!, CultureInfo.InvariantCulture));
        var last = Since.AddDays(9).AddHours(10);
        var issues = Enumerable.Range(1, count).Skip((page - 1) * size).Take(size).Select(n => (JsonNode?)new JsonObject
        {
            ["number"] = n,
            ["title"] = $"Issue {n}",
            ["html_url"] = $"https://github.com/acme/shop/issues/{n}",
            ["body"] = n == 12 ? "It broke." : null,
            ["labels"] = new JsonArray("incident"),
            ["created_at"] = (last - ((step ?? TimeSpan.FromHours(1)) * n)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["closed_at"] = n == 12 ? (last - TimeSpan.FromHours(n - 2)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null,
            ["state_reason"] = n == 30 ? "duplicate" : null,
            ["pull_request"] = n == 20 ? new JsonObject() : null,
        });
        return FakeGitHub.Answer(200, FakeGitHub.List(issues));
    };
}
