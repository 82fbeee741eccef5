using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Asks Azure DevOps: the token to its own server only, no redirect followed, delays waited out, what fails on the way repeated, and bounds on all of it.</summary>
/// <param name="place">Where.</param>
/// <param name="token">The job's own (a JSON web token) or a personal access token.</param>
/// <param name="http">Carries requests; follows no redirects.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class AzureClient(AzurePlace place, string token, HttpMessageInvoker http, TimeProvider time)
{
    private const int Attempts = 5;
    private const int MaximumAnswer = 64 << 20;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private DateTimeOffset _notBefore;

    internal AzurePlace Place => place;

    /// <summary>Asks, and gives whatever was answered that is not of the passing kind.</summary>
    /// <exception cref="FailureException">PK0302 when it does not answer, PK0304 when the answer is too large, PK0301 for a bad token.</exception>
    internal async Task<HostAnswer> SendAsync(AzureRequest request, CancellationToken cancellation)
    {
        var (waited, failed) = (TimeSpan.Zero, 0);
        while (true)
        {
            waited += await RestAsync(cancellation);
            using var limit = new CancellationTokenSource(RequestTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            string problem;
            TimeSpan wait;
            try
            {
                using var message = Message(request);
                using var response = await http.SendAsync(message, both.Token);
                var answer = await ReadAsync(request, response, both.Token);
                var asked = RetryWait.Asked(Header(response, "Retry-After"), time.GetUtcNow());
                if (answer.Status is not (408 or 429 or >= 500))
                {
                    // An answer may come with the wish to be asked more slowly.
                    _notBefore = asked is { } pause ? time.GetUtcNow() + pause : _notBefore;
                    return answer;
                }

                // What is refused for being too much was not done; after anything else nobody knows.
                failed += answer.Status == 429 ? 0 : 1;
                wait = asked ?? RetryWait.Backoff(Math.Max(failed, answer.Status == 429 ? 5 : 1));
                problem = answer.Status == 429 ? $"has a limit on requests, which was reached{Limited(response)}" : $"answered {answer.Status}, {failed} times";
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failed++;
                (wait, problem) = (RetryWait.Backoff(failed), $"could not be asked, {failed} times");
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                failed++;
                (wait, problem) = (RetryWait.Backoff(failed), $"did not answer within {RequestTimeout.TotalSeconds:0} s, {failed} times");
            }

            waited += wait;
            if (failed >= Attempts || (failed > 0 && request.IsOnce) || waited > Patience)
            {
                throw new FailureException(new Failure(FailureCodes.RemoteUnavailable, $"{place.Project.Host} {problem} ({request.Method} {new Uri(place.Project, request.Path).AbsolutePath})."));
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>Asks, and fails for everything but success.</summary>
    /// <param name="request">What.</param>
    /// <param name="doing">What is tried, after <c>does not let the token</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<HostAnswer> MustAsync(AzureRequest request, string doing, CancellationToken cancellation)
    {
        var answer = await SendAsync(request, cancellation);
        return answer.IsSuccess ? answer : throw AzureRefusal.Of(place, answer, doing);
    }

    private async Task<TimeSpan> RestAsync(CancellationToken cancellation)
    {
        var rest = _notBefore - time.GetUtcNow();
        if (rest <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        rest = rest < Patience ? rest : Patience;
        await Task.Delay(rest, time, cancellation);
        return rest;
    }

    private HttpRequestMessage Message(AzureRequest request)
    {
        var separator = request.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var message = new HttpRequestMessage(request.Method, new Uri(place.Project, $"{request.Path}{separator}api-version={request.Version}"));

        // The job's own token is a JSON web token; others are passwords without a user.
        message.Headers.Authorization = token.Count(c => c == '.') == 2
            ? new AuthenticationHeaderValue("Bearer", token)
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + token)));
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");

        // Without it a bad token is answered with the page where people sign in.
        message.Headers.TryAddWithoutValidation("X-TFS-FedAuthRedirect", "Suppress");
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        return message;
    }

    private async Task<HostAnswer> ReadAsync(AzureRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var isPage = response.Content.Headers.ContentType?.MediaType == "text/html";
        if (status is 203 or 401 or (>= 300 and < 400) || (isPage && status < 400 && request.Accept == "application/json"))
        {
            throw new FailureException(new Failure(
                FailureCodes.RemoteRefused,
                $"{place.Project.Host} does not accept the token for {place.Name}: it {(status == 401 ? "answers 401" : "shows the page where people sign in")}.",
                "Map the job's own token, `$(System.AccessToken)`, into the step as docs/pull-requests.md shows, or give a valid `token` of that organisation."));
        }

        var body = await BoundedBody.ReadAsync(response.Content, MaximumAnswer, cancellation)
            ?? throw new FailureException(new Failure(
                FailureCodes.RemoteProtocol, $"{place.Project.Host} answers {request.Method} {new Uri(place.Project, request.Path).AbsolutePath} with more than {MaximumAnswer >> 20} MiB."));
        return new HostAnswer(status, body, "");
    }

    private static string Limited(HttpResponseMessage response) =>
        Header(response, "X-RateLimit-Resource") is { Length: < 100 } resource && resource.All(c => !char.IsControl(c))
            ? string.Create(CultureInfo.InvariantCulture, $" ({resource})")
            : "";

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
