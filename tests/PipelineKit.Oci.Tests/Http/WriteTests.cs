using System.Net;
using System.Text;
using Xunit;

namespace PipelineKit.Oci.Tests.Http;

/// <summary>Requests with a body: sent again whole where that is safe, and nowhere else.</summary>
public sealed class WriteTests : IDisposable
{
    private const string Put = "PUT https://reg.example/v2/team/app/manifests/1";

    private readonly TransportFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_body_is_made_anew_after_a_401_a_redirect_and_a_fault()
    {
        _fixture.Script
            .On(Put, HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", TransportFixture.Bearer))
            .On(TransportFixture.TokenUrl() + "%2Cpush", HttpStatusCode.OK, """{"token":"t"}""")
            .On(Put, HttpStatusCode.ServiceUnavailable)
            .On(Put, HttpStatusCode.TemporaryRedirect, "", ("Location", "/v2/elsewhere?x=1"))
            .On("PUT https://reg.example/v2/elsewhere?x=1", HttpStatusCode.Created);

        Assert.Equal(HttpStatusCode.Created, await SendAsync(HttpMethod.Put));

        var bodies = _fixture.Script.Seen.Where(s => s.Line.StartsWith("PUT", StringComparison.Ordinal)).ToList();
        Assert.All(bodies, s => Assert.Equal(("the body", "text/plain"), (s.Body, s.Headers["Content-Type"])));
        Assert.Equal([null, "t", "t", "t"], bodies.Select(s => s.Authorization?.Parameter));
    }

    [Theory]
    [InlineData(HttpStatusCode.TemporaryRedirect, "https://other.example/x")]
    [InlineData(HttpStatusCode.PermanentRedirect, "https://reg.example:8443/x")]
    public async Task A_body_does_not_follow_to_another_origin(HttpStatusCode status, string target)
    {
        _fixture.Script.On(Put, status, "", ("Location", target));

        var error = await Assert.ThrowsAsync<RegistryException>(() => SendAsync(HttpMethod.Put));

        Assert.Equal(RegistryProblem.Unsafe, error.Problem);
        Assert.Single(_fixture.Script.Seen);
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.SeeOther)]
    public async Task A_redirect_that_would_become_a_GET_is_not_followed(HttpStatusCode status)
    {
        _fixture.Script.On(Put, status, "", ("Location", "/x"));

        Assert.Equal(status, await SendAsync(HttpMethod.Put));
    }

    [Theory]
    [InlineData("PUT", 5)]
    [InlineData("POST", 5)]
    [InlineData("PATCH", 1)]
    public async Task Only_what_appends_is_not_repeated(string method, int tries)
    {
        _fixture.Script.Always(Put.Replace("PUT", method, StringComparison.Ordinal), HttpStatusCode.BadGateway);

        var error = await Assert.ThrowsAsync<RegistryException>(() => SendAsync(new HttpMethod(method)));

        Assert.Equal(RegistryProblem.Unavailable, error.Problem);
        Assert.Equal(tries, _fixture.Script.Seen.Count);
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method) => await _fixture.StatusAsync(TransportFixture.Request() with
    {
        Method = method,
        Body = () => new StringContent("the body", Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("text/plain")),
    });
}
