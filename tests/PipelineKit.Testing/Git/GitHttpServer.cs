using System.Diagnostics;
using System.Text;

namespace PipelineKit.Testing.Git;

/// <summary>How a <see cref="GitHttpServer"/> behaves.</summary>
public sealed record GitHttpServerOptions
{
    /// <summary>Asked for by HTTP Basic when not null; other credentials get 401.</summary>
    public (string User, string Password)? Credential { get; init; }

    /// <summary>Whether credentials that are wrong are refused while none at all are fine, as for public repositories on GitHub.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Wait before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether the server knows protocol v2; without, it answers as old servers do.</summary>
    public bool SpeaksV2 { get; init; } = true;

    /// <summary>Whether branches may be pushed.</summary>
    public bool TakesPushes { get; init; }

    /// <summary>Called before every request is served: the place for what somebody else does meanwhile; null for nothing.</summary>
    public Action<LoopbackRequest>? Before { get; init; }
}

/// <summary>
/// Real Git repositories over real smart HTTP on loopback: every request runs <c>git http-backend</c> as CGI over a folder of bare repositories
/// (<see cref="GitTestRepository"/>). Counts requests.
/// </summary>
public sealed class GitHttpServer : IAsyncDisposable
{
    private readonly string _root;
    private readonly GitHttpServerOptions _options;
    private readonly LoopbackHttp _http;

    /// <summary>Serves the bare repositories below a folder.</summary>
    public GitHttpServer(string root, GitHttpServerOptions options)
    {
        Peer.Program("git");
        _root = root;
        _options = options;
        _http = new LoopbackHttp(ServeAsync);
    }

    /// <summary>The server's address, for <c>git-server-url</c>.</summary>
    public Uri Address => _http.Address;

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<LoopbackRequest> Requests => _http.Requests;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task ServeAsync(LoopbackRequest request, Stream stream, CancellationToken cancellation)
    {
        // The distance a test asked for; none by default.
        await Task.Delay(_options.Latency, cancellation);
        if (!IsAllowed(request.Header("Authorization")))
        {
            await LoopbackHttp.AnswerAsync(stream, 401, "WWW-Authenticate: Basic realm=\"git\"\r\n", [], cancellation);
            return;
        }

        _options.Before?.Invoke(request);
        var (headers, body) = await RunAsync(request, cancellation);
        var status = headers.FirstOrDefault(h => h.StartsWith("Status: ", StringComparison.Ordinal))?["Status: ".Length..][..3] ?? "200";
        var passed = string.Concat(headers.Where(h => !h.StartsWith("Status: ", StringComparison.Ordinal)).Select(h => h + "\r\n"));
        await LoopbackHttp.AnswerAsync(stream, int.Parse(status), passed, body, cancellation);
    }

    private bool IsAllowed(string? authorization)
    {
        if (_options.Credential is not { } credential || (_options.IsPublic && authorization is null))
        {
            return true;
        }

        return authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.User}:{credential.Password}"));
    }

    private async Task<(string[] Headers, byte[] Body)> RunAsync(LoopbackRequest request, CancellationToken cancellation)
    {
        var start = GitProcess.Start(_root, "http-backend");
        start.Environment["GIT_PROJECT_ROOT"] = _root;
        start.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        start.Environment["REQUEST_METHOD"] = request.Method;
        start.Environment["PATH_INFO"] = Uri.UnescapeDataString(request.Path);
        start.Environment["QUERY_STRING"] = request.Query;
        start.Environment["CONTENT_TYPE"] = request.Header("Content-Type") ?? "";
        start.Environment["HTTP_CONTENT_ENCODING"] = request.Header("Content-Encoding") ?? "";
        if (_options.TakesPushes)
        {
            start.Environment["GIT_CONFIG_COUNT"] = "1";
            start.Environment["GIT_CONFIG_KEY_0"] = "http.receivepack";
            start.Environment["GIT_CONFIG_VALUE_0"] = "true";
        }

        start.Environment["CONTENT_LENGTH"] = request.Body.Length.ToString();
        start.Environment["GIT_PROTOCOL"] = _options.SpeaksV2 ? request.Header("Git-Protocol") ?? "" : "";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = ReadAsync(process.StandardOutput.BaseStream, cancellation);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(request.Body, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // git did not want the body: what it answers says why.
        }

        await process.WaitForExitAsync(cancellation);
        await errors;
        var answer = await output;
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        return end < 0
            ? (["Status: 500"], [])
            : (Encoding.ASCII.GetString(answer, 0, end).Split("\r\n"), answer[(end + 4)..]);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellation);
        return all.ToArray();
    }
}
