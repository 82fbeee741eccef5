using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>Asks one question until there is a final answer.</summary>
internal sealed class PrometheusExchange(PrometheusConnection connection, HttpMessageHandler handler, TimeProvider time, PrometheusOptions options) : IDisposable
{
    private const int MaximumRedirects = 3;
    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: false);

    public void Dispose() => _http.Dispose();

    public async Task<SeriesSet> AskAsync(string endpoint, string resultType, KeyValuePair<string, string>[] form, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var attempt = await TryAsync(endpoint, resultType, form, cancellation);
            if (attempt.Set is { } set)
            {
                return set;
            }

            if (!attempt.IsTransient || tries >= options.Tries)
            {
                var after = attempt.IsTransient && tries > 1 ? $" ({tries} tries)" : "";
                throw new MetricSourceException(attempt.Problem, connection.Name, $"{connection.Name}: {attempt.Reason}{after}.", attempt.Cause);
            }

            await Task.Delay(Wait(attempt, tries), time, cancellation);
        }
    }

    private TimeSpan Wait(Attempt attempt, int tries) => attempt.Asked is { } asked
        ? (asked < RetryWait.Cap ? asked : RetryWait.Cap)
        : options.Wait * Math.Pow(2, tries - 1) * options.Jitter();

    private async Task<Attempt> TryAsync(string endpoint, string resultType, KeyValuePair<string, string>[] form, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await SendAsync(endpoint, form, both.Token);
            return await ReadAsync(response, resultType, both.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return Attempt.Later(timeout.IsCancellationRequested ? $"it did not answer within {options.Timeout.TotalSeconds:0.#} s" : "it was not connected in time", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError && e.InnerException is AuthenticationException)
        {
            return Attempt.Final(MetricSourceProblem.Refused, "no trusted connection: " + e.InnerException.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Attempt.Later(e is AnswerCutException ? e.Message : Reason(e), e);
        }
        catch (PrometheusAnswerException e)
        {
            return Attempt.Final(e.IsQuery ? MetricSourceProblem.BadQuery : MetricSourceProblem.Unreadable, e.Message, e);
        }
    }

    private static string Reason(Exception e) => e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ? "its name is not known to DNS"
        : e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? "it cannot be connected"
        : "the connection broke before the answer was complete";

    // Only what repeats the same POST at the same server is followed: whatever else would show it credentials of another, or lose the question.
    private async Task<HttpResponseMessage> SendAsync(string endpoint, KeyValuePair<string, string>[] form, CancellationToken cancellation)
    {
        var address = new UriBuilder(connection.Address);
        address.Path = address.Path.TrimEnd('/') + "/api/v1/" + endpoint;
        var target = address.Uri;
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(target, form);
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

    private HttpRequestMessage Request(Uri address, KeyValuePair<string, string>[] form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (connection.User.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{connection.User}:{connection.Password}")));
        }
        else if (connection.Token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", connection.Token);
        }

        foreach (var header in connection.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }

    private async Task<Attempt> ReadAsync(HttpResponseMessage response, string resultType, CancellationToken cancellation)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var said = await RefusalText.ReadAsync(content, response.Content.Headers.ContentType?.MediaType, cancellation);
            return OfStatus(response, said);
        }

        var answer = await PrometheusAnswer.ReadAsync(content, options, cancellation);
        if (answer.Status != "success")
        {
            return answer.ErrorType is "timeout" or "canceled" or "unavailable" ? Attempt.Later(Told(answer.Error), null) : Attempt.Final(MetricSourceProblem.BadQuery, Told(answer.Error), null);
        }

        return answer.HasResult && answer.ResultType == resultType
            ? new Attempt(answer.Result, IsTransient: false, default, "", null, null)
            : Attempt.Final(MetricSourceProblem.BadQuery, $"a {resultType} was asked for, and the answer is {(answer.ResultType.Length > 0 ? $"a {RefusalText.OneLine(answer.ResultType)}" : "none")}", null);
    }

    private Attempt OfStatus(HttpResponseMessage response, string said)
    {
        var status = (int)response.StatusCode;
        var text = said.Length > 0 ? $"it answered {status}: {said}" : $"it answered {status}";
        if (status is 429 or 408 or >= 500)
        {
            var asked = response.Headers.TryGetValues("Retry-After", out var values) ? RetryWait.Asked(values.FirstOrDefault(), time.GetUtcNow()) : null;
            return Attempt.Later(text, null) with { Asked = asked };
        }

        return status switch
        {
            400 or 422 => Attempt.Final(MetricSourceProblem.BadQuery, said.Length > 0 ? Told(said) : text, null),
            401 or 403 => Attempt.Final(MetricSourceProblem.Refused, text + "; look at the user, password, token or certificate it is asked with", null),
            404 or 405 => Attempt.Final(MetricSourceProblem.Refused, text + "; is the path before /api/v1 part of the address?", null),
            >= 300 and < 400 => Attempt.Final(MetricSourceProblem.Refused, $"{text} and points to {Target(response)}; give that address", null),
            _ => Attempt.Final(MetricSourceProblem.Unreadable, text, null),
        };
    }

    private static string Told(string said) => said.Length > 0 ? "it says: " + RefusalText.OneLine(said) : "it failed without a reason";

    private static string Target(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } location ? RefusalText.OneLine(location.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)) : "another place";

    private sealed record Attempt(SeriesSet? Set, bool IsTransient, MetricSourceProblem Problem, string Reason, Exception? Cause, TimeSpan? Asked)
    {
        public static Attempt Later(string reason, Exception? cause) => new(null, IsTransient: true, MetricSourceProblem.Unavailable, reason, cause, null);

        public static Attempt Final(MetricSourceProblem problem, string reason, Exception? cause) => new(null, IsTransient: false, problem, reason, cause, null);
    }
}
