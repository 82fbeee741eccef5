using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Benchmarks;

/// <summary>
/// A registry on loopback that knows every tag of every repository, wants a bearer token per repository, answers each request
/// after a fixed delay, and counts what it is asked.
/// </summary>
internal sealed class MockRegistry : IAsyncDisposable
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly TimeSpan _latency;
    private readonly Task _serving;

    public MockRegistry(TimeSpan latency)
    {
        _latency = latency;
        Endpoint = $"127.0.0.1:{FreePort()}";
        _listener.Prefixes.Add($"http://{Endpoint}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint { get; }

    /// <summary>Requests since the last call: HEAD and GET of manifests, tokens, challenges, everything else.</summary>
    public RequestCounts TakeCounts()
    {
        return new RequestCounts(Take("HEAD"), Take("GET"), Take("token"), Take("challenge"), Take("other"));

        int Take(string kind) => _counts.TryRemove(kind, out var count) ? count : 0;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        // The latency of a far registry, which is what the measured program has to hide.
        await Task.Delay(_latency);
        var (status, body) = Answer(context.Request, context.Response);
        context.Response.StatusCode = status;
        context.Response.ContentLength64 = body.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            await context.Response.OutputStream.WriteAsync(body);
        }

        context.Response.Close();
    }

    private (int Status, byte[] Body) Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        var path = request.Url!.AbsolutePath;
        if (path == "/token")
        {
            Count("token");
            response.ContentType = "application/json";
            return (200, Encoding.UTF8.GetBytes($$"""{"token":"for:{{request.QueryString["scope"]}}","expires_in":300}"""));
        }

        var separator = path.LastIndexOf("/manifests/", StringComparison.Ordinal);
        var repository = separator > 4 ? path[4..separator] : "";
        var scope = $"repository:{repository}:pull";
        if (request.Headers["Authorization"] != "Bearer for:" + scope)
        {
            Count("challenge");
            response.Headers["WWW-Authenticate"] = $"""Bearer realm="http://{Endpoint}/token",service="mock",scope="{scope}" """.TrimEnd();
            return (401, """{"errors":[{"code":"UNAUTHORIZED"}]}"""u8.ToArray());
        }

        Count(repository.Length > 0 ? request.HttpMethod : "other");
        var manifest = Encoding.UTF8.GetBytes($$$"""{"schemaVersion":2,"mediaType":"{{{IndexType}}}","manifests":[],"annotations":{"name":"{{{path}}}"}}""");
        response.ContentType = IndexType;
        response.Headers["Docker-Content-Digest"] = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(manifest));
        return (200, manifest);
    }

    private void Count(string kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>How often a registry was asked for what.</summary>
internal sealed record RequestCounts(int Heads, int Gets, int Tokens, int Challenges, int Others)
{
    public int All => Heads + Gets + Tokens + Challenges + Others;

    public override string ToString() => $"{All} ({Heads} HEAD, {Gets} GET, {Tokens} token, {Challenges} challenge{(Others > 0 ? $", {Others} other" : "")})";
}
