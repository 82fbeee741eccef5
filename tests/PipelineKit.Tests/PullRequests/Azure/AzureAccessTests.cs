using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.PullRequests.Azure;
using Xunit;
using static PipelineKit.Tests.PullRequests.Azure.AzureBench;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzureAccessTests
{
    [SkippableFact]
    public async Task The_job_token_is_a_bearer_and_a_personal_one_a_password()
    {
        var bench = new AzureBench();
        await bench.Open().ReadAsync("main", [], default);
        bench.Settings = bench.Settings with { Token = "personal" };
        await bench.Open().ReadAsync("main", [], default);

        Assert.Equal(["Bearer " + JobToken, "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(":personal"))], bench.Hub.Seen.Select(s => s.Authorization));
    }

    [SkippableTheory]
    [InlineData(203, "text/html")]
    [InlineData(302, "text/html")]
    [InlineData(200, "text/html")]
    [InlineData(401, "application/json")]
    public async Task The_page_where_people_sign_in_means_a_bad_token(int status, string type)
    {
        var bench = new AzureBench();
        bench.Hub.Override = _ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>", mediaType: new(type)), Headers = { Location = new Uri("https://login.evil.example/") } };

        var failure = await bench.RefusedAsync(FailureCodes.RemoteRefused);

        Assert.Contains("does not accept the token", failure.What, StringComparison.Ordinal);
        Assert.Contains("$(System.AccessToken)", failure.Remedy, StringComparison.Ordinal);
        Assert.Single(bench.Hub.Seen);
    }

    [SkippableTheory]
    [InlineData(403, "TF401027: You need the Git 'GenericContribute' permission", "Contribute to pull requests")]
    [InlineData(404, "TF401019: The Git repository with name or identifier shop does not exist", "`resources`")]
    public async Task What_is_missing_is_named(int status, string said, string remedy)
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Line.StartsWith("GET refs", StringComparison.Ordinal) ? FakeAzure.Error(status, said) : null;

        var failure = await bench.RefusedAsync(FailureCodes.RemoteRefused);

        Assert.Contains(said, failure.What, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_branch_with_a_policy_is_told()
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Line == "POST pushes" ? FakeAzure.Error(403, "TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.") : null;

        Assert.Contains("by pull requests only", (await bench.RefusedAsync(FailureCodes.BranchConflict)).What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_limit_is_waited_out_as_long_as_it_says_and_a_wish_to_slow_down_is_honoured()
    {
        var bench = new AzureBench();
        var n = 0;
        bench.Hub.Override = _ => n++ switch
        {
            0 => With(FakeAzure.Error(429, "TF400733: The request has been canceled: Request was blocked due to exceeding usage"), "30"),
            1 => With(FakeAzure.Answer(200, JsonNode.Parse("""{"value":[],"count":0}""")), "20"),
            _ => null,
        };

        Assert.Null(await bench.Open().ReadAsync("gone", [], default));
        var host = bench.Open();
        n = 1;
        await host.ReadAsync("main", [], default);
        await host.ReadAsync("main", [], default);

        Assert.Collection(bench.Clock.Waits, w => Assert.InRange(w.TotalSeconds, 30, 33), w => Assert.InRange(w.TotalSeconds, 20, 22));
    }

    [SkippableFact]
    public async Task A_server_that_fails_is_asked_five_times()
    {
        var bench = new AzureBench();
        bench.Hub.Override = _ => FakeAzure.Error(503, "TF400898");

        var failure = await bench.RefusedAsync(FailureCodes.RemoteUnavailable);

        Assert.Equal(5, bench.Hub.Seen.Count);
        Assert.DoesNotContain(JobToken, failure.What, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("https://dev.azure.com/acme/other", "shop", "https://dev.azure.com/acme/other/_git/shop/pullrequest/1")]
    [InlineData("https://dev.azure.com/acme/shop", "my shop/shop", "https://dev.azure.com/acme/my%20shop/_git/shop/pullrequest/1")]
    [InlineData("https://tfs.acme.example/tfs/Default/shop/", "a b", "https://tfs.acme.example/tfs/Default/shop/_git/a%20b/pullrequest/1")]
    public void Repositories_of_other_projects_are_named(string api, string repository, string expected)
    {
        var place = AzurePlace.Of(new HostSettings { Choice = HostChoice.AzureRepos, ApiUrl = api, Repository = repository }, new CiContext { Workspace = "/" });

        Assert.Equal(expected, place.UrlOf(1));
    }

    [SkippableTheory]
    [InlineData("http://dev.azure.com/acme/shop", "shop")]
    [InlineData("https://user@dev.azure.com/acme/shop", "shop")]
    [InlineData("https://dev.azure.com/acme/shop", "a/b/c")]
    [InlineData("https://dev.azure.com/acme/shop", "..")]
    [InlineData("https://dev.azure.com/acme/shop", "a?b")]
    public async Task What_is_no_address_or_name_is_refused(string api, string repository)
    {
        var bench = new AzureBench { Settings = new HostSettings { Choice = HostChoice.AzureRepos, ApiUrl = api, Repository = repository, Token = "t" } };

        await bench.RefusedAsync(FailureCodes.BadInputValue);
    }

    [SkippableFact]
    public async Task The_job_token_goes_nowhere_else_and_a_missing_one_is_told()
    {
        var bench = new AzureBench { Settings = new HostSettings { Choice = HostChoice.AzureRepos, ApiUrl = "https://evil.example/acme/shop" } };
        Assert.Contains("was not sent there", (await bench.RefusedAsync(FailureCodes.MissingInput)).What, StringComparison.Ordinal);
        bench = new AzureBench { Token = null };
        Assert.Contains("$(System.AccessToken)", (await bench.RefusedAsync(FailureCodes.MissingInput)).Remedy, StringComparison.Ordinal);
        bench = new AzureBench { Run = null };
        await bench.RefusedAsync(FailureCodes.MissingInput);
        Assert.Empty(bench.Hub.Seen);
    }

    private static HttpResponseMessage With(HttpResponseMessage response, string retryAfter)
    {
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return response;
    }
}
