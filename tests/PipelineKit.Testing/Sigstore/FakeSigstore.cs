using System.Collections.Concurrent;
using PipelineKit.Sigstore;

namespace PipelineKit.Testing;

/// <summary>
/// A whole Sigstore instance on a loopback port: Fulcio (API v2) with a certificate log, Rekor v1 and v2, a timestamp authority, and the token endpoints of the
/// two hosts. It is strict: it takes only what the real services take, checks every signature, and refuses members it does not know. What it signs is real.
/// </summary>
public sealed class FakeSigstore : IDisposable
{
    private readonly FakeSigstoreParts _parts;
    private readonly LoopbackHttpServer _server;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly DateTimeOffset _start;

    /// <summary>Starts an instance with new keys.</summary>
    /// <param name="time">Its clock.</param>
    public FakeSigstore(TimeProvider time)
    {
        _start = time.GetUtcNow().AddDays(-1);
        _parts = new FakeSigstoreParts(Faults, time);
        _server = new LoopbackHttpServer(AnswerAsync);
        TrustedRootJson = FakeTrust.Root(_parts, _start);
    }

    /// <summary>Misbehaviour on demand.</summary>
    public SigstoreFaults Faults { get; } = new();

    /// <summary>Makes identity tokens.</summary>
    public FakeIdentityProvider Identities => _parts.Identities;

    /// <summary>trusted_root.json of the instance.</summary>
    public byte[] TrustedRootJson { get; }

    /// <summary>The same, read.</summary>
    public TrustedRoot TrustedRoot => TrustedRoot.Parse(TrustedRootJson);

    /// <summary>The certificate authority.</summary>
    public Uri Fulcio => At("fulcio");

    /// <summary>The log with API v1.</summary>
    public Uri RekorV1 => At("rekor1");

    /// <summary>The log with API v2.</summary>
    public Uri RekorV2 => At("rekor2");

    /// <summary>The timestamp authority, with its path.</summary>
    public Uri Timestamps => At("tsa/api/v1/timestamp");

    /// <summary>What a job presents to get its token.</summary>
    public string JobToken => FakeTokenEndpoints.Secret;

    /// <summary>Where a GitHub job gets its token (<c>ACTIONS_ID_TOKEN_REQUEST_URL</c>).</summary>
    public Uri GitHubTokens => At("tokens/github?api-version=2.0");

    /// <summary>Where an Azure job gets its token (<c>SYSTEM_OIDCREQUESTURI</c>).</summary>
    public Uri AzureTokens => At("tokens/azure");

    /// <summary>Every request, in order of arrival: <c>POST /fulcio/api/v2/signingCert</c>.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>What the fake itself did not expect: a test fails when there is any.</summary>
    public IReadOnlyCollection<Exception> Failures => _server.Failures;

    /// <summary>The services to sign with: a log of this version, and the timestamp authority when it is wanted.</summary>
    public SigningServices Services(int logVersion, bool timestamps, bool fulcio = true) => new(
        fulcio ? Fulcio : null,
        logVersion == 0 ? [] : [new SigningLog(logVersion == 1 ? RekorV1 : RekorV2, logVersion)],
        timestamps ? [Timestamps] : []);

    /// <summary>signing_config.json with a log of this version.</summary>
    public byte[] SigningConfigJson(int logVersion, bool timestamps) =>
        FakeTrust.SigningConfig(Fulcio, logVersion == 1 ? RekorV1 : RekorV2, logVersion, timestamps ? Timestamps : null, _start);

    /// <summary>Lets the certificate authority take Azure's tokens, as a private instance can; the public one does not.</summary>
    public void AcceptAzure() => _parts.Fulcio.Audiences.Add(FakeIdentityProvider.AzureAudience);

    /// <inheritdoc />
    public void Dispose() => _server.Dispose();

    private Uri At(string path) => new($"http://{_server.Endpoint}/{path}");

    private async Task<LoopbackResponse> AnswerAsync(LoopbackRequest request, CancellationToken cancellation)
    {
        _requests.Enqueue($"{request.Method} {request.Path}");
        var slash = request.Path.IndexOf('/', 1);
        var (service, path) = slash < 0 ? ("", request.Path) : (request.Path[1..slash], request.Path[slash..]);
        try
        {
            switch (service, path)
            {
                case ("fulcio", "/api/v2/signingCert") when request.Method == "POST":
                    Fail(FakeService.Fulcio);
                    return _parts.Fulcio.SigningCertificate(request);
                case ("rekor1", _):
                    Fail(FakeService.RekorV1);
                    return await _parts.RekorV1.AnswerAsync(request, path, cancellation);
                case ("rekor2", _):
                    Fail(FakeService.RekorV2);
                    return await _parts.RekorV2.AnswerAsync(request, path, cancellation);
                case ("tsa", "/api/v1/timestamp") when request.Method == "POST":
                    Fail(FakeService.Timestamps);
                    return _parts.Timestamps.Answer(request);
                case ("tokens", _):
                    Fail(FakeService.Tokens);
                    return _parts.Tokens.Answer(request, path);
                default:
                    throw new InvalidOperationException($"nobody told what to answer to: {request.Method} {request.Target}");
            }
        }
        catch (FakeRefusalException refusal)
        {
            return refusal.Answer();
        }
    }

    private void Fail(FakeService service)
    {
        if (Faults.TakeFailure(service))
        {
            throw new FakeRefusalException(Faults.FailureStatus, "try again later");
        }
    }
}
