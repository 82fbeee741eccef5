using PipelineKit.Git;
using PipelineKit.Policy;
using PipelineKit.Sigstore;
using PipelineKit.Trust;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads who must have signed.</summary>
internal static class SignerSection
{
    private const string GitHub = "https://github.com/";
    private const string GitHubIssuer = "https://token.actions.githubusercontent.com";
    private const int SourceRepository = 12;

    /// <summary>Its keys; other parts of the gates have them beside their own.</summary>
    internal static IReadOnlyList<string> Keys { get; } =
    [
        "key", "keys", "certificate-identity", "certificate-identity-regexp", "certificate-oidc-issuer", "certificate-oidc-issuer-regexp", "source-repository", "trusted-root", "instance",
    ];

    /// <summary>Whether a mapping says who must have signed.</summary>
    internal static bool IsGiven(YamlValue section) => section.Shape == YamlShape.Mapping && Keys.Any(k => section[k] is not null);

    /// <summary>Reads.</summary>
    /// <param name="section">The mapping.</param>
    /// <param name="fields">Its fields, of which <see cref="Keys"/> are known.</param>
    internal static SignerSettings Read(YamlValue section, PolicyFields fields)
    {
        var keys = KeysOf(fields);
        var identity = IdentityOf(fields);
        if (section.Shape == YamlShape.Mapping && keys.Count == 0 && identity is null)
        {
            fields.Problem(section, "nobody is named who must have signed", "Give `key`, `source-repository` (GitHub Actions), or `certificate-identity` with `certificate-oidc-issuer`.");
        }

        var root = fields.Text("trusted-root");
        var instance = (SigstoreInstance)fields.Word("instance", ["public-good", "github", "private"], 0);
        if (instance != SigstoreInstance.PublicGood && root.Length == 0 && identity is not null)
        {
            fields.Problem("instance", "only the root of trust of the public instance is known here", "Give the instance's `trusted-root`.");
        }

        return new SignerSettings(keys, identity, root) { Instance = instance };
    }

    private static IReadOnlyList<string> KeysOf(PolicyFields fields)
    {
        foreach (var value in fields.Values("key").Concat(fields.Values("keys")).Where(v => v.Shape == YamlShape.Scalar))
        {
            if (KeyText.Problem(value.Text) is { } problem)
            {
                fields.Problem(value, problem, "Take the public key out of the service once, and give its file.");
            }
        }

        return [.. fields.Texts("key"), .. fields.Texts("keys")];
    }

    private static IdentityPolicy? IdentityOf(PolicyFields fields)
    {
        var repository = RepositoryOf(fields);
        var subject = Either(fields, "certificate-identity", "certificate-identity-regexp");
        var issuer = Either(fields, "certificate-oidc-issuer", "certificate-oidc-issuer-regexp");
        if (repository is null && subject is null && issuer is null)
        {
            return null;
        }

        if (subject is null && repository is null)
        {
            fields.Problem("certificate-oidc-issuer", "it is not said who must have signed, only who vouches for them", "Give `certificate-identity`, or `source-repository` (GitHub Actions).");
        }

        if (issuer is null && repository is null)
        {
            fields.Problem(
                fields["certificate-identity"] is null ? "certificate-identity-regexp" : "certificate-identity", "it is not said who must have vouched for the identity: anybody can run an issuer that says anything",
                $"Give `certificate-oidc-issuer`; for GitHub Actions it is {GitHubIssuer}.");
        }

        var extensions = new Dictionary<int, TextMatch>();
        if (repository is not null)
        {
            extensions[SourceRepository] = TextMatch.Exactly(repository);
        }

        return new IdentityPolicy(subject ?? TextMatch.Below(GitHub), issuer ?? TextMatch.Exactly(GitHubIssuer), extensions);
    }

    private static string? RepositoryOf(PolicyFields fields)
    {
        var text = fields.Text("source-repository");
        if (text.Length == 0)
        {
            return null;
        }

        var name = text.StartsWith(GitHub, StringComparison.Ordinal) ? text[GitHub.Length..] : text;
        if (!GitNames.IsRepository(name))
        {
            fields.Problem("source-repository", $"`{text}` is not a repository of github.com", "Write it as in `acme/shop`; for another server give `certificate-identity-regexp` and `certificate-oidc-issuer`.");
        }

        return GitHub + name;
    }

    private static TextMatch? Either(PolicyFields fields, string exact, string pattern)
    {
        if (fields[exact] is not null && fields[pattern] is not null)
        {
            fields.Problem(pattern, $"`{exact}` and `{pattern}` are both given", "Give one of them.");
        }

        return Match(fields, exact, TextMatch.Exactly) ?? Match(fields, pattern, TextMatch.Pattern);
    }

    private static TextMatch? Match(PolicyFields fields, string key, Func<string, TextMatch> make)
    {
        var text = fields.Text(key);
        try
        {
            return text.Length == 0 ? null : make(text);
        }
        catch (SigstoreFormatException e)
        {
            fields.Problem(key, $"`{text}` cannot say who may sign: {e.Message}", "Write the part that is always the same as it is, and be as narrow as you can.");
            return null;
        }
    }
}
