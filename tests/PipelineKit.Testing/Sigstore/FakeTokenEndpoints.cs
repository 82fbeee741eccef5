using System.Text;

namespace PipelineKit.Testing;

/// <summary>The endpoints at which a job gets its identity token, as GitHub and Azure shape them.</summary>
internal sealed class FakeTokenEndpoints(FakeIdentityProvider identities)
{
    /// <summary>What a job must present.</summary>
    internal const string Secret = "job-secret-5f1c";

    /// <summary>Answers a request for a token.</summary>
    internal LoopbackResponse Answer(LoopbackRequest request, string path)
    {
        if (request.Header("Authorization") != "Bearer " + Secret)
        {
            throw new FakeRefusalException(401, "the job's own token is needed");
        }

        return (request.Method, path) switch
        {
            ("GET", "/github") => GitHub(request),
            ("POST", "/azure") => Azure(request),
            _ => throw new FakeRefusalException(404, $"{request.Method} {path} is not part of the API"),
        };
    }

    private LoopbackResponse GitHub(LoopbackRequest request)
    {
        if (request.Query("api-version") is not ["2.0"] || request.Query("audience") is not [var audience])
        {
            throw new FakeRefusalException(400, "the query of the address is to be kept, and one audience appended");
        }

        var token = identities.GitHub(audience);
        return LoopbackResponse.Of(200, "application/json; charset=utf-8", $$"""{"count":{{token.Length}},"value":"{{token}}"}""");
    }

    private LoopbackResponse Azure(LoopbackRequest request)
    {
        if (request.Query("api-version") is not ["7.1"] || request.Header("Content-Type")?.Split(';')[0] != "application/json")
        {
            throw new FakeRefusalException(400, "api-version=7.1 and a content type of JSON are needed");
        }

        if (request.Header("X-TFS-FedAuthRedirect") != "Suppress")
        {
            return LoopbackResponse.Of(302, "text/html", Encoding.UTF8.GetBytes("sign in")).With("Location", "https://login.example.test/");
        }

        return LoopbackResponse.Of(200, "application/json; charset=utf-8", $$"""{"oidcToken":"{{identities.Azure()}}"}""");
    }
}
