using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzureWorkItemTests
{
    private static readonly DateTimeOffset Since = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Work_items_are_found_by_tag_and_read_two_hundred_at_a_time()
    {
        var bench = Serve(450);

        var issues = await ListAsync(bench, "incident", "it's bad");

        Assert.Equal(449, issues.Count);
        Assert.Equal(["POST /acme/my%20shop/_apis/wit/wiql?timePrecision=true&$top=10001", .. Enumerable.Repeat("POST /acme/my%20shop/_apis/wit/workitemsbatch", 3)], bench.Hub.Lines);
        Assert.Equal(
            "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.CreatedDate] >= '2026-06-01T00:00:00Z' AND [System.CreatedDate] < '2026-07-01T00:00:00Z' AND ([System.Tags] CONTAINS 'incident' OR [System.Tags] CONTAINS 'it''s bad') ORDER BY [System.Id]",
            bench.Hub.Seen[0].Body!["query"]!.GetValue<string>());
        var first = issues.Single(i => i.Number == 1);
        Assert.Equal(("https://dev.azure.com/acme/my%20shop/_workitems/edit/1", "Item 1", "<div>Environment: production</div>", Since.AddHours(1), Since.AddHours(3)), (first.Url, first.Title, first.Body, first.Opened, first.Closed));
        Assert.Equal(["Incident", "production"], first.Labels);
        Assert.Null(issues.Single(i => i.Number == 2).Closed);
    }

    [SkippableTheory]
    [InlineData(400, "{\"message\":\"TF51005: The query references a field that does not exist.\"}", "TF51005")]
    [InlineData(200, "{}", "does not tell the work items")]
    [InlineData(200, "{\"workItems\":[{}]}", "does not tell the work items")]
    public async Task What_cannot_be_read_is_an_error(int status, string body, string said)
    {
        var bench = new AzureBench();
        bench.Hub.Override = _ => FakeAzure.Answer(status, JsonNode.Parse(body));

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => ListAsync(bench, "incident"))).Failures);

        Assert.Contains(said, failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_work_item_that_is_left_out_of_the_answer_is_an_error()
    {
        var bench = Serve(3);
        var serve = bench.Hub.Override;
        bench.Hub.Override = r => r.Line.EndsWith("batch", StringComparison.Ordinal) ? FakeAzure.Many([]) : serve(r);

        await bench.RefusedAsync(FailureCodes.RemoteProtocol, p => p.ListIssuesAsync(new IssueQuery(["incident"], Since, Since.AddDays(30)), default));
    }

    [SkippableFact]
    public async Task Too_many_are_an_error() =>
        Assert.Contains("more than 10000 work items", (await Serve(10_001).RefusedAsync(FailureCodes.BadInputValue, p => p.ListIssuesAsync(new IssueQuery(["incident"], Since, Since.AddDays(30)), default))).What, StringComparison.Ordinal);

    private static Task<IReadOnlyList<HostIssue>> ListAsync(AzureBench bench, params string[] labels) => bench.Open().ListIssuesAsync(new IssueQuery(labels, Since, Since.AddDays(30)), default);

    // So many items; the third has a tag that only begins like the one asked for.
    private static AzureBench Serve(int count)
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Line.Contains("/wiql", StringComparison.Ordinal)
            ? FakeAzure.Answer(200, new JsonObject { ["workItems"] = FakeAzure.List(Enumerable.Range(1, count).Select(n => (JsonNode)new JsonObject { ["id"] = n })) })
            : FakeAzure.Many(r.Body!["ids"]!.AsArray().Select(id => Item(id!.GetValue<int>())));
        return bench;
    }

    private static JsonNode Item(int id)
    {
        var fields = new JsonObject
        {
            ["System.Title"] = $"Item {id}",
            ["System.Description"] = "<div>Environment: production</div>",
            ["System.Tags"] = id == 3 ? "incident-review" : "Incident; production",
            ["System.CreatedDate"] = Since.AddHours(id).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (id == 1)
        {
            fields["Microsoft.VSTS.Common.ClosedDate"] = "2026-06-01T03:00:00Z";
        }

        return new JsonObject { ["id"] = id, ["fields"] = fields };
    }
}
