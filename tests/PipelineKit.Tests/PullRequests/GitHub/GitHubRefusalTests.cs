using System.Text.Json.Nodes;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubRefusalTests
{
    private readonly GitHubBench _bench = new();

    [Theory]
    [InlineData(401, "Bad credentials", "valid `token`")]
    [InlineData(403, "Resource not accessible by integration", "permissions:\n  contents: write\n  pull-requests: write\n")]
    [InlineData(404, "Not Found", "permissions:\n  contents: write\n  pull-requests: write\n")]
    [InlineData(403, "GitHub Actions is not permitted to create or approve pull requests.", "Allow GitHub Actions to create and approve pull requests")]
    public async Task A_refusal_says_what_would_help(int status, string message, string remedy)
    {
        _bench.Hub.Rest.Told["POST pulls"] = _ => FakeGitHub.Refuse(status, message);

        var failure = await _bench.RefusedAsync(FailureCodes.RemoteRefused);

        Assert.Contains(message, failure.What, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_GitHub_names_is_added_to_those_that_are_asked_for()
    {
        _bench.Hub.Rest.Told["POST git/trees"] = _ => FakeGitHub.Answer(
            403, new JsonObject { ["message"] = "Resource not accessible by integration" }, ("X-Accepted-GitHub-Permissions", "contents=write,workflows=write; administration=write"));

        var failure = await _bench.RefusedAsync(FailureCodes.RemoteRefused);

        Assert.Contains("  pull-requests: write\n  workflows: write\n", failure.RemedyText, StringComparison.Ordinal);
        Assert.DoesNotContain("administration", failure.RemedyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FORBIDDEN", "Resource not accessible by integration")]
    [InlineData("INSUFFICIENT_SCOPES", "Your token has not been granted the required scopes")]
    [InlineData("NOT_FOUND", "Could not resolve to a Repository with the name 'acme/shop'.")]
    public async Task A_refusal_of_the_graph_is_one_too(string type, string message)
    {
        _bench.Hub.Override = _ => FakeGitHubGraph.Error(message, type);

        Assert.Contains("contents: write", (await _bench.RefusedAsync(FailureCodes.RemoteRefused)).RemedyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON at all")]
    [InlineData("""{"data":{"repository":null}}""")]
    [InlineData("""{"data":{"repository":{"id":"a"}},"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    public async Task An_answer_that_is_none_is_out_of_protocol(string text)
    {
        _bench.Hub.Override = _ => new HttpResponseMessage { Content = new StringContent(text) };

        await _bench.RefusedAsync(FailureCodes.RemoteProtocol);
    }
}
