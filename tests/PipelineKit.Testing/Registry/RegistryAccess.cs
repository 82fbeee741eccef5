using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace PipelineKit.Testing;

/// <summary>How an <see cref="InMemoryRegistry"/> lets a caller in.</summary>
public enum RegistryAccessMode
{
    /// <summary>Everyone.</summary>
    Anonymous,

    /// <summary>With a bearer token of the token service, which gives one to everyone, or to the user when there is one.</summary>
    Token,

    /// <summary>With user and password on each request.</summary>
    Basic,
}

/// <summary>The doorkeeper and token service of an <see cref="InMemoryRegistry"/>.</summary>
public sealed class RegistryAccess
{
    private readonly ConcurrentDictionary<string, string[]> _tokens = new(StringComparer.Ordinal);
    private int _issued;

    /// <summary>How callers are let in.</summary>
    public RegistryAccessMode Mode { get; set; }

    /// <summary>The user and password that are known; null with tokens means that everyone gets one.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>A refresh token that <c>POST /token</c> exchanges; null answers POST with 404.</summary>
    public string? IdentityToken { get; set; }

    /// <summary>Whether tokens allow to push when that is asked for; otherwise they allow to pull, as those of real services do.</summary>
    public bool MayPush { get; set; } = true;

    /// <summary>The <c>expires_in</c> that is told; null tells none.</summary>
    public int? ExpiresIn { get; set; } = 300;

    /// <summary>Sends this realm instead of the registry's own token service.</summary>
    public string? Realm { get; set; }

    /// <summary>Forgets every token that was issued.</summary>
    public void ExpireTokens() => _tokens.Clear();

    internal LoopbackResponse? Refuse(LoopbackRequest request, string endpoint, string repository)
    {
        if (IsLetIn(request, repository))
        {
            return null;
        }

        var challenge = Mode == RegistryAccessMode.Basic
            ? "Basic realm=\"test\""
            : $"Bearer realm=\"{Realm ?? $"http://{endpoint}/token"}\",service=\"test\",scope=\"repository:{repository}:{(IsWrite(request) ? "pull,push" : "pull")}\"";
        return RegistryAnswers.Error(401, "UNAUTHORIZED", "authentication required").With("WWW-Authenticate", challenge);
    }

    internal LoopbackResponse Token(LoopbackRequest request)
    {
        var refreshing = request.Method == "POST";
        if (refreshing && IdentityToken is null)
        {
            return RegistryAnswers.Error(404, "UNSUPPORTED", "no such grant");
        }

        var known = refreshing
            ? request.Form("refresh_token") is [var token] && token == IdentityToken
            : Account is null || request.Header("Authorization") == BasicOf(Account.Value);
        if (!known)
        {
            return RegistryAnswers.Error(401, "UNAUTHORIZED", "wrong user or password");
        }

        var issued = $"token-{Interlocked.Increment(ref _issued)}";
        var scopes = (refreshing ? request.Form("scope") : request.Query("scope")).SelectMany(s => s.Split(' '));
        _tokens[issued] = [.. scopes.Select(s => MayPush ? s : s.Replace("pull,push", "pull", StringComparison.Ordinal))];
        var answer = new JsonObject { [refreshing ? "access_token" : "token"] = issued };
        if (ExpiresIn is { } seconds)
        {
            answer["expires_in"] = seconds;
        }

        return LoopbackResponse.Of(200, "application/json", answer.ToJsonString());
    }

    private static string BasicOf((string User, string Password) account) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}"));

    internal bool MayPull(LoopbackRequest request, string repository) => IsLetIn(request with { Method = "GET" }, repository);

    private bool IsLetIn(LoopbackRequest request, string repository)
    {
        var authorization = request.Header("Authorization") ?? "";
        return Mode switch
        {
            RegistryAccessMode.Anonymous => true,
            RegistryAccessMode.Basic => Account is { } account && authorization == BasicOf(account),
            _ => authorization.StartsWith("Bearer ", StringComparison.Ordinal)
                && _tokens.TryGetValue(authorization[7..], out var scopes)
                && scopes.Any(s => s.StartsWith($"repository:{repository}:", StringComparison.Ordinal) && s.Split(':')[^1].Split(',').Contains(IsWrite(request) ? "push" : "pull", StringComparer.Ordinal)),
        };
    }

    private static bool IsWrite(LoopbackRequest request) => request.Method is not ("GET" or "HEAD");
}
