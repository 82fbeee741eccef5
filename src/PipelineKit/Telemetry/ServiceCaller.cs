using System.Net.Http.Headers;
using PipelineKit.Failures;

namespace PipelineKit.Telemetry;

/// <summary>
/// Sends small requests to services that the user named: three tries while the service is throttled (429), fails (5xx) or cannot be reached, each with a time limit; redirects are not
/// followed, and no answer is read beyond its bound. What is sent must do no harm when it arrives twice.
/// </summary>
/// <param name="handler">Carries requests; follows no redirects.</param>
/// <param name="time">The clock of limits and waits.</param>
internal sealed class ServiceCaller(HttpMessageHandler handler, TimeProvider time)
{
    /// <summary>Longer answers are not read.</summary>
    internal const int MaximumAnswer = 1 << 20;

    private const int Tries = 3;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The answer, whatever its status, unless that is 429 or 5xx.</summary>
    /// <exception cref="FailureException">PK0302: every try failed.</exception>
    internal async Task<ServiceAnswer> SendAsync(ServiceRequest request, CancellationToken cancellation)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        for (var attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(RequestTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            string problem;
            try
            {
                using var message = MessageOf(request);
                using var response = await http.SendAsync(message, both.Token);
                var status = (int)response.StatusCode;
                if (status is not 429 and < 500)
                {
                    await response.Content.LoadIntoBufferAsync(MaximumAnswer, both.Token);
                    return new ServiceAnswer(status, await response.Content.ReadAsByteArrayAsync(both.Token));
                }

                problem = $"it answered {status}";
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                problem = $"it cannot be reached, or its answer cannot be read: {e.Message}";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"it did not answer within {RequestTimeout.TotalSeconds:0} s";
            }

            if (attempt == Tries)
            {
                throw new FailureException(new Failure(FailureCodes.RemoteUnavailable, $"{request.Host}: {problem}, {Tries} times."));
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), time, cancellation);
        }
    }

    private static HttpRequestMessage MessageOf(ServiceRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Address) { Content = new ReadOnlyMemoryContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.MediaType);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
