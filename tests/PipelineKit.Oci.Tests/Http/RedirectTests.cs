using System.Net;
using Xunit;
using static PipelineKit.Oci.Tests.Http.TransportFixture;

namespace PipelineKit.Oci.Tests.Http;

public sealed class RedirectTests
{
    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.SeeOther)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task Another_host_gets_neither_credentials_nor_headers_but_accept_and_range(HttpStatusCode status)
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("u", "p");
        fixture.Script.On(Manifest, HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", "Basic realm=x"))
            .On(Manifest, status, "", ("Location", "https://cdn.example/blob?X-Signature=s3cret"))
            .On("HEAD https://cdn.example/blob?X-Signature=s3cret", HttpStatusCode.OK);

        await fixture.StatusAsync(Request() with { Headers = [("Range", "bytes=0-9"), ("X-Custom", "1"), ("Cookie", "a=b")] });

        var there = fixture.Script.Seen[^1];
        Assert.Null(there.Authorization);
        Assert.Equal("Accept,Range,User-Agent", string.Join(',', there.Headers.Keys.Order(StringComparer.Ordinal)));
        Assert.All(fixture.Told, line => Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v2/other")]
    [InlineData("https://reg.example/v2/other")]
    [InlineData("//reg.example/v2/other")]
    public async Task The_same_origin_keeps_what_it_was_given(string location)
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("u", "p");
        fixture.Script.On(Manifest, HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", "Basic realm=x"))
            .On(Manifest, HttpStatusCode.Found, "", ("Location", location))
            .On("HEAD https://reg.example/v2/other", HttpStatusCode.OK);

        await fixture.StatusAsync();

        Assert.Equal("dTpw", fixture.Script.Seen[^1].Authorization?.Parameter);
    }

    [Theory]
    [InlineData("https://reg.example:8443/v2/other")]
    [InlineData("https://reg.example.attacker.tld/v2/other")]
    public async Task Another_port_or_a_lookalike_is_another_origin(string location)
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("u", "p");
        fixture.Script.On(Manifest, HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", "Basic realm=x"))
            .On(Manifest, HttpStatusCode.Found, "", ("Location", location))
            .On("HEAD " + location, HttpStatusCode.OK);

        await fixture.StatusAsync();

        Assert.Null(fixture.Script.Seen[^1].Authorization);
    }

    [Theory]
    [InlineData("http://reg.example/v2/other")]
    [InlineData("http://cdn.example/blob")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://localhost/x")]
    [InlineData("//169.254.169.254/x")]
    [InlineData("https://user:pass@cdn.example/x")]
    [InlineData("https://cdn.example./x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://cdn.example/")]
    [InlineData("relative/path")]
    public async Task A_redirect_that_leads_astray_is_refused_and_nothing_is_sent(string location)
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, HttpStatusCode.Found, "", ("Location", location));

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Equal(RegistryProblem.Unsafe, thrown.Problem);
        Assert.Single(fixture.Script.Seen);
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_a_protocol_error()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, HttpStatusCode.Found);

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync())).Problem);
    }

    [Fact]
    public async Task Five_hops_are_followed_and_a_sixth_is_not()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, HttpStatusCode.Found, "", ("Location", "/1"));
        for (var hop = 1; hop <= 5; hop++)
        {
            fixture.Script.On($"HEAD https://reg.example/{hop}", hop == 5 ? HttpStatusCode.OK : HttpStatusCode.Found, "", ("Location", $"/{hop + 1}"));
        }

        fixture.Script.Always("HEAD https://reg.example/loop", HttpStatusCode.Found, "", ("Location", "/loop"));

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync(Request() with { PathAndQuery = "/loop" }));
        Assert.Equal((RegistryProblem.Unsafe, 6 + 6), (thrown.Problem, fixture.Script.Seen.Count));
    }

    [Theory]
    [InlineData("http://localhost:5000/a", true)]
    [InlineData("http://127.0.0.1:9000/a", true)]
    [InlineData("http://192.168.0.1/a", false)]
    [InlineData("http://169.254.169.254/a", false)]
    [InlineData("http://cdn.example/a", false)]
    [InlineData("https://cdn.example/a", true)]
    public async Task A_registry_on_this_machine_may_lead_to_this_machine(string location, bool isFollowed)
    {
        using var fixture = new TransportFixture();
        fixture.Script.On("HEAD http://localhost:5000/v2/team/app/manifests/1", HttpStatusCode.Found, "", ("Location", location))
            .Always("HEAD " + location, HttpStatusCode.OK);

        var request = Request(registry: "localhost:5000");
        if (isFollowed)
        {
            Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync(request));
        }
        else
        {
            Assert.Equal(RegistryProblem.Unsafe, (await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync(request))).Problem);
        }
    }
}
