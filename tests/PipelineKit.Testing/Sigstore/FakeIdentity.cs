using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace PipelineKit.Testing;

/// <summary>What a certificate says about who signed (Fulcio, docs/oid-info.md).</summary>
/// <param name="Challenge">The claim whose text proves possession of the key when signed.</param>
/// <param name="NameTag">The kind of subject alternative name: 1 for mail, 6 for URI.</param>
/// <param name="Name">The subject alternative name.</param>
/// <param name="Extensions">Values of <c>1.3.6.1.4.1.57264.1.N</c> by N.</param>
internal sealed record FakeIdentity(string Challenge, int NameTag, string Name, IReadOnlyDictionary<int, string> Extensions)
{
    private const string Arc = "1.3.6.1.4.1.57264.1.";

    /// <summary>What a token's claims become.</summary>
    internal static FakeIdentity Of(JsonObject claims)
    {
        string Claim(string name) => (string?)claims[name] ?? throw new FakeRefusalException(400, $"the identity token has no `{name}`");
        switch (Claim("iss"))
        {
            case var issuer when issuer == FakeIdentityProvider.GitHubIssuer || issuer.StartsWith(FakeIdentityProvider.GitHubIssuer + "/", StringComparison.Ordinal):
                return new(Claim("sub"), 6, "https://github.com/" + Claim("job_workflow_ref"), GitHub(Claim, (string?)claims["environment"]));
            case FakeIdentityProvider.AzureIssuer:
                return new(Claim("sub"), 6, Claim("sub"), Azure(Claim));
            case FakeIdentityProvider.MailIssuer when (bool?)claims["email_verified"] == true:
                return new(Claim("email"), 1, Claim("email"), new Dictionary<int, string> { [1] = Claim("iss"), [8] = Claim("iss") });
            default:
                throw new FakeRefusalException(400, "There was an error processing the identity token");
        }
    }

    /// <summary>As extensions of a certificate; the name is critical because the subject is empty (RFC 5280, section 4.2.1.6).</summary>
    internal IEnumerable<X509Extension> ToExtensions()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, Name, new Asn1Tag(TagClass.ContextSpecific, NameTag));
        }

        yield return new X509Extension("2.5.29.17", writer.Encode(), critical: true);
        foreach (var (number, value) in Extensions.OrderBy(e => e.Key))
        {
            yield return new X509Extension(Arc + number, number < 8 ? Encoding.UTF8.GetBytes(value) : Utf8(value), critical: false);
        }
    }

    private static byte[] Utf8(string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        return writer.Encode();
    }

    private static Dictionary<int, string> GitHub(Func<string, string> claim, string? environment)
    {
        const string Server = "https://github.com/";
        var repository = Server + claim("repository");
        var extensions = new Dictionary<int, string>
        {
            [1] = claim("iss"),
            [2] = claim("event_name"),
            [3] = claim("sha"),
            [4] = claim("workflow"),
            [5] = claim("repository"),
            [6] = claim("ref"),
            [8] = claim("iss"),
            [9] = Server + claim("job_workflow_ref"),
            [10] = claim("job_workflow_sha"),
            [11] = claim("runner_environment"),
            [12] = repository,
            [13] = claim("sha"),
            [14] = claim("ref"),
            [15] = claim("repository_id"),
            [16] = Server + claim("repository_owner"),
            [17] = claim("repository_owner_id"),
            [18] = Server + claim("workflow_ref"),
            [19] = claim("workflow_sha"),
            [20] = claim("event_name"),
            [21] = $"{repository}/actions/runs/{claim("run_id")}/attempts/{claim("run_attempt")}",
            [22] = claim("repository_visibility"),
            [24] = claim("sub"),
        };
        if (environment is not null)
        {
            extensions[23] = environment;
        }

        return extensions;
    }

    private static Dictionary<int, string> Azure(Func<string, string> claim) => new()
    {
        [8] = claim("iss"),
        [12] = claim("rpo_uri"),
        [13] = claim("rpo_ver"),
        [14] = claim("rpo_ref"),
        [15] = claim("rpo_id"),
        [17] = claim("org_id"),
        [21] = claim("run_id"),
        [24] = claim("sub"),
    };
}
