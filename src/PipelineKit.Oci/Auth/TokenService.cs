using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// Asks a realm for tokens (distribution "Token authentication": GET with Basic credentials if there are any; "OAuth2 token authentication":
/// POST with an identity token, and GET again where the service does not know POST).
/// </summary>
internal sealed class TokenService(Exchange exchange, HttpWire wire, RegistryTransportOptions options)
{
    private const int MaximumBody = 64 * 1024;
    private const int MaximumToken = 32 * 1024;
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(12);

    /// <summary>A token for one scope. Throws <see cref="RegistryException"/>.</summary>
    public async Task<AccessToken> FetchAsync(
        RegistrySession session, Challenge challenge, string scope, RegistryCredential? credential, CancellationToken cancellation)
    {
        var realm = RealmRules.Check(challenge.Realm ?? "", session.Address, wire.KindOf(session.Address.Origin), options.PlainHttp);
        var reach = ReachRules.For(realm, session.Address, wire)
            ?? throw new RegistryException(RegistryProblem.Unsafe, SafeUrl.Of(realm), $"{session.Address.Registry} sends us for a token to a network it must not lead to");
        if (credential is { IsIdentityToken: true })
        {
            using var answer = await exchange.SendAsync(session, reach, () => Post(realm, challenge.Service, scope, credential), cancellation);
            if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
            {
                return await ReadAsync(answer, session, scope, credential, cancellation);
            }
        }

        using var response = await exchange.SendAsync(session, reach, () => Get(realm, challenge.Service, scope, credential), cancellation);
        return await ReadAsync(response, session, scope, credential, cancellation);
    }

    private static HttpRequestMessage Get(Uri realm, string? service, string scope, RegistryCredential? credential)
    {
        var query = (service is null ? "" : $"service={Uri.EscapeDataString(service)}&") + string.Join('&', scope.Split(' ').Select(s => $"scope={Uri.EscapeDataString(s)}"));
        var message = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query}&{query}" : query }.Uri);
        message.Headers.Authorization = credential is null ? null : BasicHeader.Of(credential);
        return message;
    }

    private static HttpRequestMessage Post(Uri realm, string? service, string scope, RegistryCredential credential) => new(HttpMethod.Post, realm)
    {
        Content = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"),
            new("service", service ?? ""),
            new("client_id", "pipelinekit"),
            new("scope", scope),
            new("refresh_token", credential.Secret),
        ]),
    };

    private async Task<AccessToken> ReadAsync(
        HttpResponseMessage response, RegistrySession session, string scope, RegistryCredential? credential, CancellationToken cancellation)
    {
        var realm = SafeUrl.Of(response.RequestMessage!.RequestUri!);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Refusal(response.StatusCode, realm, session.Address.Registry, credential);
        }

        var body = await BoundedBody.ReadAsync(response.Content, MaximumBody, cancellation)
            ?? throw new RegistryException(RegistryProblem.Protocol, realm, "the token service answered with more than 64 KiB", response.StatusCode);
        var answer = Parse(body, realm);
        var token = string.IsNullOrEmpty(answer.Token) ? answer.AccessToken ?? "" : answer.Token;
        if (token.Length is 0 or > MaximumToken || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new RegistryException(RegistryProblem.Protocol, realm, "the token service answered without a usable token", response.StatusCode);
        }

        options.OnSecret?.Invoke(token);
        return new AccessToken(token, scope, options.Time.GetTimestamp(), Lifetime(answer.ExpiresIn));
    }

    private static TimeSpan Lifetime(double? seconds) => seconds is not > 0 ? DefaultLifetime
        : seconds < LongestLifetime.TotalSeconds ? TimeSpan.FromSeconds(seconds.Value)
        : LongestLifetime;

    private static TokenAnswer Parse(byte[] body, string realm)
    {
        try
        {
            return TokenAnswer.Parse(body);
        }
        catch (JsonException e)
        {
            throw new RegistryException(RegistryProblem.Protocol, realm, "the token service's answer is not the JSON it should be", HttpStatusCode.OK, e);
        }
    }

    private static RegistryException Refusal(HttpStatusCode status, string realm, string registry, RegistryCredential? credential)
    {
        var who = credential is null ? "without credentials" : credential.IsIdentityToken ? "with the identity token" : $"for user `{credential.Username}`";
        return (int)status switch
        {
            401 => new(RegistryProblem.Unauthorized, realm, $"the token service of {registry} gives no token {who} (401)", status),
            403 => new(RegistryProblem.Forbidden, realm, $"the token service of {registry} gives no token {who} (403)", status),
            400 when credential is not null => new(RegistryProblem.Unauthorized, realm, $"the token service of {registry} gives no token {who} (400)", status),
            _ => new(RegistryProblem.Protocol, realm, $"the token service of {registry} answered {(int)status} instead of a token", status),
        };
    }
}

/// <summary>The Authorization header of RFC 7617, in UTF-8.</summary>
internal static class BasicHeader
{
    public static AuthenticationHeaderValue Of(RegistryCredential credential) => new("Basic", Encode(credential));

    public static string Encode(RegistryCredential credential) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Secret}"));
}
