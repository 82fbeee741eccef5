using System.Net;
using System.Net.Http.Headers;
using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>
/// Carries requests to the services: each try has a time limit, faults that pass (408, 429, 5xx, a broken connection, a late answer) are tried again up to
/// <see cref="Tries"/> times, and answers are bounded. Redirects are not answers. Throws <see cref="SigningException"/>.
/// </summary>
internal sealed class ServiceClient(HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>How often a request is sent at most.</summary>
    internal const int Tries = 4;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Sends, until there is an answer that is not a passing fault.</summary>
    internal async Task<ServiceAnswer> SendAsync(ServiceRequest request, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var (answer, fault, wait) = await TryAsync(request, cancellation);
            if (answer is not null)
            {
                return answer;
            }

            if (tries == Tries)
            {
                throw new SigningException(
                    SigningProblem.Unavailable,
                    $"{request.Where} could not be used: {fault} ({Tries} times)",
                    "try again later; when it goes on, look at the service's status page and whether this machine may reach it");
            }

            var backoff = wait ?? RetryWait.Backoff(tries);
            await Task.Delay(backoff < LongestWait ? backoff : LongestWait, time, cancellation);
        }
    }

    private async Task<(ServiceAnswer? Answer, string Fault, TimeSpan? Wait)> TryAsync(ServiceRequest request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(request.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var message = Message(request);
            using var response = await http.SendAsync(message, either.Token);
            if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
            {
                var asked = response.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null;
                return (null, $"it answered {(int)response.StatusCode}", RetryWait.Asked(asked, time.GetUtcNow()));
            }

            var body = await BoundedBody.ReadAsync(response.Content, request.MaximumAnswer, either.Token)
                ?? throw new SigningException(SigningProblem.Untrusted, $"{request.Where} answered with more than {request.MaximumAnswer} bytes");
            return (new ServiceAnswer(response.StatusCode, body, response.Headers.Location), string.Empty, null);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
        {
            var fault = limit.IsCancellationRequested ? $"no answer within {request.Limit.TotalSeconds:0} seconds" : "the connection failed";
            return (null, e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known ? $"{fault} ({known.HttpRequestError})" : fault, null);
        }
    }

    private static HttpRequestMessage Message(ServiceRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Address);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Accept));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        return message;
    }
}
