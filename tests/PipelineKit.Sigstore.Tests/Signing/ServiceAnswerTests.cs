using System.Net;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>Answers that are not of their format, and what people are told.</summary>
public sealed class ServiceAnswerTests : IDisposable
{
    private const string Add = "POST https://rekor.example.test/api/v1/log/entries";
    private const string AddV2 = "POST https://rekor.example.test/api/v2/log/entries";
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };
    private readonly ScriptedHandler _script = new();

    public void Dispose() => _script.Dispose();

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "0 entries")]
    [InlineData("""{"a":{},"b":{}}""", "2 entries")]
    [InlineData("""{"a":{}}""", "entry.verification is missing")]
    [InlineData("""{"a":{"body":"e30=","logIndex":1,"logID":"zz","verification":{"inclusionProof":{}}}}""", "logID is not hex")]
    [InlineData("""{"a":{"body":"e30=","logIndex":-1,"logID":"00","verification":{"inclusionProof":{}}}}""", "logIndex is negative")]
    [InlineData("""{"a":{"body":"bm8=","logIndex":1,"logID":"00","verification":{"inclusionProof":{}}}}""", "entry's body is not JSON")]
    [InlineData("""{"a":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","logIndex":1,"logID":"00","verification":{"inclusionProof":{"rootHash":"00","hashes":["x"],"checkpoint":"c"}}}}""", "hashes is not hex")]
    [InlineData("""{"a":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","logIndex":1,"logID":"00","verification":{"inclusionProof":{"rootHash":"00","hashes":{},"checkpoint":"c"}}}}""", "hashes is not a list")]
    [InlineData("""{"a":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","logIndex":1,"logID":"00","verification":{"inclusionProof":{"rootHash":"00"}}}}""", "checkpoint is missing")]
    public async Task A_log_entry_that_is_not_one_is_refused(string body, string reason)
    {
        _script.On(Add, HttpStatusCode.Created, body);
        var error = await SignAsync(1);
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.StartsWith("the transparency log https://rekor.example.test/api/v1/log/entries answered something that cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{}", "is missing")]
    public async Task An_entry_of_api_v2_that_is_not_one_is_refused(string body, string reason)
    {
        _script.On(AddV2, HttpStatusCode.Created, body).On("POST https://tsa.example.test/api/v1/timestamp", HttpStatusCode.Created, "no timestamp");
        var error = await SignAsync(2);
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal) || error.Message.Contains("RFC 3161", StringComparison.Ordinal), error.Message);
    }

    [Theory]
    [InlineData(400, """{"code":400,"message":"bad\u001b[31m\r\nentry"}""", "bad [31m  entry")]
    [InlineData(403, "plain text", "plain text")]
    [InlineData(404, "", "no reason given")]
    public async Task A_refusal_is_told_in_the_services_words_without_control_characters(int status, string body, string said)
    {
        _script.On(Add, (HttpStatusCode)status, body);
        var error = await SignAsync(1);
        Assert.Equal(SigningProblem.Refused, error.Problem);
        Assert.Equal($"the transparency log https://rekor.example.test/api/v1/log/entries refused with {status}: {said}", error.Message);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _script.On(Add, HttpStatusCode.TemporaryRedirect, "", ("Location", "https://elsewhere.example.test/"));
        var error = await SignAsync(1);
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.Contains("redirects are not followed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/api/v1/log/entries/../../admin")]
    [InlineData("/api/v1/log/entries/abc")]
    public async Task A_duplicate_whose_place_is_not_told_is_refused(string? location)
    {
        _script.On(Add, HttpStatusCode.Conflict, "", location is null ? [] : [("Location", location)]);
        var error = await SignAsync(1);
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.Contains("does not say where", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        _script.On(Add, HttpStatusCode.Created, new string('x', (1 << 20) + 1));
        Assert.Contains("more than 1048576 bytes", (await SignAsync(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_says_how_long_to_wait_and_is_not_believed_beyond_half_a_minute()
    {
        _script.On(Add, HttpStatusCode.TooManyRequests, "", ("Retry-After", "5"))
            .On(Add, HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "3600"))
            .On(Add, HttpStatusCode.BadRequest);
        await SignAsync(1);
        Assert.InRange(_time.Waits[0], TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.FromSeconds(30), _time.Waits[1]);
    }

    [Fact]
    public async Task A_connection_that_fails_is_tried_again_and_named()
    {
        _script.Always(Add, _ => throw new HttpRequestException(HttpRequestError.ConnectionError));
        var error = await SignAsync(1);
        Assert.Equal(SigningProblem.Unavailable, error.Problem);
        Assert.EndsWith("the connection failed (ConnectionError) (4 times)", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, _script.Seen.Count);
    }

    [Theory]
    [InlineData("""{"signedCertificateDetachedSct":{"chain":{"certificates":["x"]}}}""", "detached")]
    [InlineData("{}", "signedCertificateEmbeddedSct is missing")]
    [InlineData("""{"signedCertificateEmbeddedSct":{"chain":{"certificates":"x"}}}""", "not a list of 1 to 10")]
    [InlineData("""{"signedCertificateEmbeddedSct":{"chain":{"certificates":["x"]}}}""", "not a PEM certificate")]
    [InlineData("""{"signedCertificateEmbeddedSct":{"chain":{"certificates":["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]}}}""", "does not hold")]
    public async Task A_certificate_answer_that_is_not_one_is_refused(string body, string reason)
    {
        using var fake = new FakeSigstore(_time);
        _script.On("POST https://fulcio.example.test/api/v2/signingCert", HttpStatusCode.OK, body);
        var services = new SigningServices(new Uri("https://fulcio.example.test"), [], [new Uri("https://tsa.example.test")]);
        using var http = new HttpMessageInvoker(_script);
        var error = await Assert.ThrowsAsync<SigningException>(() => BundleSigner.KeylessAsync(
            fake.Identities.GitHub(), services, fake.TrustedRoot, http, _time, CancellationToken.None));
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private async Task<SigningException> SignAsync(int logVersion)
    {
        using var http = new HttpMessageInvoker(_script);
        var services = new SigningServices(null, [new SigningLog(new Uri("https://rekor.example.test"), logVersion)], logVersion == 2 ? [new Uri("https://tsa.example.test")] : []);
        using var signer = BundleSigner.WithKey(TestSigner.Of(KeyDetails.EcdsaP256Sha256), services, TrustedRoot.Empty, http, _time);
        return await Assert.ThrowsAsync<SigningException>(() => signer.SignArtifactAsync(Encoding.UTF8.GetBytes("x"), CancellationToken.None));
    }
}
