using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// As whom GitHub is asked: with a token, or as a GitHub App, whose private key signs a short-lived JSON web token (RFC 7519, RS256) that is exchanged for a token
/// for this one repository.
/// </summary>
internal sealed class GitHubAccess
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(3);
    private readonly GitHubAppSettings? _app;
    private readonly GitHubPlace _place;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly Action<string> _mask;
    private string _token;
    private DateTimeOffset _expires = DateTimeOffset.MaxValue;

    private GitHubAccess(string token, GitHubAppSettings? app, GitHubPlace place, HttpMessageInvoker http, TimeProvider time, Action<string> mask) =>
        (_token, _app, _place, _http, _time, _mask) = (token, app, place, http, time, mask);

    /// <summary>What settings and run say.</summary>
    /// <exception cref="FailureException">There is no token, or none that may be sent there; the key of the App is none.</exception>
    internal static GitHubAccess Of(HostSettings settings, GitHubPlace place, HttpMessageInvoker http, CommandContext context)
    {
        if (settings.App is { } app)
        {
            return new GitHubAccess("", app, place, http, context.Time, context.Mask);
        }

        var job = context.Ci.JobToken ?? "";
        var token = settings.Token.Length > 0 ? settings.Token : job;
        if (token.Length == 0)
        {
            throw new FailureException(new Failure(
                FailureCodes.MissingInput, $"There is no token for {place.Repository} at {place.Api.Host}.", "Give `token`, or `app-id` and `app-private-key`.", SourcePlace.OfInput("token")));
        }

        // The job's own token belongs to the server that gave it.
        if (token == job && (context.Ci.CodeHost is not { Kind: CodeHostKind.GitHub } own || new Uri(own.ApiUrl).Authority != place.Api.Authority))
        {
            throw new FailureException(new Failure(
                FailureCodes.MissingInput, $"The job's own token is not for {place.Api.Host}; it was not sent there.", "Give a `token` of that server.", SourcePlace.OfInput("token")));
        }

        return new GitHubAccess(token, app: null, place, http, context.Time, context.Mask);
    }

    /// <summary>The token to send.</summary>
    internal async Task<string> TokenAsync(CancellationToken cancellation)
    {
        if (_app is not null && (_token.Length == 0 || _time.GetUtcNow() > _expires - Margin))
        {
            var asApp = new GitHubAccess(Assertion(_app), app: null, _place, _http, _time, _mask);
            await ExchangeAsync(new GitHubClient(_place, asApp, _http, _time), cancellation);
        }

        return _token;
    }

    /// <summary>Forgets the token when another can be had; false when it is the only one.</summary>
    internal bool Forget()
    {
        var can = _app is not null && _token.Length > 0;
        _token = can ? "" : _token;
        return can;
    }

    private async Task ExchangeAsync(GitHubClient client, CancellationToken cancellation)
    {
        var place = client.Place;
        var answer = await client.SendAsync(GitHubRequest.Get(place.Of("installation")), cancellation);
        if (!answer.IsSuccess || !answer.Json.At("id").TryGetInt64(out var id))
        {
            throw Refused(place, answer, "it is not installed for this repository, or the key is not its own");
        }

        // Deployments and approvals are a bonus that an App need not have; asking for what it was not given is an error.
        var path = string.Create(CultureInfo.InvariantCulture, $"app/installations/{id}/access_tokens");
        answer = await client.SendAsync(GitHubRequest.Post(path, j => Ask(j, place, withMore: true)), cancellation);
        if (answer.Status == 422)
        {
            answer = await client.SendAsync(GitHubRequest.Post(path, j => Ask(j, place, withMore: false)), cancellation);
        }

        if (!answer.IsSuccess || answer.Json.Text("token") is not { Length: > 0 } token)
        {
            throw Refused(place, answer, "it gets no token; it needs the permissions `contents: write` and `pull_requests: write`");
        }

        _mask(token);
        _token = token;
        _expires = answer.Json.At("expires_at") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var expires) ? expires : _time.GetUtcNow() + TimeSpan.FromMinutes(30);
    }

    private static void Ask(Utf8JsonWriter json, GitHubPlace place, bool withMore)
    {
        GitHubRequest.Texts(json, "repositories", [place.Name]);
        json.WriteStartObject("permissions");
        json.WriteString("contents", "write");
        json.WriteString("pull_requests", "write");
        if (withMore)
        {
            json.WriteString("deployments", "write");
            json.WriteString("actions", "read");
        }

        json.WriteEndObject();
    }

    // Issued a minute ago, for clocks that differ; GitHub takes at most ten minutes.
    private string Assertion(GitHubAppSettings app)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = GitHubRequest.Json(j =>
        {
            j.WriteNumber("iat", now - 60);
            j.WriteNumber("exp", now + 540);
            j.WriteString("iss", app.Id);
        });
        var text = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8) + "." + Base64Url.EncodeToString(claims);
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(app.PrivateKeyPem);
            text += "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FailureException(new Failure(
                FailureCodes.UnusableKey, "The private key of the GitHub App is not an RSA key without a password.", "Give the file that GitHub made, as it is.", SourcePlace.OfInput("app-private-key")));
        }

        _mask(text);
        return text;
    }

    private static FailureException Refused(GitHubPlace place, HostAnswer answer, string why) =>
        new(new Failure(
            FailureCodes.RemoteRefused,
            $"{place.Api.Host} does not let the GitHub App work on {place.Repository} ({answer.Status}): {why}. It says: {answer.Message}",
            "Install the App for the repository (its settings, `Install App`), and check `app-id` and `app-private-key`.",
            SourcePlace.OfInput("app-id")));
}
