using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PipelineKit.Oci;

/// <summary>
/// What the exchanges with clouds share: the environment, the clock, and requests that follow no redirect, have 30 s and read at most 64 KiB.
/// </summary>
/// <param name="handler">Carries the requests; without automatic redirects. Not disposed here.</param>
/// <param name="variables">The environment.</param>
/// <param name="time">The clock.</param>
/// <param name="onSecret">Receives every secret on the way before it is used.</param>
public sealed class CloudClient(HttpMessageHandler handler, IReadOnlyDictionary<string, string> variables, TimeProvider time, Action<string>? onSecret)
{
    private const int MaximumBody = 64 * 1024;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>A variable, or null when it is missing or empty.</summary>
    public string? Variable(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>A secret that is about to be used.</summary>
    internal string Secret(string secret)
    {
        onSecret?.Invoke(secret);
        return secret;
    }

    /// <summary>A small file the environment points to, such as a federated token. Throws <see cref="CredentialException"/>.</summary>
    internal static async Task<byte[]> ReadFileAsync(string path, string registry, string origin, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous });
            return await BoundedBody.ReadAsync(stream, MaximumBody, cancellation) ?? throw new CredentialException(registry, origin, $"{path} is larger than 64 KiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException(registry, origin, $"{path} cannot be read", e);
        }
    }

    /// <summary>Posts a form; see <see cref="SendAsync"/>.</summary>
    internal Task<T> PostFormAsync<T>(
        Uri url, IEnumerable<KeyValuePair<string, string>> form, JsonTypeInfo<T> type, string registry, string origin, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) }, type, registry, origin, cancellation);

    /// <summary>Sends and reads a JSON answer. Throws <see cref="CredentialException"/> for everything else, without quoting the answer.</summary>
    internal async Task<T> SendAsync<T>(HttpRequestMessage message, JsonTypeInfo<T> type, string registry, string origin, CancellationToken cancellation)
    {
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("pipelinekit", null));
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var where = message.RequestUri!.Host;
        try
        {
            using var response = await invoker.SendAsync(message, both.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new CredentialException(registry, origin, $"{where} answered {(int)response.StatusCode}");
            }

            var body = await BoundedBody.ReadAsync(response.Content, MaximumBody, both.Token)
                ?? throw new CredentialException(registry, origin, $"{where} answered with more than 64 KiB");
            return JsonSerializer.Deserialize(body, type) ?? throw new CredentialException(registry, origin, $"{where} answered nothing");
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CredentialException(registry, origin, $"{where} did not answer within {TimeLimit.TotalSeconds:0} s", e);
        }
        catch (HttpRequestException e)
        {
            throw new CredentialException(registry, origin, $"{where}: {TransportFault.Of(e).Reason}", e);
        }
        catch (JsonException)
        {
            throw new CredentialException(registry, origin, $"{where} did not answer with the JSON it should");
        }
    }
}

/// <summary>An OAuth answer, of a cloud's identity service or of ACR.</summary>
internal sealed record OAuthAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }
}

/// <summary>ECR's answer to GetAuthorizationToken.</summary>
internal sealed record EcrAnswer
{
    [JsonPropertyName("authorizationData")]
    public IReadOnlyList<EcrAuthorization>? Data { get; init; }
}

/// <summary>One token of ECR: <c>AWS:password</c> in base64.</summary>
internal sealed record EcrAuthorization
{
    [JsonPropertyName("authorizationToken")]
    public string? Token { get; init; }
}

/// <summary>The key file of a Google service account.</summary>
internal sealed record GoogleKey
{
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("client_email")]
    public string? Email { get; init; }

    [JsonPropertyName("private_key_id")]
    public string? KeyId { get; init; }

    [JsonPropertyName("private_key")]
    public string? PrivateKey { get; init; }

    [JsonPropertyName("token_uri")]
    public string? TokenUri { get; init; }
}

/// <summary>The header of a JWT.</summary>
internal sealed record JwtHeader([property: JsonPropertyName("alg")] string Algorithm, [property: JsonPropertyName("typ")] string Type, [property: JsonPropertyName("kid")] string? KeyId);

/// <summary>The claims of a JWT that asks Google for an access token.</summary>
internal sealed record JwtClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long Expires);

[JsonSerializable(typeof(OAuthAnswer))]
[JsonSerializable(typeof(EcrAnswer))]
[JsonSerializable(typeof(GoogleKey))]
[JsonSerializable(typeof(JwtHeader))]
[JsonSerializable(typeof(JwtClaims))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class CloudJson : JsonSerializerContext;
