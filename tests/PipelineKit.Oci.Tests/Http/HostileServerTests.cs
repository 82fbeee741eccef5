using System.Net;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Http;

/// <summary>Real sockets, and a server that does what it should not.</summary>
public sealed class HostileServerTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

    [Fact]
    public async Task A_reset_before_the_headers_is_tried_again()
    {
        var connections = 0;
        await using var server = new HostileServer(async c =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                c.Reset();
            }
            else
            {
                await c.SendAsync(Ok);
            }
        });

        Assert.Equal("hi", await GetAsync(server, new FakeTimeProvider { AutoAdvance = true }));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("this is not HTTP at all\r\n\r\n")]
    [InlineData("HTTP/1.1 999999 X\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\ntoo short")]
    public async Task What_is_not_a_whole_answer_is_unavailable_never_a_shorter_one(string bytes)
    {
        await using var server = HostileServer.Sending(bytes);

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => GetAsync(server, new FakeTimeProvider { AutoAdvance = true }));

        Assert.Equal(RegistryProblem.Unavailable, thrown.Problem);
    }

    [Fact]
    public async Task Headers_without_end_are_cut_off()
    {
        await using var server = new HostileServer(async c =>
        {
            await c.SendAsync("HTTP/1.1 200 OK\r\n");
            await c.SendForeverAsync("X-More: and more and more and more\r\n");
        });

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => GetAsync(server, new FakeTimeProvider { AutoAdvance = true }));

        Assert.Contains("too large", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_end_is_read_up_to_the_bound_only()
    {
        await using var server = new HostileServer(async c =>
        {
            await c.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            await c.SendForeverAsync(new string('x', 4096));
        });
        using var transport = Transport(TimeProvider.System);
        using var response = await transport.SendAsync(Request(server), CancellationToken.None);

        Assert.Null(await BoundedBody.ReadAsync(response.Content, 100_000, CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_by_the_clock()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var server = new HostileServer(async c =>
        {
            arrived.Release();
            await c.StallAsync();
        });
        var time = new FakeTimeProvider();
        using var transport = Transport(time, o => o with { MaximumTries = 1 });

        var pending = transport.SendAsync(Request(server), CancellationToken.None);
        await arrived.WaitAsync();
        Assert.False(pending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("30 s", (await Assert.ThrowsAsync<RegistryException>(() => pending)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up_when_it_keeps_no_rate()
    {
        await using var server = new HostileServer(async c =>
        {
            await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx");
            await c.StallAsync();
        });
        var time = new FakeTimeProvider();
        using var transport = Transport(time);
        using var response = await transport.SendAsync(Request(server), CancellationToken.None);
        using var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(1, await body.ReadAsync(new byte[16]));

        var pending = body.ReadAsync(new byte[16]).AsTask();
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(pending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("too slowly", (await Assert.ThrowsAsync<RegistryException>(() => pending)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_unavailable_after_the_tries()
    {
        string endpoint;
        await using (var server = HostileServer.Sending(Ok))
        {
            endpoint = server.Endpoint;
        }

        var time = new FakeTimeProvider { AutoAdvance = true };
        using var transport = Transport(time);
        var request = new RegistryRequest(HttpMethod.Get, endpoint, "/v2/", "x");

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => transport.SendAsync(request, CancellationToken.None));

        Assert.Contains("refused (5 tries)", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(4, time.Waits.Count);
    }

    [Fact]
    public async Task A_server_without_tls_says_which_input_is_missing()
    {
        await using var server = HostileServer.Sending("HTTP/1.1 400 Bad Request\r\n\r\n");
        using var transport = Transport(new FakeTimeProvider { AutoAdvance = true }, o => o with { ResolveHost = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }) });
        var port = server.Endpoint.Split(':')[1];

        var thrown = await Assert.ThrowsAsync<RegistryException>(
            () => transport.SendAsync(new RegistryRequest(HttpMethod.Get, $"reg.example:{port}", "/v2/", "x"), CancellationToken.None));

        Assert.Contains("plain-http", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("0.0.0.0")]
    public async Task A_redirect_to_a_name_that_dns_sends_astray_is_refused_before_connecting(string address)
    {
        await using var server = HostileServer.Sending("HTTP/1.1 302 Found\r\nLocation: https://innocent.example/x\r\nContent-Length: 0\r\n\r\n");
        using var transport = Transport(TimeProvider.System, o => o with
        {
            ResolveHost = (name, _) => Task.FromResult(name == "innocent.example" ? new[] { IPAddress.Parse(address) } : throw new InvalidOperationException(name)),
        });

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => transport.SendAsync(Request(server), CancellationToken.None));

        Assert.Equal(RegistryProblem.Unsafe, thrown.Problem);
        Assert.Contains("innocent.example", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_realm_whose_name_dns_sends_astray_gets_no_credentials()
    {
        await using var server = HostileServer.Sending(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"https://innocent.example/token\"\r\nContent-Length: 0\r\n\r\n");
        using var transport = Transport(TimeProvider.System, o => o with
        {
            Credentials = (_, _) => Task.FromResult<RegistryCredential?>(new("u", "p")),
            ResolveHost = (_, _) => Task.FromResult(new[] { IPAddress.Parse("169.254.169.254") }),
        });

        Assert.Equal(
            RegistryProblem.Unsafe,
            (await Assert.ThrowsAsync<RegistryException>(() => transport.SendAsync(Request(server), CancellationToken.None))).Problem);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var server = HostileServer.Sending("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        using var transport = Transport(TimeProvider.System);
        for (var i = 0; i < 2; i++)
        {
            using var response = await transport.SendAsync(Request(server), CancellationToken.None);
        }

        Assert.All(server.Requests, head => Assert.DoesNotContain("Cookie", head, StringComparison.OrdinalIgnoreCase));
    }

    private static RegistryRequest Request(HostileServer server) => new(HttpMethod.Get, server.Endpoint, "/v2/x/manifests/1", "x");

    private static RegistryTransport Transport(TimeProvider time, Func<RegistryTransportOptions, RegistryTransportOptions>? change = null) =>
        new((change ?? (o => o))(new RegistryTransportOptions { Time = time }));

    private static async Task<string> GetAsync(HostileServer server, TimeProvider time)
    {
        using var transport = Transport(time);
        using var response = await transport.SendAsync(Request(server), CancellationToken.None);
        var body = await BoundedBody.ReadAsync(response.Content, 65536, CancellationToken.None);
        return System.Text.Encoding.ASCII.GetString(body!);
    }
}
