using System.Net;
using System.Security.Authentication;
using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>Asks a server one question until there is a final answer.</summary>
/// <param name="name">What the server is called in messages.</param>
/// <param name="handler">The way to it; stays the caller's.</param>
/// <param name="time">For time limits and waits.</param>
/// <param name="options">How patiently.</param>
/// <param name="hints">What helps when it refuses.</param>
internal sealed class ServerExchange(string name, HttpMessageHandler handler, TimeProvider time, MetricServerOptions options, RefusalHints hints) : IDisposable
{
    private const int MaximumRedirects = 3;
    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: false);

    public void Dispose() => _http.Dispose();

    /// <summary>Asks.</summary>
    /// <param name="address">Where.</param>
    /// <param name="request">Makes the request for an address; called for every try.</param>
    /// <param name="read">Reads an answer with status 200.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MetricSourceException">It refused, or did not answer, or not with what can be used.</exception>
    public async Task<T> AskAsync<T>(Uri address, Func<Uri, HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<Attempt<T>>> read, CancellationToken cancellation)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            var attempt = await TryAsync(address, request, read, cancellation);
            if (attempt.Result is { } result)
            {
                return result;
            }

            if (!attempt.IsTransient || tries >= options.Tries)
            {
                var after = attempt.IsTransient && tries > 1 ? $" ({tries} tries)" : "";
                throw new MetricSourceException(attempt.Problem, name, $"{name}: {attempt.Reason}{after}.", attempt.Cause);
            }

            await Task.Delay(Wait(attempt.Asked, tries), time, cancellation);
        }
    }

    /// <summary>What a server says, on one line.</summary>
    public static string Told(string said) => said.Length > 0 ? "it says: " + RefusalText.OneLine(said) : "it failed without a reason";

    private TimeSpan Wait(TimeSpan? wanted, int tries) => wanted is { } asked
        ? (asked < RetryWait.Cap ? asked : RetryWait.Cap)
        : options.Wait * Math.Pow(2, tries - 1) * options.Jitter();

    private async Task<Attempt<T>> TryAsync<T>(Uri address, Func<Uri, HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<Attempt<T>>> read, CancellationToken cancellation)
        where T : class
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await SendAsync(address, request, both.Token);
            return response.StatusCode == HttpStatusCode.OK ? await read(response, both.Token) : await RefusedAsync<T>(response, both.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return Attempt<T>.Later(timeout.IsCancellationRequested ? $"it did not answer within {options.Timeout.TotalSeconds:0.#} s" : "it was not connected in time", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError && e.InnerException is AuthenticationException)
        {
            return Attempt<T>.Final(MetricSourceProblem.Refused, "no trusted connection: " + e.InnerException.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Attempt<T>.Later(e is AnswerCutException ? e.Message : Reason(e), e);
        }
        catch (AnswerException e)
        {
            return Attempt<T>.Final(e.IsQuery ? MetricSourceProblem.BadQuery : MetricSourceProblem.Unreadable, e.Message, e);
        }
    }

    private static string Reason(Exception e) => e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ? "its name is not known to DNS"
        : e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? "it cannot be connected"
        : "the connection broke before the answer was complete";

    // Only what repeats the same request at the same server is followed: whatever else would show it credentials of another, or lose the question.
    private async Task<HttpResponseMessage> SendAsync(Uri target, Func<Uri, HttpRequestMessage> make, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = make(target);
            var response = await _http.SendAsync(request, cancellation);
            var next = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is { } location ? new Uri(target, location) : null;
            if (next is null || redirects == MaximumRedirects || Uri.Compare(next, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
            {
                return response;
            }

            response.Dispose();
            target = next;
        }
    }

    private async Task<Attempt<T>> RefusedAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
        where T : class
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        var said = await RefusalText.ReadAsync(content, response.Content.Headers.ContentType?.MediaType, cancellation);
        var status = (int)response.StatusCode;
        var text = said.Length > 0 ? $"it answered {status}: {said}" : $"it answered {status}";
        if (status is 429 or 408 or >= 500)
        {
            var asked = response.Headers.TryGetValues("Retry-After", out var values) ? RetryWait.Asked(values.FirstOrDefault(), time.GetUtcNow()) : null;
            return Attempt<T>.Later(text, null, asked);
        }

        return status switch
        {
            400 or 422 => Attempt<T>.Final(hints.BadRequest, said.Length > 0 ? Told(said) : text, null),
            401 or 403 => Attempt<T>.Final(MetricSourceProblem.Refused, $"{text}; {hints.Unauthorized}", null),
            404 or 405 => Attempt<T>.Final(MetricSourceProblem.Refused, $"{text}; {hints.NotFound}", null),
            >= 300 and < 400 => Attempt<T>.Final(MetricSourceProblem.Refused, $"{text} and points to {Target(response)}; give that address", null),
            _ => Attempt<T>.Final(MetricSourceProblem.Unreadable, text, null),
        };
    }

    private static string Target(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } location ? RefusalText.OneLine(location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)) : "another place";
}

/// <summary>What helps when a server refuses.</summary>
/// <param name="unauthorized">After 401 and 403.</param>
/// <param name="notFound">After 404 and 405.</param>
/// <param name="badRequest">What 400 and 422 mean there.</param>
internal sealed class RefusalHints(string unauthorized, string notFound, MetricSourceProblem badRequest = MetricSourceProblem.BadQuery)
{
    public string Unauthorized => unauthorized;

    public string NotFound => notFound;

    public MetricSourceProblem BadRequest => badRequest;
}

/// <summary>What came of one try.</summary>
internal sealed class Attempt<T>
    where T : class
{
    private Attempt(T? result, MetricSourceProblem problem, string reason, Exception? cause) => (Result, Problem, Reason, Cause) = (result, problem, reason, cause);

    public T? Result { get; }

    public bool IsTransient { get; private init; }

    public MetricSourceProblem Problem { get; }

    public string Reason { get; }

    public Exception? Cause { get; }

    /// <summary>How long the server asks to wait; null when it does not say.</summary>
    public TimeSpan? Asked { get; private init; }

    public static Attempt<T> Done(T result) => new(result, default, "", null);

    public static Attempt<T> Later(string reason, Exception? cause, TimeSpan? asked = null) => new(null, MetricSourceProblem.Unavailable, reason, cause) { IsTransient = true, Asked = asked };

    public static Attempt<T> Final(MetricSourceProblem problem, string reason, Exception? cause) => new(null, problem, reason, cause);
}
