using System.Net;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Tests.Git;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class IdentityTokenTests
{
    private const string GitHub = "https://pipelines.example.com/token?api-version=2.0";

    private static readonly Dictionary<string, string> GitHubRun = new(StringComparer.Ordinal)
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_REPOSITORY"] = "acme/shop",
        ["GITHUB_SHA"] = "0123456789abcdef0123456789abcdef01234567",
        ["GITHUB_REF"] = "refs/heads/main",
        ["GITHUB_WORKFLOW_REF"] = "acme/shop/.github/workflows/build.yml@refs/heads/main",
        ["GITHUB_EVENT_NAME"] = "push",
        ["GITHUB_REPOSITORY_ID"] = "1",
        ["GITHUB_REPOSITORY_OWNER_ID"] = "2",
        ["GITHUB_RUN_ID"] = "3",
        ["ACTIONS_ID_TOKEN_REQUEST_URL"] = GitHub,
        ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "request-secret",
    };

    private static readonly Dictionary<string, string> AzureRun = new(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True",
        ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/acme/",
        ["SYSTEM_TEAMPROJECT"] = "shop",
        ["SYSTEM_TEAMPROJECTID"] = "p-1",
        ["SYSTEM_DEFINITIONID"] = "7",
        ["BUILD_REPOSITORY_URI"] = "https://acme@dev.azure.com/acme/shop/_git/shop",
        ["BUILD_REPOSITORY_ID"] = "r-1",
        ["BUILD_REPOSITORY_PROVIDER"] = "TfsGit",
        ["BUILD_SOURCEVERSION"] = "0123456789abcdef0123456789abcdef01234567",
        ["BUILD_SOURCEBRANCH"] = "refs/heads/main",
        ["BUILD_REASON"] = "IndividualCI",
        ["BUILD_BUILDID"] = "42",
        ["SYSTEM_OIDCREQUESTURI"] = "https://dev.azure.com/acme/p-1/oidctoken",
        ["SYSTEM_ACCESSTOKEN"] = "job-secret",
    };

    [Fact]
    public void A_run_of_GitHub_is_told_as_its_claims_tell_it()
    {
        var run = Assert.IsType<GitHubWorkflowRun>(Context(GitHubRun).Build);

        Assert.Equal("acme/shop/.github/workflows/build.yml@refs/heads/main", run.WorkflowReference);
        Assert.Equal(("1", "self-hosted"), (run.Attempt, run.RunnerEnvironment));
    }

    [Fact]
    public void A_run_of_Azure_is_told_without_the_user_of_its_repository()
    {
        var run = Assert.IsType<AzurePipelineRun>(Context(AzureRun).Build);

        Assert.Equal("https://dev.azure.com/acme/shop/_git/shop", run.Repository);
        Assert.Equal("https://dev.azure.com/acme/shop/_build/results?buildId=42", run.ToProvenance().InvocationId);
    }

    [Theory]
    [InlineData("GITHUB_SHA")]
    [InlineData("GITHUB_WORKFLOW_REF")]
    [InlineData("GITHUB_REPOSITORY_ID")]
    public void Half_of_a_provenance_is_none(string missing) => Assert.Null(Context(GitHubRun.Where(v => v.Key != missing)).Build);

    [Theory]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_URL")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    public void A_job_without_the_permission_has_no_tokens_and_is_told_how_to_get_them(string missing)
    {
        var context = Context(GitHubRun.Where(v => v.Key != missing));

        Assert.Null(context.IdentityTokens);
        Assert.Contains("id-token: write", context.IdentityTokenRemedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_request_token_is_hidden_from_the_log()
    {
        using var output = new StringWriter();
        var host = CiHosts.Detect(GitHubRun, output, output, new ProcessFacts { CurrentFolder = "/" }, TimeProvider.System);

        host.Line("it is request-secret");

        Assert.DoesNotContain("request-secret", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_is_asked_for_the_audience_and_keeps_its_own_query()
    {
        using var handler = new ScriptedHandler().On("GET https://pipelines.example.com/token?api-version=2.0&audience=sigstore", HttpStatusCode.OK, """{"count":3,"value":"a.b.c"}""");

        Assert.Equal("a.b.c", await GetAsync(GitHubRun, handler));
        Assert.Equal("Bearer request-secret", Assert.Single(handler.Seen).Authorization!.ToString());
    }

    [Fact]
    public async Task Azure_is_asked_by_POST_and_gives_its_fixed_audience()
    {
        using var handler = new ScriptedHandler().On("POST https://dev.azure.com/acme/p-1/oidctoken?api-version=7.1", HttpStatusCode.OK, """{"oidcToken":"a.b.c"}""");

        Assert.Equal("a.b.c", await GetAsync(AzureRun, handler));
        Assert.Equal(("Suppress", "application/json"), (handler.Seen[0].Headers["X-TFS-FedAuthRedirect"], handler.Seen[0].Headers["Content-Type"]));
        Assert.Equal("api://AzureADTokenExchange", Context(AzureRun).IdentityTokens!.FixedAudience);
    }

    [Fact]
    public async Task A_service_that_fails_for_a_moment_is_asked_again()
    {
        const string Request = "GET https://pipelines.example.com/token?api-version=2.0&audience=sigstore";
        using var handler = new ScriptedHandler().On(Request, HttpStatusCode.BadGateway).On(Request, HttpStatusCode.TooManyRequests).On(Request, HttpStatusCode.OK, """{"value":"a.b.c"}""");

        Assert.Equal("a.b.c", await GetAsync(GitHubRun, handler));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "", ExitCode.Refused)]
    [InlineData(HttpStatusCode.Found, "", ExitCode.Refused)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", ExitCode.Unavailable)]
    [InlineData(HttpStatusCode.OK, "{}", ExitCode.Refused)]
    [InlineData(HttpStatusCode.OK, """{"value":""}""", ExitCode.Refused)]
    [InlineData(HttpStatusCode.OK, """{"value":"a","value":"b"}""", ExitCode.Refused)]
    [InlineData(HttpStatusCode.OK, "<html>", ExitCode.Refused)]
    public async Task An_answer_without_a_token_is_a_failure_with_its_code(HttpStatusCode status, string body, ExitCode exit)
    {
        using var handler = new ScriptedHandler().Always("GET https://pipelines.example.com/token?api-version=2.0&audience=sigstore", status, body);

        var failure = await Assert.ThrowsAsync<FailureException>(() => GetAsync(GitHubRun, handler));

        Assert.Equal(exit, failure.Exit);
        Assert.Contains("pipelines.example.com", failure.Failures[0].What, StringComparison.Ordinal);
    }

    private static CiContext Context(IEnumerable<KeyValuePair<string, string>> variables) =>
        CiHosts.Detect(new Dictionary<string, string>(variables, StringComparer.Ordinal), TextWriter.Null, TextWriter.Null, new ProcessFacts { CurrentFolder = "/" }, TimeProvider.System).Context;

    private static async Task<string> GetAsync(Dictionary<string, string> variables, ScriptedHandler handler)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        return await Context(variables).IdentityTokens!.GetAsync("sigstore", http, new ImpatientTime(waited: null), CancellationToken.None);
    }
}
