using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>Gets identity tokens (OpenID Connect) of a run from its host: short-lived, and each for one audience.</summary>
public sealed class IdentityTokenSource
{
    private const int Attempts = 4;
    private const int MaximumAnswer = 64 * 1024;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(2);
    private readonly Uri _address;
    private readonly bool _isAzure;

    private IdentityTokenSource(Uri address, string requestToken, bool isAzure) => (_address, RequestToken, _isAzure) = (address, requestToken, isAzure);

    /// <summary>The audience that tokens always have here; null when any can be asked for.</summary>
    public string? FixedAudience => _isAzure ? "api://AzureADTokenExchange" : null;

    /// <summary>What tokens are asked for with; a secret.</summary>
    internal string RequestToken { get; }

    /// <summary>Of GitHub Actions (docs.github.com, "OpenID Connect reference"); null when the job may not have tokens.</summary>
    internal static IdentityTokenSource? GitHub(string? address, string? requestToken) => From(address, requestToken, isAzure: false);

    /// <summary>Of Azure Pipelines (Distributed Task, Oidctoken, Create 7.1); null without an access token.</summary>
    internal static IdentityTokenSource? Azure(string? address, string? requestToken) => From(address, requestToken, isAzure: true);

    /// <summary>A new token.</summary>
    /// <param name="audience">Whom it is for; Azure Pipelines has <see cref="FixedAudience"/> instead.</param>
    /// <param name="http">How to ask; must not follow redirects.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FailureException">PK0301, PK0302 or PK0304.</exception>
    public async Task<string> GetAsync(string audience, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(RequestTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            string problem;
            try
            {
                using var request = Request(audience);
                using var response = await http.SendAsync(request, both.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return await ReadAsync(response, both.Token);
                }

                problem = $"answered {(int)response.StatusCode}";
                if (!IsPassing(response.StatusCode))
                {
                    throw Failed(FailureCodes.RemoteRefused, problem);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                problem = "cannot be reached";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"did not answer within {RequestTimeout.TotalSeconds:0} s";
            }

            if (attempt == Attempts)
            {
                throw Failed(FailureCodes.RemoteUnavailable, $"{problem}, {Attempts} times");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500 * Math.Pow(2, attempt)), time, cancellation);
        }
    }

    private static IdentityTokenSource? From(string? address, string? requestToken, bool isAzure) =>
        requestToken is not null && Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
            ? new IdentityTokenSource(url, requestToken, isAzure)
            : null;

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    // Both addresses come with or without a query of their own.
    private HttpRequestMessage Request(string audience)
    {
        var query = _isAzure ? "api-version=7.1" : "audience=" + Uri.EscapeDataString(audience);
        var address = new UriBuilder(_address) { Query = _address.Query.Length > 1 ? $"{_address.Query[1..]}&{query}" : query }.Uri;
        var request = new HttpRequestMessage(_isAzure ? HttpMethod.Post : HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RequestToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");
        if (_isAzure)
        {
            request.Headers.TryAddWithoutValidation("X-TFS-FedAuthRedirect", "Suppress");
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    private async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumAnswer, cancellation);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return document.RootElement.GetProperty(_isAzure ? "oidcToken" : "value").GetString() is { Length: > 0 } token ? token : throw Failed(FailureCodes.RemoteProtocol, "gave an empty token");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException)
        {
            throw Failed(FailureCodes.RemoteProtocol, "gave an answer without a token");
        }
    }

    private FailureException Failed(FailureCode code, string what) =>
        new(new Failure(code, $"The host's service for identity tokens ({_address.Host}) {what}.", code == FailureCodes.RemoteRefused ? "Check that the job may have identity tokens." : null));
}
