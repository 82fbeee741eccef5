using System.Security.Cryptography;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>Bundles of a private instance: what must be accepted, and why others are not.</summary>
public sealed class ForgedBundleTests
{
    [Fact]
    public void A_message_signature_of_a_private_instance_is_verified()
    {
        var forge = new Forge();

        var result = forge.Verify(forge.Message());

        Assert.Equal((VerificationReason.None, null), (result.Reason, result.Detail));
        Assert.Equal((ForgedLeaf.Subject, ForgedLeaf.Issuer), (result.Signer!.Subject, result.Signer.Issuer));
        Assert.Equal(ForgedAuthority.Now, Assert.Single(result.Times).Time);
        Assert.All(result.Trace, s => Assert.True(s.Passed));
        Assert.Equal(
            ["signer", "message-digest", "signed-entry-timestamp", "certificate-path", "certificate-usage", "certificate-timestamp", "checkpoint", "inclusion-proof", "log-entry-body", "identity", "signature"],
            result.Trace.Select(s => s.Check));
    }

    [Fact]
    public void An_envelope_gives_its_statement_out()
    {
        var forge = new Forge();

        var result = forge.Verify(forge.Envelope(Forge.Statement(Forge.Subject())));

        Assert.Equal(VerificationReason.None, result.Reason);
        Assert.Equal("https://forged.test/p", result.Statement!.PredicateType);
    }

    [Fact]
    public void The_anchor_may_be_an_intermediate_certificate()
    {
        var forge = new Forge();

        var result = forge.Verify(forge.Message(), root: forge.Root with { CertificateAuthorities = [forge.Authority.Trusted(root: false)] });

        Assert.Equal(VerificationReason.None, result.Reason);
    }

    [Fact]
    public void An_intermediate_certificate_of_the_bundle_can_lead_to_the_anchor()
    {
        var forge = new Forge();
        var bundle = forge.Message();
        var chain = bundle with { Material = bundle.Material with { Certificates = [bundle.Material.Certificates[0], forge.Authority.Intermediate.RawData] } };
        var root = forge.Root with { CertificateAuthorities = [forge.Authority.Trusted(intermediate: false)] };

        Assert.Equal(VerificationReason.None, forge.Verify(chain, root: root).Reason);
        Assert.Equal(VerificationReason.CertificateNotTrusted, forge.Verify(bundle, root: root).Reason);
    }

    [Fact]
    public void A_path_length_that_is_too_short_is_kept()
    {
        var forge = new Forge { Authority = new ForgedAuthority(pathLength: 0) };

        Assert.Equal(VerificationReason.CertificateNotTrusted, forge.Verify(forge.Message()).Reason);
    }

