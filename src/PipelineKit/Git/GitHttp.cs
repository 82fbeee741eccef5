using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.Git;

/// <summary>
/// One question to a Git server over HTTP, with what that takes: the token for its own server only, redirects within the server only, retries while
/// it fails or throttles, and a name for everything that goes wrong.
/// </summary>
internal sealed class GitHttp : IDisposable
{
    private const int MaximumRedirects = 3;
    private readonly GitRefListerOptions _options;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly AuthenticationHeaderValue? _authorization;

    internal GitHttp(GitRefListerOptions options, HttpMessageHandler handler, TimeProvider time)
    {
        _options = options;
        _time = time;
        _client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _authorization = options.Token is { } token && token.Server.IsSameServer(options.Server.Address)
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("x-access-token:" + token.Token)))
            : null;
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    /// <summary>Asks and reads the answer; null when the server answers, but not to this kind of question.</summary>
    /// <exception cref="GitServerException">Refused, unavailable after the retries, or out of protocol.</exception>
    internal async Task<List<GitRef>?> AskAsync(
        string repository, Uri address, HttpMethod method, Func<Stream, CancellationToken, Task<List<GitRef>?>> read, CancellationToken cancellation)
    {
        var authorization = _authorization;
        for (var attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(_options.RequestTimeout, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            TimeSpan? asked = null;
            string problem;
            try
            {
                using var response = await SendAsync(repository, address, method, authorization, both.Token);
                if (authorization is not null && response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    // A token that is expired, or barred by the organisation, must not hide what everybody may read.
                    (authorization, attempt) = (null, attempt - 1);
                    continue;
                }

                if (!IsPassing(response.StatusCode, method))
                {
                    return await ReadAsync(repository, method, response, read, both.Token);
                }

                asked = Wait(response.Headers.RetryAfter);
                problem = $"answered {(int)response.StatusCode}";
            }
            catch (PktLineException e)
            {
                var what = $"{_options.Server.Host}, asked for the refs of `{repository}`: {e.Message}";
                throw new GitServerException(FailureCodes.RemoteProtocol, repository, what, e);
            }
            catch (HttpRequestException e)
            {
                problem = e.HttpRequestError switch
                {
                    HttpRequestError.NameResolutionError => throw Unavailable(repository, "its name cannot be resolved", e),
                    HttpRequestError.SecureConnectionError => throw Unavailable(repository, "no secure connection can be made", e),
                    HttpRequestError.ConnectionError => "does not accept connections",
                    _ => "broke the connection",
                };
            }
            catch (IOException)
            {
                problem = "broke the connection";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"did not answer within {_options.RequestTimeout.TotalSeconds:0} s";
            }

            if (attempt >= _options.Attempts)
            {
                throw Unavailable(repository, $"it {problem}, {attempt} times", inner: null);
            }

            await Task.Delay(asked ?? Backoff(attempt), _time, cancellation);
        }
    }

    // A server of the older protocol may well answer 500 to a question in the newer one.
    private static bool IsPassing(HttpStatusCode status, HttpMethod method) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        || (status == HttpStatusCode.InternalServerError && method == HttpMethod.Get);

    private async Task<List<GitRef>?> ReadAsync(
        string repository,
        HttpMethod method,
        HttpResponseMessage response,
        Func<Stream, CancellationToken, Task<List<GitRef>?>> read,
        CancellationToken cancellation)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new GitServerException(
                FailureCodes.RemoteRefused, repository,
                $"{_options.Server.Host} does not show `{repository}` ({(int)response.StatusCode}): it is private or missing; "
                + "check the name, or give a token that may read it");
        }

        // A server of the older protocol fails in many ways when it is asked in the newer one; what it says to the older question counts.
        var expected = method == HttpMethod.Post ? "application/x-git-upload-pack-result" : "application/x-git-upload-pack-advertisement";
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != expected)
        {
            return null;
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await read(body, cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(
        string repository, Uri address, HttpMethod method, AuthenticationHeaderValue? authorization, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(address, method, authorization);
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            var location = response.Headers.Location;
            response.Dispose();
            var target = location is not null && Uri.TryCreate(address, location, out var found) ? found : null;
            if (target is null || redirects == MaximumRedirects || !_options.Server.IsSameServer(target) || target.UserInfo.Length > 0)
            {
                throw new GitServerException(
                    FailureCodes.RemoteProtocol, repository,
                    target is null || redirects == MaximumRedirects
                        ? $"{_options.Server.Host} redirects without end when asked for `{repository}`"
                        : $"{_options.Server.Host} redirects to another server, {target.Authority}, when asked for `{repository}`; it was not followed");
            }

            address = target;
        }
    }

    private static HttpRequestMessage Request(Uri address, HttpMethod method, AuthenticationHeaderValue? authorization)
    {
        var request = new HttpRequestMessage(method, address);

        // Some servers give a browser's page to whoever does not begin with git/.
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("git", "2.0"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("(pipelinekit)"));
        request.Headers.Authorization = authorization;
        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Git-Protocol", "version=2");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-git-upload-pack-result"));
            request.Content = new ByteArrayContent(LsRefs.Request);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        }

        return request;
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? retryAfter)
    {
        var wait = retryAfter?.Delta ?? (retryAfter?.Date - _time.GetUtcNow());
        return wait is null ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > _options.MaximumWait ? _options.MaximumWait : wait;
    }

    private TimeSpan Backoff(int attempt)
    {
        var wait = TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Min(attempt, 16)));
        return wait < _options.MaximumWait ? wait : _options.MaximumWait;
    }

    private GitServerException Unavailable(string repository, string problem, Exception? inner) =>
        new(FailureCodes.RemoteUnavailable, repository, $"{_options.Server.Host} cannot be asked for the refs of `{repository}`: {problem}", inner);
}
