using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace PipelineKit.Oci;

/// <summary>
/// Authorises requests to one registry. Tokens are kept by scope until shortly before they expire, and requests that need the same token share one
/// fetch, which a cancelled request does not take away from the others.
/// </summary>
internal sealed class Authorizer(RegistrySession session, TokenService service, RegistryTransportOptions options, CancellationToken lifetime)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Lazy<Task<AccessToken>>> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<RegistryCredential?>>> _credentials = new(StringComparer.Ordinal);

    /// <summary>The header to send by what is known now; null to send none.</summary>
    public async Task<AuthenticationHeaderValue?> HeaderAsync(RegistryRequest request, CancellationToken cancellation)
    {
        return session.Challenge switch
        {
            { IsBearer: true } challenge => Bearer(await TokenAsync(challenge, OwnScope(request), request.Repository, cancellation)),
            { IsBasic: true } => await BasicAsync(request.Repository, cancellation),
            _ => null,
        };
    }

    /// <summary>
    /// The header to answer a 401 with, or null when there is nothing better than what was refused. A token that was refused while fresh and for
    /// the scope the registry asks for is not fetched again.
    /// </summary>
    /// <param name="challenges">Of the 401.</param>
    /// <param name="refused">What was sent.</param>
    /// <param name="request">For whose sake.</param>
    /// <param name="cancellation">Ends the wait for this request only.</param>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        IReadOnlyList<Challenge> challenges, AuthenticationHeaderValue? refused, RegistryRequest request, CancellationToken cancellation)
    {
        if (challenges.FirstOrDefault(c => c.IsBearer) is not { } challenge)
        {
            return refused is null && session.Challenge is { IsBasic: true } ? await BasicAsync(request.Repository, cancellation) : null;
        }

        var scope = string.IsNullOrEmpty(challenge.Scope) || (request.AlsoPull is { } other && !challenge.Scope.Contains($"repository:{other}:", StringComparison.Ordinal))
            ? OwnScope(request)
            : challenge.Scope;
        if (refused is { Scheme: "Bearer" } && !Forget(refused.Parameter!, scope))
        {
            return null;
        }

        return Bearer(await TokenAsync(challenge, scope, request.Repository, cancellation));
    }

    private static string OwnScope(RegistryRequest request) =>
        $"repository:{request.Repository}:{(request.IsWrite ? "pull,push" : "pull")}{(request.AlsoPull is { } other ? $" repository:{other}:pull" : "")}";

    private static AuthenticationHeaderValue Bearer(AccessToken token) => new("Bearer", token.Text);

    /// <summary>Drops the token unless it is fresh and of this scope; false when it stays.</summary>
    private bool Forget(string text, string scope)
    {
        foreach (var (key, lazy) in _tokens)
        {
            if (lazy.IsValueCreated && lazy.Value is { IsCompletedSuccessfully: true } task && task.Result.Text == text)
            {
                if (task.Result.Scope == scope && options.Time.GetElapsedTime(task.Result.ObtainedAt) < Fresh)
                {
                    return false;
                }

                _tokens.TryRemove(new(key, lazy));
            }
        }

        return true;
    }

    private async Task<AuthenticationHeaderValue?> BasicAsync(string repository, CancellationToken cancellation) =>
        await CredentialAsync(repository, cancellation) is { IsIdentityToken: false } credential ? BasicHeader.Of(credential) : null;

    private async Task<AccessToken> TokenAsync(Challenge challenge, string scope, string repository, CancellationToken cancellation)
    {
        while (true)
        {
            var lazy = _tokens.GetOrAdd(scope, _ => new(() => FetchAsync(challenge, scope, repository)));
            try
            {
                var token = await lazy.Value.WaitAsync(cancellation);
                if (options.Time.GetElapsedTime(token.ObtainedAt) < token.Lifetime * 0.9)
                {
                    return token;
                }

                _tokens.TryRemove(new(scope, lazy));
            }
            catch (RegistryException)
            {
                // Those who waited for it share the failure; the next one asks again.
                _tokens.TryRemove(new(scope, lazy));
                throw;
            }
        }
    }

    private async Task<AccessToken> FetchAsync(Challenge challenge, string scope, string repository)
    {
        var credential = await CredentialAsync(repository, lifetime);
        return await service.FetchAsync(session, challenge, scope, credential, lifetime);
    }

    private async Task<RegistryCredential?> CredentialAsync(string repository, CancellationToken cancellation)
    {
        if (options.PathCredentials is { } byPath
            && await OnceAsync(byPath, $"{session.Address.Registry}/{repository}", cancellation) is { } special)
        {
            return special;
        }

        return await OnceAsync(options.Credentials, session.Address.Registry, cancellation);
    }

    private async Task<RegistryCredential?> OnceAsync(FindCredential find, string name, CancellationToken cancellation) =>
        await _credentials.GetOrAdd(name, n => new(() => FindAsync(find, n))).Value.WaitAsync(cancellation);

    private async Task<RegistryCredential?> FindAsync(FindCredential find, string name)
    {
        var credential = await find(name, lifetime);
        if (credential is not null)
        {
            options.OnSecret?.Invoke(credential.Secret);
            options.OnSecret?.Invoke(BasicHeader.Encode(credential));
        }

        return credential;
    }
}
