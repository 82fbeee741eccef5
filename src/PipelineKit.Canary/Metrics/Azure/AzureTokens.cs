using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>
/// Access tokens for an endpoint: the one given, or new ones for a workload identity (Microsoft identity platform, "client credentials flow", third case: a federated credential), none older
/// than ten minutes, which is the shortest time they live.
/// </summary>
internal sealed class AzureTokens(AzureConnection connection, HttpMessageHandler handler, TimeProvider time, MetricServerOptions options) : IDisposable
{
    private const int MaximumAnswer = 64 << 10;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(8);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ServerExchange _authority = new(
        connection.Identity?.Authority.Host ?? "",
        handler,
        time,
        options,
        new RefusalHints("look at the federated credential of the application: issuer, subject and audience must be those of this run", "is the tenant right?", MetricSourceProblem.Refused));

    private string _token = "";
    private DateTimeOffset _until;

    /// <summary>Whether a text can be a bearer token.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public void Dispose()
    {
        _authority.Dispose();
        _turn.Dispose();
    }

    /// <summary>A token that is valid now.</summary>
    /// <exception cref="MetricSourceException">None could be had.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        if (connection.Identity is not { } identity || connection.Token.Length > 0)
        {
            return connection.Token;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            if (time.GetUtcNow() >= _until)
            {
                _token = await ExchangeAsync(identity, cancellation);
                identity.OnSecret(_token);
                _until = time.GetUtcNow() + Kept;
            }

            return _token;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> ExchangeAsync(AzureIdentity identity, CancellationToken cancellation)
    {
        KeyValuePair<string, string>[] form =
        [
            new("grant_type", "client_credentials"),
            new("client_id", identity.Client),
            new("scope", connection.Name + "/.default"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", await identity.Assertion(cancellation)),
        ];
        return await _authority.AskAsync(
            new Uri(identity.Authority, $"{Uri.EscapeDataString(identity.Tenant)}/oauth2/v2.0/token"),
            address => new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) },
            ReadAsync,
            cancellation);
    }

    private static async Task<Attempt<string>> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var answer = await AzureAnswer.ReadAsync(response, MaximumAnswer, cancellation);
        return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String && IsToken(token.GetString()!)
            ? Attempt<string>.Done(token.GetString()!)
            : throw new AnswerException("the answer has no access token", isQuery: false);
    }
}
