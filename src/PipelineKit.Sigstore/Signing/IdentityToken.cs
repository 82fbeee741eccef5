using System.Buffers.Text;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>
/// An OpenID Connect identity token (JWT, RFC 7519) as a job gets it from its host. Its claims are read without any trust: they say what the certificate is
/// expected to be about, and the certificate authority is the one that checks the token. The token itself is a secret and never part of a message.
/// </summary>
public sealed class IdentityToken
{
    /// <summary>The longest token that is read, in characters.</summary>
    public const int MaximumLength = 16 << 10;

    private const string GitHubIssuer = "https://token.actions.githubusercontent.com";

    private IdentityToken(string text, string issuer) => (Text, Issuer) = (text, issuer);

    /// <summary>Who issued it (<c>iss</c>).</summary>
    public string Issuer { get; }

    /// <summary>Who it is about (<c>sub</c>), or null.</summary>
    public string? Subject { get; private init; }

    /// <summary>The verified mail address (<c>email</c> with <c>email_verified</c>), or null.</summary>
    public string? Email { get; private init; }

    /// <summary>For whom it is (<c>aud</c>).</summary>
    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary>When it ends (<c>exp</c>).</summary>
    public DateTimeOffset Expires { get; private init; }

    /// <summary>GitHub's <c>job_workflow_ref</c>: the workflow whose job this is, which is the called one when workflows are reused; null elsewhere.</summary>
    public string? JobWorkflow { get; private init; }

    /// <summary>All claims, as they came.</summary>
    public JsonElement Claims { get; private init; }

    /// <summary>
    /// The subject alternative name that the certificate is expected to have: the mail address, or the workflow's address for GitHub. Null when only the
    /// certificate authority's settings say what it becomes.
    /// </summary>
    public string? CertificateSubject => Email ?? (JobWorkflow is not null && IsGitHub ? $"https://github.com/{JobWorkflow}" : null);

    /// <summary>Whether it is from Azure Pipelines or Microsoft Entra, which the public instance does not accept.</summary>
    internal bool IsMicrosoft =>
        Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) && issuer.Host is "vstoken.dev.azure.com" or "login.microsoftonline.com" or "sts.windows.net";

    /// <summary>The token.</summary>
    internal string Text { get; }

    /// <summary>The text that is signed to prove possession of the key: the mail address, else the subject.</summary>
    internal string Challenge => Email ?? Subject!;

    /// <summary>Reads the claims; throws <see cref="SigningException"/> (<see cref="SigningProblem.BadKey"/>) when it is not an identity token.</summary>
    public static IdentityToken Parse(string token)
    {
        var text = token.Trim();
        if (text.Length > MaximumLength)
        {
            throw Bad($"the identity token has {text.Length} characters, more than the {MaximumLength} that are read");
        }

        Span<Range> parts = stackalloc Range[4];
        if (text.AsSpan().Split(parts, '.') != 3)
        {
            throw Bad("the identity token is not a JWT: three parts with dots between them");
        }

        var payload = text.AsSpan()[parts[1]];
        if (!Base64Url.IsValid(payload))
        {
            throw Bad("the identity token's claims are not base64url");
        }

        try
        {
            using var document = JsonPart.Parse(Base64Url.DecodeFromChars(payload), MaximumLength, "claims of the identity token");
            return Read(text, JsonPart.Root(document, "identity token"));
        }
        catch (SigstoreFormatException e)
        {
            throw Bad($"the identity token cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Throws <see cref="SigningException"/> (<see cref="SigningProblem.BadKey"/>) when it has expired.</summary>
    public void EnsureCurrent(TimeProvider time)
    {
        if (Expires <= time.GetUtcNow())
        {
            throw new SigningException(
                SigningProblem.BadKey,
                $"the identity token of {Issuer} expired at {Expires:u}",
                "get a new token right before signing: tokens of a job live for some minutes only; when it is new, the clock of this machine is wrong");
        }
    }

    /// <summary>What a certificate says otherwise than this token, or null when it is about who the token is about.</summary>
    internal string? Difference(SignerIdentity certificate)
    {
        if (certificate.Issuer != Issuer)
        {
            return $"it names the issuer {certificate.Issuer}, and the token is from {Issuer}";
        }

        if (certificate.Extensions.TryGetValue(24, out var subject) && subject != Subject)
        {
            return $"it was issued for the token subject {subject}, and the token is of {Subject}";
        }

        return CertificateSubject is not { } expected || certificate.Subject == expected ? null : $"it names {certificate.Subject}, and the token is of {expected}";
    }

    /// <inheritdoc />
    public override string ToString() => $"identity token of {Subject ?? Email} from {Issuer}";

    private bool IsGitHub => Issuer == GitHubIssuer || Issuer.StartsWith(GitHubIssuer + "/", StringComparison.Ordinal);

    private static IdentityToken Read(string text, JsonPart claims)
    {
        var subject = claims.FindText("sub");
        var email = IsTrue(claims.Find("email_verified")) ? claims.FindText("email") : null;
        return subject is null && email is null
            ? throw claims.Missing("sub")
            : new IdentityToken(text, claims.Text("iss"))
            {
                Subject = subject,
                Email = email,
                Audiences = ReadAudiences(claims),
                Expires = DateTimeOffset.FromUnixTimeSeconds(Math.Min(claims.Count("exp"), DateTimeOffset.MaxValue.ToUnixTimeSeconds())),
                Claims = claims.Element.Clone(),
                JobWorkflow = claims.FindText("job_workflow_ref"),
            };
    }

    private static bool IsTrue(JsonElement? value) => value is { ValueKind: JsonValueKind.True } or { ValueKind: JsonValueKind.String } && value.Value.ToString() is "True" or "true";

    private static string[] ReadAudiences(JsonPart claims) => claims.Find("aud") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } all when all.GetArrayLength() <= 16 => [.. all.EnumerateArray().Select(a => a.ToString())],
        _ => [],
    };

    private static SigningException Bad(string message, Exception? inner = null) => new(
        SigningProblem.BadKey,
        message,
        "give the identity token of the job as its host issued it (on GitHub: `permissions: id-token: write`)",
        inner);
}
