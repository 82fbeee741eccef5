using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Report;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Report;

public sealed class IncidentIssueTests
{
    private static readonly DateTimeOffset Opened = LedgerScript.Time("06-20 10:00");

    [Theory]
    [InlineData("production", "", "production")]
    [InlineData("Environment: Production", "environment: dev", "production")]
    [InlineData("env/dev|incident", "", "dev")]
    [InlineData("env=dev|area/production", "", "dev,production")]
    [InlineData("environment:qa", "", "qa")]
    [InlineData("incident", "What broke?\r\n\r\n**Environment:** `dev`\r\n", "dev")]
    [InlineData("incident", "### Environment\r\n\r\ndev\r\n\r\n### What\r\nproduction", "dev")]
    [InlineData("incident", "<div><b>Environment</b>: dev</div>", "dev")]
    [InlineData("incident", "- env: qa", "qa")]
    [InlineData("incident", "### Environment\n\n_No response_\n\n### What\ndev", "production")]
    [InlineData("incident", "environment:\nproduction and dev", "production and dev")]
    [InlineData("incident", "the environment is on fire", "production")]
    [InlineData("incident", "", "production")]
    [InlineData("incident", "it was IMAGE.", "")]
    [InlineData("incident", "it was sha256:0000000000000000000000000000000000000000000000000000000000000000", "production")]
    [InlineData("incident", "it was IMAGEf", "production")]
    [InlineData("dev", "sha256:12 sha256:0000000000000000000000000000000000000000000000000000000000000000 IMAGE", "dev")]
    public void An_issue_names_its_environment_and_image_or_is_one_of_production(string labels, string body, string environments)
    {
        var image = LedgerScript.Image("a");
        var text = body.Replace("IMAGE", image.Text, StringComparison.Ordinal);
        var issue = new HostIssue(7, "https://github.com/acme/shop/issues/7", "Login fails", text, labels.Split('|'), Opened, Opened.AddHours(1));

        var incidents = new IncidentIssues(["dev", "production"], ["production"], d => d == image).Of(issue).ToList();

        Assert.Equal(environments, string.Join(',', incidents.Select(i => i.Environment).Order(StringComparer.Ordinal)));
        Assert.All(incidents, i => Assert.Equal((body.EndsWith("IMAGE", StringComparison.Ordinal) || body.EndsWith("IMAGE.", StringComparison.Ordinal) ? image : null, issue.Url, 3600), (i.Digest, i.Place.ToString(), (i.Closed!.Value - i.Opened).TotalSeconds)));
    }

    [Fact]
    public async Task Issues_are_counted_beside_those_of_files_and_it_is_said_where_they_are_from()
    {
        using var server = new LoopbackHttpServer((request, _) => Task.FromResult(LoopbackResponse.Of(200, "application/json", Issues(request))));
        using var world = new ReportWorld();

        var exit = await world.RunAsync(Words(server, "--incident-labels", "incident\nsev 1", "--incident-repository", "acme/tickets"));

        Assert.True(exit == ExitCode.Ok, world.Program.All);
        var incidents = world.Result.GetProperty("environments")[1].GetProperty("incidents").EnumerateArray().Select(i => i.GetProperty("source").GetString()).ToList();
        Assert.Equal(["https://github.com/acme/tickets/issues/7", "incidents.csv:2"], incidents);
        Assert.Equal("https://github.com/acme/tickets/issues/8", Assert.Single(world.Result.GetProperty("otherIncidents").EnumerateArray()).GetProperty("source").GetString());
        Assert.Contains("Incidents are from incidents.csv, issues of acme/tickets labelled incident or sev 1.", world.Program.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "{\"message\":\"Not Found\"}", "issues: read")]
    [InlineData(410, "{\"message\":\"Issues are disabled for this repo\"}", "Issues are disabled")]
    [InlineData(200, "{}", "does not let the token read issues")]
    [InlineData(200, "[{\"number\":1,\"title\":\"x\"}]", "without number, title or time")]
    public async Task Issues_that_cannot_be_read_are_an_error_and_not_no_incidents(int status, string body, string said)
    {
        using var server = new LoopbackHttpServer((_, _) => Task.FromResult(LoopbackResponse.Of(status, "application/json", body)));
        using var world = new ReportWorld();

        var exit = await world.Program.RunAsync([.. HostInputsOf.With(["report", .. Words(server, "--incident-labels", "incident")], ("--ledger-folder", "promotions"), ("--at", "2026-07-01"))]);

        Assert.NotEqual(ExitCode.Ok, exit);
        Assert.Contains(said, world.Program.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b", "", "without commas")]
    [InlineData("", "acme/shop", "no `incident-labels` say which")]
    public async Task Labels_that_would_find_something_else_are_refused(string labels, string repository, string said)
    {
        using var world = new ReportWorld();

        var exit = await world.Program.RunAsync([.. HostInputsOf.With(["report"], ("--ledger-folder", "promotions"), ("--incident-labels", labels), ("--incident-repository", repository))]);

        Assert.Equal(ExitCode.BadInput, exit);
        Assert.Contains(said, world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_repository_has_no_issues_and_says_so()
    {
        using var world = new ReportWorld();

        var exit = await world.Program.RunAsync([.. HostInputsOf.With(["report"], ("--ledger-folder", "promotions"), ("--host", "git"), ("--incident-labels", "incident"))]);

        Assert.Equal(ExitCode.BadInput, exit);
        Assert.Contains("Branches of a local Git repository have no issues.", world.Program.All, StringComparison.Ordinal);
    }

    private static string[] Words(LoopbackHttpServer server, params string[] more) => ["--host", "github", "--repository", "acme/shop", "--token", "secret", "--api-url", $"http://{server.Endpoint}", .. more];

    private static byte[] Issues(LoopbackRequest request)
    {
        Assert.Equal("/repos/acme/tickets/issues", request.Path);
        return Encoding.UTF8.GetBytes((request.Query("labels").Single() == "incident" ? new JsonArray(Issue(7, "incident")) : new JsonArray(Issue(8, "sev 1", "environment:qa"), Issue(7, "incident"))).ToJsonString());
    }

    private static JsonObject Issue(int number, params string[] labels) => new()
    {
        ["number"] = number,
        ["title"] = "Login fails",
        ["html_url"] = $"https://github.com/acme/tickets/issues/{number}",
        ["created_at"] = "2026-06-18T10:00:00Z",
        ["closed_at"] = null,
        ["labels"] = new JsonArray([.. labels.Select(l => (JsonNode)new JsonObject { ["name"] = l })]),
    };
}
