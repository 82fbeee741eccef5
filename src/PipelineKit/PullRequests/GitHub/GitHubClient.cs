using System.Net.Http.Headers;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Asks GitHub: the token to its own server only, no redirect followed, limits waited out, what fails on the way repeated, and bounds on all of it.</summary>
/// <param name="place">Where.</param>
/// <param name="access">As whom.</param>
/// <param name="http">Carries requests; follows no redirects.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class GitHubClient(GitHubPlace place, GitHubAccess access, HttpMessageInvoker http, TimeProvider time)
{
    private const int Attempts = 5;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    // A primary limit is renewed every hour; nobody wants a job to wait that long for a pull request.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly GitHubPace _pace = new(time);

    internal GitHubPlace Place => place;

    internal TimeProvider Time => time;

    /// <summary>Asks, and gives whatever was answered that is not of the passing kind.</summary>
    /// <exception cref="FailureException">PK0302 when it does not answer, PK0304 when the answer is too large or leads elsewhere, PK0301 for a bad token.</exception>
    internal async Task<HostAnswer> SendAsync(GitHubRequest request, CancellationToken cancellation)
    {
        var waited = TimeSpan.Zero;
        var (failed, throttled, renewed) = (0, 0, false);
        while (true)
        {
            if (request.IsWrite)
            {
                await _pace.WaitAsync(cancellation);
            }

            using var limit = new CancellationTokenSource(RequestTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            string problem;
            TimeSpan wait;
            try
            {
                using var message = await MessageAsync(request, cancellation);
                using var response = await http.SendAsync(message, both.Token);
                var answer = await ReadAsync(request, response, both.Token);
                if (GitHubLimits.WaitOf(response, answer, time.GetUtcNow(), throttled) is { } asked)
                {
                    throttled++;
                    (wait, problem) = (asked, "has a limit on requests, which was reached");
                }
                else if (answer.Status == 401 && !renewed && access.Forget())
                {
                    renewed = true;
                    continue;
                }
                else if (answer.Status < 500 && !(answer.Status == 200 && answer.Says("Something went wrong while executing")))
                {
                    return answer;
                }
                else
                {
                    failed++;
                    (wait, problem) = (RetryWait.Backoff(failed), $"answered {answer.Status}, {failed} times");
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failed++;
                (wait, problem) = (RetryWait.Backoff(failed), $"could not be asked, {failed} times: {Reason(e)}");
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                failed++;
                (wait, problem) = (RetryWait.Backoff(failed), $"did not answer within {RequestTimeout.TotalSeconds:0} s, {failed} times");
            }

            waited += wait;
            if (failed >= Attempts || (failed > 0 && request.IsOnce) || waited > Patience)
            {
                throw Unavailable(request, waited > Patience ? $"{problem}; it would be {waited.TotalMinutes:0} minutes until it may be asked again" : problem);
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    private async Task<HttpRequestMessage> MessageAsync(GitHubRequest request, CancellationToken cancellation)
    {
        var token = await access.TokenAsync(cancellation);
        var message = new HttpRequestMessage(request.Method, new Uri(place.Api, request.Path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("X-GitHub-Api-Version", "2022-11-28");
        message.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private async Task<HostAnswer> ReadAsync(GitHubRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            throw new FailureException(new Failure(
                FailureCodes.RemoteRefused,
                $"{place.Api.Host} says that {place.Repository} is elsewhere by now; it was not followed.",
                "The repository was renamed or moved: give its new name with `repository`.",
                SourcePlace.OfInput("repository")));
        }

        var body = await BoundedBody.ReadAsync(response.Content, request.MaximumAnswer, cancellation)
            ?? throw new FailureException(new Failure(
                FailureCodes.RemoteProtocol, $"{place.Api.Host} answers {request.Method} {PathOf(request)} with more than {request.MaximumAnswer >> 20} MiB."));
        var isContent = response.IsSuccessStatusCode && request.Accept == GitHubRequest.Content;
        return new HostAnswer((int)response.StatusCode, body, GitHubLimits.Header(response, "x-accepted-github-permissions") ?? "", isContent);
    }

    private static string Reason(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name is not known",
        HttpRequestError.SecureConnectionError => "no secure connection can be made",
        HttpRequestError.ConnectionError => "it does not accept connections",
        _ => "the connection broke",
    };

    private FailureException Unavailable(GitHubRequest request, string problem) =>
        new(new Failure(FailureCodes.RemoteUnavailable, $"{place.Api.Host} {problem} ({request.Method} {PathOf(request)})."));

    private string PathOf(GitHubRequest request) => new Uri(place.Api, request.Path).AbsolutePath;
}
