using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PipelineKit.Testing;

/// <summary>Issues identity tokens (JWT, ES256) in the shapes of GitHub Actions, Azure Pipelines and a mail login, and checks them again for the certificate authority.</summary>
public sealed class FakeIdentityProvider
{
    /// <summary>The issuer of GitHub's tokens.</summary>
    public const string GitHubIssuer = "https://token.actions.githubusercontent.com";

    /// <summary>The issuer of this organisation's Azure Pipelines tokens.</summary>
    public const string AzureIssuer = "https://vstoken.dev.azure.com/6b3b9f7c-1f3a-4a29-9d1c-3a4f6a1f0c11";

    /// <summary>The only audience Azure Pipelines gives.</summary>
    public const string AzureAudience = "api://AzureADTokenExchange";

    /// <summary>The issuer of mail logins.</summary>
    public const string MailIssuer = "https://login.example.test/auth";

    /// <summary>The workflow that signs, and the subject of its certificates.</summary>
    public const string GitHubSubject = "https://github.com/octo-org/shop/.github/workflows/release.yml@refs/heads/main";

    private const string Workflow = "octo-org/shop/.github/workflows/release.yml@refs/heads/main";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;

    internal FakeIdentityProvider(TimeProvider time) => _time = time;

    /// <summary>A token as a GitHub workflow gets it; valid for five minutes.</summary>
    /// <param name="audience">The audience that was asked for.</param>
    /// <param name="change">Changes the claims before they are signed.</param>
    public string GitHub(string audience = "sigstore", Action<JsonObject>? change = null) =>
        Issue(
            new JsonObject
            {
                ["iss"] = GitHubIssuer,
                ["sub"] = "repo:octo-org/shop:environment:production",
                ["aud"] = audience,
                ["ref"] = "refs/heads/main",
                ["sha"] = "0123456789abcdef0123456789abcdef01234567",
                ["repository"] = "octo-org/shop",
                ["repository_id"] = "123456",
                ["repository_owner"] = "octo-org",
                ["repository_owner_id"] = "65",
                ["repository_visibility"] = "private",
                ["run_id"] = "9876543210",
                ["run_attempt"] = "2",
                ["actor"] = "octocat",
                ["workflow"] = "release",
                ["workflow_ref"] = Workflow,
                ["workflow_sha"] = "0123456789abcdef0123456789abcdef01234567",
                ["job_workflow_ref"] = Workflow,
                ["job_workflow_sha"] = "0123456789abcdef0123456789abcdef01234567",
                ["event_name"] = "push",
                ["runner_environment"] = "github-hosted",
                ["environment"] = "production",
            },
            change);

    /// <summary>A token as an Azure pipeline gets it, without a service connection.</summary>
    public string Azure(Action<JsonObject>? change = null) =>
        Issue(
            new JsonObject
            {
                ["iss"] = AzureIssuer,
                ["sub"] = "p://contoso/shop/release",
                ["aud"] = AzureAudience,
                ["org_id"] = "6b3b9f7c-1f3a-4a29-9d1c-3a4f6a1f0c11",
                ["prj_id"] = "0d8b3e0e-9a55-4b53-8f2a-5c8f4f7a1b22",
                ["def_id"] = "17",
                ["rpo_id"] = "4f6c0a52-5e0e-4a0e-8a35-9a1f7e7b3c33",
                ["rpo_uri"] = "https://dev.azure.com/contoso/shop/_git/shop",
                ["rpo_ver"] = "0123456789abcdef0123456789abcdef01234567",
                ["rpo_ref"] = "refs/heads/main",
                ["run_id"] = "4711",
            },
            change);

    /// <summary>A token of a person who logged in.</summary>
    public string Mail(string address = "dev@example.test", Action<JsonObject>? change = null) =>
        Issue(
            new JsonObject { ["iss"] = MailIssuer, ["sub"] = "u-1", ["aud"] = "sigstore", ["email"] = address, ["email_verified"] = true },
            change);

    /// <summary>The claims of a token of ours that is valid now; anything else is refused.</summary>
    internal JsonObject Check(string token, IReadOnlyCollection<string> audiences)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !parts.All(p => Base64Url.IsValid(p)))
        {
            throw new FakeRefusalException(400, "the identity token is not a JWT");
        }

        lock (_key)
        {
            if (!_key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
            {
                throw new FakeRefusalException(401, "the identity token is not signed by its issuer");
            }
        }

        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        if ((long)claims["exp"]! <= now || (long)claims["nbf"]! > now)
        {
            throw new FakeRefusalException(401, "the identity token is not valid at this time");
        }

        return audiences.Contains((string?)claims["aud"] ?? "") ? claims : throw new FakeRefusalException(401, "the identity token is for another audience");
    }

    private string Issue(JsonObject claims, Action<JsonObject>? change)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        claims["jti"] = Guid.NewGuid().ToString();
        claims["iat"] = now;
        claims["nbf"] = now - 30;
        claims["exp"] = now + 300;
        change?.Invoke(claims);
        var text = Encode("""{"typ":"JWT","alg":"ES256","kid":"fake"}""") + "." + Encode(claims.ToJsonString());
        lock (_key)
        {
            return text + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
        }
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
