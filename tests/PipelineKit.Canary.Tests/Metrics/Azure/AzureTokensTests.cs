using System.Net;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics.Azure;

public sealed class AzureTokensTests : IDisposable
{
    private const string Login = "POST https://login.test/ten%2Fant/oauth2/v2.0/token";
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };
    private readonly ScriptedHandler _server = new();
    private readonly List<string> _masked = [];
    private int _assertions;

    [Fact]
    public async Task A_federated_token_becomes_an_access_token_for_the_endpoint_which_is_kept_for_minutes()
    {
        _server.On(Login, HttpStatusCode.OK, """{"token_type":"Bearer","expires_in":3599,"access_token":"one"}""").On(Login, HttpStatusCode.OK, """{"token_type":"Bearer","access_token":"two"}""");
        using var tokens = Tokens();
        Assert.Equal(["one", "one"], await Task.WhenAll(tokens.GetAsync(default), tokens.GetAsync(default)));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("two", await tokens.GetAsync(default));
        Assert.Equal(["one", "two"], _masked);
        Assert.Equal(
            "grant_type=client_credentials&client_id=app&scope=https%3A%2F%2Fapi.loganalytics.us%2F.default&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=proof1",
            _server.Seen[0].Body);
        Assert.EndsWith("client_assertion=proof2", _server.Seen[1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"AADSTS700213: No matching federated identity record found for presented assertion subject.","error_codes":[700213]}""", MetricSourceProblem.Refused, "AADSTS700213: No matching federated identity record found for presented assertion subject; look at the federated credential", 1)]
    [InlineData(400, """{"error":"invalid_request","error_description":"AADSTS90002: Tenant not found."}""", MetricSourceProblem.Refused, "it says: AADSTS90002: Tenant not found", 1)]
    [InlineData(503, "", MetricSourceProblem.Unavailable, "(3 tries)", 3)]
    [InlineData(200, """{"token_type":"Bearer"}""", MetricSourceProblem.Unreadable, "no access token", 1)]
    [InlineData(200, """{"access_token":"a\r\nb"}""", MetricSourceProblem.Unreadable, "no access token", 1)]
    [InlineData(307, "", MetricSourceProblem.Refused, "points to https://evil.test/token", 1)]
    public async Task A_refusal_is_told_in_the_words_of_the_authority_and_without_the_assertion(int status, string body, MetricSourceProblem problem, string told, int tries)
    {
        _server.Always(Login, (HttpStatusCode)status, body, ("Content-Type", "application/json"), ("Location", "https://evil.test/token"));
        using var tokens = Tokens();
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => tokens.GetAsync(default));
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Equal(problem, e.Problem);
        Assert.DoesNotContain("proof", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(tries, _server.Seen.Count);
    }

    [Fact]
    public void An_authority_that_is_not_https_is_refused()
    {
        Assert.Contains("authority", Connection("http://login.test").Problem(), StringComparison.Ordinal);
        Assert.Null(Connection().Problem());
    }

    public void Dispose() => _server.Dispose();

    private AzureTokens Tokens() => new(Connection(), _server, _time, new MetricServerOptions());

    private AzureConnection Connection(string authority = "https://login.test") => new()
    {
        Endpoint = new Uri("https://api.loganalytics.us"),
        Identity = new AzureIdentity { Authority = new Uri(authority), Tenant = "ten/ant", Client = "app", Assertion = _ => Task.FromResult($"proof{++_assertions}"), OnSecret = _masked.Add },
    };
}
