using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>What the fake instance refuses, as the real services do: a client that passes here has earned it.</summary>
public sealed class FakeStrictnessTests : IDisposable
{
    private readonly SigningBed _bed = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _bed.Dispose();
    }

    [Fact]
    public async Task A_certificate_is_given_for_a_token_with_proof_of_possession() =>
        Assert.Equal(HttpStatusCode.OK, (await CertificateAsync(_bed.Services.Identities.GitHub(), "repo:octo-org/shop:environment:production")).Status);

    [Fact]
    public async Task A_certificate_is_given_for_a_signing_request_too()
    {
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=ignored", _key, HashAlgorithmName.SHA256);
        var pem = Convert.ToBase64String(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()));
        var body = $$"""{"credentials":{"oidcIdentityToken":"{{_bed.Services.Identities.Mail()}}"},"certificateSigningRequest":"{{pem}}"}""";
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(_bed.Services.Fulcio, "/api/v2/signingCert", body)).Status);
    }

    [Fact]
    public async Task No_certificate_without_possession_of_the_key() =>
        Assert.Contains("could not be verified", (await CertificateAsync(_bed.Services.Identities.GitHub(), "another challenge")).Body, StringComparison.Ordinal);

    [Fact]
    public async Task No_certificate_for_a_token_that_somebody_else_signed()
    {
        using var other = new FakeSigstore(_bed.Time);
        Assert.Contains("not signed by its issuer", (await CertificateAsync(other.Identities.GitHub(), "x")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_certificate_for_another_audience_and_so_none_for_azure_pipelines()
    {
        Assert.Contains("another audience", (await CertificateAsync(_bed.Services.Identities.GitHub("nobody"), "x")).Body, StringComparison.Ordinal);
        Assert.Contains("another audience", (await CertificateAsync(_bed.Services.Identities.Azure(), "x")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_certificate_before_or_after_the_tokens_time()
    {
        var token = _bed.Services.Identities.GitHub();
        var early = _bed.Services.Identities.GitHub(change: c => c["nbf"] = _bed.Time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds());
        Assert.Contains("not valid at this time", (await CertificateAsync(early, "x")).Body, StringComparison.Ordinal);
        _bed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains("not valid at this time", (await CertificateAsync(token, "x")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"credentials":{"oidcIdentityToken":"x"},"extra":1}""", "`extra` is not known here")]
    [InlineData("""{"credentials":{"oidcIdentityToken":"x"},"credentials":{}}""", "not JSON")]
    [InlineData("""{"credentials":{"oidcIdentityToken":"x"}}""", "not a JWT")]
    public async Task Members_that_are_not_known_are_refused(string body, string reason) =>
        Assert.Contains(reason, (await PostAsync(_bed.Services.Fulcio, "/api/v2/signingCert", body)).Body, StringComparison.Ordinal);

    [Fact]
    public async Task A_signature_of_something_else_does_not_get_into_a_log()
    {
        var signature = Convert.ToBase64String(_key.SignData("one"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var hash = SHA256.HashData("another"u8);
        string Fill(string template) => template.Replace("<SIG>", signature, StringComparison.Ordinal)
            .Replace("<HEX>", Convert.ToHexStringLower(hash), StringComparison.Ordinal)
            .Replace("<HASH>", Convert.ToBase64String(hash), StringComparison.Ordinal)
            .Replace("<PEM>", Convert.ToBase64String(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem())), StringComparison.Ordinal)
            .Replace("<DER>", Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()), StringComparison.Ordinal);
        var v1 = Fill("""{"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256","value":"<HEX>"}},"signature":{"content":"<SIG>","publicKey":{"content":"<PEM>"}}}}""");
        var v2 = Fill("""{"hashedRekordRequestV002":{"digest":"<HASH>","signature":{"content":"<SIG>","verifier":{"publicKey":{"rawBytes":"<DER>"},"keyDetails":"PKIX_ECDSA_P256_SHA_256"}}}}""");
        Assert.Contains("invalid signature", (await PostAsync(_bed.Services.RekorV1, "/api/v1/log/entries", v1)).Body, StringComparison.Ordinal);
        Assert.Contains("does not verify", (await PostAsync(_bed.Services.RekorV2, "/api/v2/log/entries", v2)).Body, StringComparison.Ordinal);
        Assert.Contains("not PKIX_ECDSA_P384", (await PostAsync(_bed.Services.RekorV2, "/api/v2/log/entries", v2.Replace("P256_SHA_256", "P384_SHA_384", StringComparison.Ordinal))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_told_it_about_is_a_failure_of_the_test()
    {
        Assert.Equal(HttpStatusCode.InternalServerError, (await PostAsync(_bed.Services.Fulcio, "/api/v1/signingCert", "{}")).Status);
        Assert.Single(_bed.Services.Failures);
    }

    [Fact]
    public async Task A_github_job_gets_a_token_for_the_audience_it_asks_for()
    {
        var (status, body) = await TokenAsync(HttpMethod.Get, _bed.Services.GitHubTokens + "&audience=sigstore", _bed.Services.JobToken);
        Assert.Equal(HttpStatusCode.OK, status);
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(["sigstore"], IdentityToken.Parse(answer.RootElement.GetProperty("value").GetString()!).Audiences);
        Assert.Equal(HttpStatusCode.BadRequest, (await TokenAsync(HttpMethod.Get, _bed.Services.GitHubTokens.ToString(), _bed.Services.JobToken)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(HttpMethod.Get, _bed.Services.GitHubTokens + "&audience=sigstore", "wrong")).Status);
    }

    [Fact]
    public async Task An_azure_job_gets_a_token_when_it_suppresses_the_login_page()
    {
        var (status, body) = await TokenAsync(HttpMethod.Post, _bed.Services.AzureTokens + "?api-version=7.1", _bed.Services.JobToken, suppress: true);
        Assert.Equal(HttpStatusCode.OK, status);
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(FakeIdentityProvider.AzureIssuer, IdentityToken.Parse(answer.RootElement.GetProperty("oidcToken").GetString()!).Issuer);
        Assert.Equal(HttpStatusCode.Found, (await TokenAsync(HttpMethod.Post, _bed.Services.AzureTokens + "?api-version=7.1", _bed.Services.JobToken)).Status);
    }

    private Task<(HttpStatusCode Status, string Body)> CertificateAsync(string token, string challenge)
    {
        var proof = Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(challenge), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var pem = JsonEncodedText.Encode(_key.ExportSubjectPublicKeyInfoPem());
        var body = $$$"""{"credentials":{"oidcIdentityToken":"{{{token}}}"},"publicKeyRequest":{"publicKey":{"algorithm":"ECDSA","content":"{{{pem}}}"},"proofOfPossession":"{{{proof}}}"}}""";
        return PostAsync(_bed.Services.Fulcio, "/api/v2/signingCert", body);
    }

    private Task<(HttpStatusCode Status, string Body)> PostAsync(Uri service, string path, string json) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, service + path) { Content = Json(json) });

    private Task<(HttpStatusCode Status, string Body)> TokenAsync(HttpMethod method, string address, string secret, bool suppress = false)
    {
        var request = new HttpRequestMessage(method, address) { Content = method == HttpMethod.Post ? Json("") : null };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (suppress)
        {
            request.Headers.Add("X-TFS-FedAuthRedirect", "Suppress");
        }

        return SendAsync(request);
    }

    private static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _bed.Http.SendAsync(request, CancellationToken.None);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }
}
