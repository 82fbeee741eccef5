using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PipelineKit.Docker;

/// <summary>Requests of the Docker Engine API: errors in the engine's words, answers bounded.</summary>
/// <param name="handler">Reaches the engine; disposed with this.</param>
/// <param name="endpoint">For errors.</param>
/// <param name="time">The clock of time limits.</param>
internal sealed class DockerHttp(HttpMessageHandler handler, string endpoint, TimeProvider time) : IDisposable
{
    private const int MaximumAnswer = 16 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };
    private readonly HttpMessageInvoker _http = new(handler);

    /// <summary>A request whose answer is small: sent, checked and read within a minute.</summary>
    /// <param name="method">Of HTTP.</param>
    /// <param name="path">Without a leading slash.</param>
    /// <param name="content">What is sent, or null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The answer; of the kind Undefined when there is none.</returns>
    internal async Task<JsonElement> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await OpenAsync(method, path, content, headers: [], both.Token);
            var bytes = await ReadAsync(response, both.Token);
            return bytes.Length == 0 ? default : Parse(bytes);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Failed(DockerProblem.TimedOut, $"the engine did not answer within {Limit.TotalSeconds:0} s");
        }
    }

    /// <summary>A request whose answer is a stream: it was begun without an error.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, HttpContent? content, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri("http://docker/" + path)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw Failed(DockerProblem.Unavailable, Why(e), e);
        }

        if ((int)response.StatusCode is >= 200 and < 300)
        {
            return response;
        }

        using (response)
        {
            var problem = response.StatusCode == HttpStatusCode.NotFound ? DockerProblem.NotFound : DockerProblem.Refused;
            throw Failed(problem, $"the engine says: {MessageOf(await ReadAsync(response, cancellation)) ?? $"status {(int)response.StatusCode}"}");
        }
    }

    /// <summary>JSON of the engine.</summary>
    internal JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Failed(DockerProblem.Protocol, "the engine's answer is not JSON", e);
        }
    }

    internal DockerException Failed(DockerProblem problem, string what, Exception? inner = null) => new(problem, endpoint, what, inner);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            using var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int n; (n = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (content.Length + n > MaximumAnswer)
                {
                    throw Failed(DockerProblem.Protocol, $"the engine's answer is larger than {MaximumAnswer} bytes");
                }

                await content.WriteAsync(buffer.AsMemory(0, n), cancellation);
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Failed(DockerProblem.Unavailable, "the engine's answer broke off", e);
        }
    }

    private static string? MessageOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                ? Shortened(message.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            // A proxy before the engine answers in its own way; the status then has to do.
            return null;
        }
    }

    private static string Shortened(string text) => text.Length <= 500 ? text : text[..500] + "...";

    private static string Why(HttpRequestException exception) =>
        (exception.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.AccessDenied => "this user may not use the socket of the engine",
            SocketError.ConnectionRefused or SocketError.AddressNotAvailable => "no engine listens there",
            _ => $"the engine cannot be reached: {exception.InnerException?.Message ?? exception.Message}",
        };
}
