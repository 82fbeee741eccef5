namespace PipelineKit.Testing;

/// <summary>The parts of an instance, each with keys of its own.</summary>
internal sealed class FakeSigstoreParts
{
    internal FakeSigstoreParts(SigstoreFaults faults, TimeProvider time)
    {
        Identities = new FakeIdentityProvider(time);
        Tokens = new FakeTokenEndpoints(Identities);
        Authority = new FakeCertificateAuthority("fulcio", time.GetUtcNow().AddDays(-1));
        CertificateLog = new FakeCertificateLog(time);
        Fulcio = new FakeFulcio(Identities, Authority, CertificateLog, faults, time);
        RekorV1 = new FakeRekorV1(faults, time);
        RekorV2 = new FakeRekorV2(faults);
        Timestamps = new FakeTimestampAuthority(faults, time);
    }

    internal FakeIdentityProvider Identities { get; }

    internal FakeTokenEndpoints Tokens { get; }

    internal FakeCertificateAuthority Authority { get; }

    internal FakeCertificateLog CertificateLog { get; }

    internal FakeFulcio Fulcio { get; }

    internal FakeRekorV1 RekorV1 { get; }

    internal FakeRekorV2 RekorV2 { get; }

    internal FakeTimestampAuthority Timestamps { get; }
}
