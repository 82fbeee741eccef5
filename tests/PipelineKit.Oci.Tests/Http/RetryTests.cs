using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Oci.Tests.Http.TransportFixture;

namespace PipelineKit.Oci.Tests.Http;

public sealed class RetryTests
{
    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_fault_of_the_server_is_tried_again_after_a_second(HttpStatusCode status)
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, status).On(Manifest, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.InRange(Assert.Single(fixture.Time.Waits).TotalSeconds, 1, 1.5);
    }

    [Fact]
    public async Task A_storm_of_503_ends_after_five_tries_with_doubled_waits()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, HttpStatusCode.ServiceUnavailable);

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Equal((RegistryProblem.Unavailable, HttpStatusCode.ServiceUnavailable), (thrown.Problem, thrown.Status));
        Assert.Contains("5 tries", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(5, fixture.Script.Seen.Count);
        Assert.Collection(
            fixture.Time.Waits.Select(w => w.TotalSeconds),
            w => Assert.InRange(w, 1, 1.5),
            w => Assert.InRange(w, 2, 3),
            w => Assert.InRange(w, 4, 6),
            w => Assert.InRange(w, 8, 12));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.HttpProtocolError)]
    public async Task A_broken_connection_is_tried_again(HttpRequestError error)
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, _ => throw new HttpRequestException(error, "broken", new SocketException((int)SocketError.ConnectionReset)))
            .On(Manifest, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_tried_again()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, _ => throw new TaskCanceledException("", new TimeoutException())).On(Manifest, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.Contains(fixture.Told, line => line.Contains("not connected in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_nobody_trusts_is_not_tried_again_and_the_message_says_what_to_do()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, _ => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError, "", new System.Security.Authentication.AuthenticationException("The remote certificate is invalid")));

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Contains("SSL_CERT_FILE", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Time.Waits);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task What_is_final_is_returned_at_once(HttpStatusCode status)
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, status);

        Assert.Equal(status, await fixture.StatusAsync());
    }

    [Fact]
    public async Task A_registry_that_is_down_is_found_out_once_not_by_every_request()
    {
        using var fixture = new TransportFixture();
        foreach (var name in Enumerable.Range(0, 50))
        {
            fixture.Script.Always($"HEAD https://reg.example/v2/r{name}/manifests/1", _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        }

        var all = Enumerable.Range(0, 50).Select(i => Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync(Request($"r{i}"))));
        var thrown = await Task.WhenAll(all);

        Assert.All(thrown, t => Assert.Equal(RegistryProblem.Unavailable, t.Problem));
        Assert.InRange(fixture.Script.Seen.Count, 5, 5);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("60", 60)]
    [InlineData("3600", 3600)]
    public void Retry_after_seconds_are_honoured_and_a_little_more(string header, double seconds) =>
        Assert.InRange(RetryWait.Asked(header, FakeTimeProvider.DefaultStart)!.Value.TotalSeconds, seconds, (seconds * 1.06) + 0.001);

    [Fact]
    public void Retry_after_a_date_is_honoured()
    {
        var now = FakeTimeProvider.DefaultStart;

        Assert.InRange(RetryWait.Asked(now.AddSeconds(30).ToString("r", CultureInfo.InvariantCulture), now)!.Value.TotalSeconds, 30, 32);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("1000000000")]
    [InlineData("99999999999999999999999999")]
    [InlineData("205.606µs")]
    [InlineData("Tue, 01 Jan 2030 00:00:00 GMT")]
    [InlineData("soon")]
    public void Retry_after_zero_past_or_nonsense_is_as_if_it_were_not_there(string? header) =>
        Assert.Null(RetryWait.Asked(header, FakeTimeProvider.DefaultStart));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void Waits_double_and_are_capped(int failures, double seconds) =>
        Assert.InRange(RetryWait.Backoff(failures).TotalSeconds, seconds, seconds * 1.26);

    [Fact]
    public async Task A_503_with_a_long_retry_after_waits_a_minute_at_most()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "3600")).On(Manifest, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.Equal(60, Assert.Single(fixture.Time.Waits).TotalSeconds);
    }

    [Fact]
    public async Task The_accept_types_arrive_in_order_and_the_query_of_what_is_told_is_redacted()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On("HEAD https://reg.example/v2/team/app/manifests/1?n=5&sig=hidden", HttpStatusCode.OK);

        await fixture.StatusAsync(Request() with { PathAndQuery = "/v2/team/app/manifests/1?n=5&sig=hidden" });

        Assert.Equal("application/one, application/two", Assert.Single(fixture.Script.Seen).Headers["Accept"]);
        Assert.Equal("HEAD https://reg.example/v2/team/app/manifests/1?n=5&sig=REDACTED -> 200", Assert.Single(fixture.Told));
    }

    [Fact]
    public async Task Docker_hub_is_asked_at_its_real_host()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On("HEAD https://registry-1.docker.io/v2/library/nginx/manifests/1", HttpStatusCode.OK, "", ("ratelimit-limit", "100;w=21600"), ("ratelimit-remaining", "76;w=21600"));

        await fixture.StatusAsync(Request("library/nginx", "docker.io"));

        Assert.Equal(new RateBudget("docker.io", 76, 100, TimeSpan.FromHours(6)), Assert.Single(fixture.Transport.Budgets));
    }
}