    [Fact]
    public void An_issuer_that_is_no_authority_is_not_believed()
    {
        var forge = new Forge { Authority = new ForgedAuthority(intermediateIsAuthority: false) };

        var result = forge.Verify(forge.Message());

        Assert.Equal(VerificationReason.CertificateNotTrusted, result.Reason);
        Assert.Contains("not a CA", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_timestamp_with_extensions_is_verified_with_them()
    {
        var forge = new Forge { Leaf = new ForgedLeaf { SctExtensions = [0, 0, 5, 0, 0, 0, 0, 9] } };

        Assert.Equal(VerificationReason.None, forge.Verify(forge.Message()).Reason);
    }

    [Fact]
    public void A_certificate_log_may_have_an_RSA_key()
    {
        var forge = new Forge { CertificateLog = ForgedLog.Rsa("ct.forged.test") };

        Assert.Equal(VerificationReason.None, forge.Verify(forge.Message()).Reason);
    }

    [Fact]
    public void A_certificate_that_no_believed_log_has_seen_is_refused_unless_none_is_needed()
    {
        var forge = new Forge();
        var bundle = forge.Message(forge.Authority.Issue(forge.Key, forge.Leaf));

        Assert.Equal(VerificationReason.SctMissing, forge.Verify(bundle).Reason);
        Assert.Equal(VerificationReason.None, forge.Verify(bundle, Forge.Policy with { CertificateTimestamps = 0 }).Reason);
        Assert.Equal(VerificationReason.SctMissing, forge.Verify(forge.Message(), Forge.Policy with { CertificateTimestamps = 2 }).Reason);
    }

    [Fact]
    public void A_certificate_timestamp_outside_the_time_of_the_logs_key_does_not_count()
    {
        var forge = new Forge();
        var old = forge.CertificateLog.Trusted(window: new ValidityWindow(ForgedAuthority.Now.AddYears(-1), ForgedAuthority.Now.AddSeconds(-1)));

        Assert.Equal(VerificationReason.SctMissing, forge.Verify(forge.Message(), root: forge.Root with { CertificateLogs = [old] }).Reason);
    }

    [Fact]
    public void A_bundle_from_the_future_is_not_believed()
    {
        var forge = new Forge();
        var before = new BundleVerifier(forge.Root, new Testing.FakeTimeProvider(ForgedAuthority.Now.AddDays(-1)));

        Assert.Equal(VerificationReason.NoTrustedTime, before.Verify(forge.Message(), Artifact.Of(Forge.Content), Forge.Policy).Reason);
    }

    [Fact]
    public void A_policy_that_names_nobody_lets_nobody_pass()
    {
        var forge = new Forge();

        Assert.Equal(VerificationReason.IdentityMismatch, forge.Verify(forge.Message(), new VerificationPolicy()).Reason);
        Assert.Equal(VerificationReason.KeyRequired, forge.Verify(forge.Message(), forge.KeyPolicy()).Reason);
        Assert.Equal(VerificationReason.KeyRequired, forge.Verify(forge.KeyEnvelope(Forge.Statement(Forge.Subject()))).Reason);
    }

    [Fact]
    public void With_a_key_the_signature_stands_for_itself_until_a_log_is_asked_for()
    {
        var forge = new Forge();
        var bundle = forge.KeyEnvelope(Forge.Statement(Forge.Subject()));

        Assert.Equal(VerificationReason.None, forge.Verify(bundle, forge.KeyPolicy(), TrustedRoot.Empty).Reason);
        Assert.Equal(VerificationReason.NoTrustedTime, forge.Verify(bundle, forge.KeyPolicy() with { KeysNeedLog = true }).Reason);
        Assert.Equal(VerificationReason.IdentityMismatch, forge.Verify(bundle, new Forge().KeyPolicy(), TrustedRoot.Empty).Reason);
    }

    [Fact]
    public void A_digest_of_another_algorithm_than_the_signature_has_leaves_it_undetermined()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var signature = key.SignData(Forge.Content, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        var bundle = new SigstoreBundle(BundleVersion.V03, new VerificationMaterial([], "", [], []), new MessageSignature(null, default, signature));
        var policy = new VerificationPolicy { Keys = [VerificationKey.FromSpki(key.ExportSubjectPublicKeyInfo())] };
        var forge = new Forge();

        var byDigest = forge.Verify(bundle, policy, TrustedRoot.Empty, Artifact.Of(Oci.Digest.Sha256(Forge.Content)));

        Assert.Equal((VerificationOutcome.Undetermined, VerificationReason.ArtifactBytesNeeded), (byDigest.Outcome, byDigest.Reason));
        Assert.Equal(VerificationReason.None, forge.Verify(bundle, policy, TrustedRoot.Empty).Reason);
    }

    [Fact]
    public void A_leaf_that_is_known_already_is_still_checked_against_each_time()
    {
        var forge = new Forge();
        var verifier = new BundleVerifier(forge.Root, new Testing.FakeTimeProvider(ForgedAuthority.Now.AddDays(1)));
        var bundle = forge.Message();
        var late = forge.Log.Entry(
            "hashedrekord", "0.0.1", System.Text.Encoding.UTF8.GetString(bundle.Material.LogEntries[0].CanonicalizedBody.Span), ForgedAuthority.Now.AddHours(1));
        var expired = bundle with { Material = bundle.Material with { LogEntries = [late] } };

        Assert.Equal(VerificationReason.None, verifier.Verify(bundle, Artifact.Of(Forge.Content), Forge.Policy).Reason);
        Assert.Equal(VerificationReason.CertificateExpired, verifier.Verify(expired, Artifact.Of(Forge.Content), Forge.Policy).Reason);
    }
}
