using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace PipelineKit.Testing;

/// <summary>
/// Answers HTTP requests as scripted, and throws on every request nobody told it about. A script for an address is used up in order; the last one with
/// <c>always</c> stays.
/// </summary>
public sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(Func<SeenRequest, HttpResponseMessage> Answer, bool Always)>> _script = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    /// <summary>Every request, in order of arrival.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    /// <summary>Answers one request of this method and address.</summary>
    /// <param name="request"><c>GET https://host/path?query</c>, exactly.</param>
    /// <param name="answer">Makes the answer.</param>
    public ScriptedHandler On(string request, Func<SeenRequest, HttpResponseMessage> answer) => Add(request, answer, always: false);

    /// <summary>Answers one request with a status and headers.</summary>
    public ScriptedHandler On(string request, HttpStatusCode status, string body = "", params (string Name, string Value)[] headers) =>
        Add(request, _ => Answer(status, body, headers), always: false);

    /// <summary>Answers every further request of this method and address.</summary>
    public ScriptedHandler Always(string request, Func<SeenRequest, HttpResponseMessage> answer) => Add(request, answer, always: true);

    /// <summary>Answers every further request with a status and headers.</summary>
    public ScriptedHandler Always(string request, HttpStatusCode status, string body = "", params (string Name, string Value)[] headers) =>
        Add(request, _ => Answer(status, body, headers), always: true);

    /// <summary>An answer.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.Remove(name);
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new SeenRequest($"{request.Method} {request.RequestUri!.AbsoluteUri}", request.Headers.Authorization, Headers(request), body);
        _seen.Enqueue(seen);
        await Task.Yield();
        if (!_script.TryGetValue(seen.Line, out var answers) || !Take(answers, out var answer))
        {
            throw new InvalidOperationException($"nobody told what to answer to: {seen.Line}");
        }

        var response = answer(seen);
        response.RequestMessage = request;
        return response;
    }

    private static bool Take(ConcurrentQueue<(Func<SeenRequest, HttpResponseMessage> Answer, bool Always)> answers, out Func<SeenRequest, HttpResponseMessage> answer)
    {
        lock (answers)
        {
            var has = answers.TryPeek(out var next);
            if (has && !next.Always)
            {
                answers.TryDequeue(out _);
            }

            answer = next.Answer;
            return has;
        }
    }

    private static Dictionary<string, string> Headers(HttpRequestMessage request) =>
        request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);

    private ScriptedHandler Add(string request, Func<SeenRequest, HttpResponseMessage> answer, bool always)
    {
        _script.GetOrAdd(request, _ => new()).Enqueue((answer, always));
        return this;
    }
}

/// <summary>A request that arrived.</summary>
/// <param name="Line">Method and absolute address.</param>
/// <param name="Authorization">The header, or null.</param>
/// <param name="Headers">All headers, values joined.</param>
/// <param name="Body">The body as text.</param>
public sealed record SeenRequest(string Line, AuthenticationHeaderValue? Authorization, IReadOnlyDictionary<string, string> Headers, string Body);
