using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>Every way the services misbehave: nothing they answered is given out.</summary>
public sealed class SigningFaultTests : IDisposable
{
    private static readonly byte[] Content = "an artifact"u8.ToArray();
    private readonly SigningBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(FulcioFault.OtherKey, "another key")]
    [InlineData(FulcioFault.OtherSubject, "about somebody else: it names https://github.com/octo-org/shop/.github/workflows/release.yml@refs/heads/mainx")]
    [InlineData(FulcioFault.OtherIssuer, "about somebody else: it names the issuer https://other.example.test")]
    [InlineData(FulcioFault.WrongSct, "(SctInvalid)")]
    [InlineData(FulcioFault.NoSct, "(SctMissing)")]
    [InlineData(FulcioFault.UnknownAuthority, "(CertificateNotTrusted)")]
    [InlineData(FulcioFault.Expired, "(CertificateExpired)")]
    [InlineData(FulcioFault.EmptyChain, "chain.certificates")]
    public async Task A_certificate_that_is_not_right_is_refused_before_anything_is_signed(FulcioFault fault, string reason)
    {
        _bed.Services.Faults.Fulcio = fault;
        var error = await Assert.ThrowsAsync<SigningException>(() => _bed.KeylessAsync(1, timestamps: false));
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(["POST /fulcio/api/v2/signingCert"], _bed.Services.Requests);
    }

    [Theory]
    [InlineData(LogFault.ForkedCheckpoint, 1, VerificationReason.InclusionProofInvalid)]
    [InlineData(LogFault.ForkedCheckpoint, 2, VerificationReason.InclusionProofInvalid)]
    [InlineData(LogFault.OtherPath, 1, VerificationReason.InclusionProofInvalid)]
    [InlineData(LogFault.OtherPath, 2, VerificationReason.InclusionProofInvalid)]
    [InlineData(LogFault.WrongPromise, 1, VerificationReason.SignedEntryTimestampInvalid)]
    [InlineData(LogFault.UnknownKey, 1, VerificationReason.CheckpointInvalid)]
    [InlineData(LogFault.UnknownKey, 2, VerificationReason.CheckpointInvalid)]
    [InlineData(LogFault.OtherEntry, 1, VerificationReason.LogEntryMismatch)]
    [InlineData(LogFault.OtherEntry, 2, VerificationReason.LogEntryMismatch)]
    public async Task An_entry_that_is_not_right_is_not_given_out(LogFault fault, int logVersion, VerificationReason reason)
    {
        using var signer = await _bed.KeylessAsync(logVersion, timestamps: true);
        _bed.Services.Faults.Log = fault;
        var error = await Assert.ThrowsAsync<SigningException>(() => signer.SignArtifactAsync(Content, CancellationToken.None));
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.Contains($"({reason})", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SigningException>(() => signer.SignStatementAsync(SigningBed.Statement(Content), CancellationToken.None));
    }

    [Theory]
    [InlineData(TimestampFault.OtherImprint, "other data than was sent")]
    [InlineData(TimestampFault.OtherNonce, "answers another query")]
    [InlineData(TimestampFault.Rejection, "did not grant the timestamp (status 2)")]
    [InlineData(TimestampFault.OtherSigner, "(TimestampInvalid)")]
    public async Task A_timestamp_that_is_not_right_is_not_given_out(TimestampFault fault, string reason)
    {
        using var signer = await _bed.KeylessAsync(2, timestamps: true);
        _bed.Services.Faults.Timestamp = fault;
        var error = await Assert.ThrowsAsync<SigningException>(() => signer.SignArtifactAsync(Content, CancellationToken.None));
        Assert.Equal(SigningProblem.Untrusted, error.Problem);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FakeService.Fulcio, 503)]
    [InlineData(FakeService.RekorV1, 502)]
    [InlineData(FakeService.RekorV2, 500)]
    [InlineData(FakeService.Timestamps, 429)]
    public async Task Faults_that_pass_are_waited_out(FakeService service, int status)
    {
        (_bed.Services.Faults.FailureStatus, var version) = (status, service == FakeService.RekorV2 ? 2 : 1);
        _bed.Services.Faults.FailNext(service, 3);
        using var signer = await _bed.KeylessAsync(version, timestamps: true);
        await signer.SignArtifactAsync(Content, CancellationToken.None);
        Assert.Equal(3, _bed.Time.Waits.Count);
        Assert.InRange(_bed.Time.Elapsed, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(FakeService.Fulcio, "the certificate authority")]
    [InlineData(FakeService.RekorV1, "the transparency log")]
    [InlineData(FakeService.Timestamps, "the timestamp authority")]
    public async Task A_service_that_stays_down_is_named(FakeService service, string name)
    {
        _bed.Services.Faults.FailNext(service, 100);
        var error = await Assert.ThrowsAsync<SigningException>(async () =>
        {
            using var signer = await _bed.KeylessAsync(1, timestamps: true);
            await signer.SignArtifactAsync(Content, CancellationToken.None);
        });
        Assert.Equal(SigningProblem.Unavailable, error.Problem);
        Assert.StartsWith($"{name} http://127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("it answered 503 (4 times)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_whose_answer_was_lost_is_fetched()
    {
        using var signer = await _bed.KeylessAsync(1, timestamps: false);
        _bed.Services.Faults.Log = LogFault.AnswerLost;
        var bundle = await signer.SignArtifactAsync(Content, CancellationToken.None);
        Assert.Equal(VerificationOutcome.Verified, _bed.Verify(bundle, Artifact.Of(Content)).Outcome);
        Assert.Equal(["POST", "POST", "GET"], _bed.Services.Requests.Where(r => r.Contains("/rekor1/", StringComparison.Ordinal)).Select(r => r.Split(' ')[0]));
    }

    [Fact]
    public async Task A_log_with_api_v2_that_has_the_entry_already_says_to_sign_again()
    {
        using var signer = await _bed.KeylessAsync(2, timestamps: true);
        _bed.Services.Faults.Log = LogFault.AnswerLost;
        var error = await Assert.ThrowsAsync<SigningException>(() => signer.SignArtifactAsync(Content, CancellationToken.None));
        Assert.Equal(SigningProblem.Unavailable, error.Problem);
        Assert.Contains("sign again", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_does_not_answer_in_time_is_given_up()
    {
        var still = new FakeTimeProvider();
        using var services = new FakeSigstore(still);
        using var signer = await BundleSigner.KeylessAsync(
            services.Identities.GitHub(), services.Services(2, timestamps: true), services.TrustedRoot, _bed.Http, still, CancellationToken.None);
        services.Faults.LogGate = new FakeGate(1);
        var signing = signer.SignArtifactAsync(Content, CancellationToken.None);
        await services.Faults.LogGate.Full.WaitAsync(TimeSpan.FromMinutes(2));
        still.Advance(TimeSpan.FromSeconds(19));
        Assert.False(signing.IsCompleted, "a batch may take 20 seconds");
        while (!signing.IsCompleted)
        {
            still.AdvanceToNext();
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<SigningException>(() => signing);
        Assert.Equal(SigningProblem.Unavailable, error.Problem);
    }
}
