using System.Security.Cryptography;
using System.Text;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.Tests.Signatures;

public sealed class LegacyMaterialTests
{
    private const string Certificate = "dev.sigstore.cosign/certificate";
    private const string Chain = "dev.sigstore.cosign/chain";
    private const string Bundle = "dev.sigstore.cosign/bundle";
    private const string Timestamp = "dev.sigstore.cosign/rfc3161timestamp";

    [Fact]
    public void What_is_written_is_read()
    {
        var material = SampleBundles.Keyless(withChain: true);

        var read = LegacyMaterial.Of(LegacyAnnotations.Of(material, ""));

        Assert.Equal(material.Certificates.Select(c => c.ToArray()), read.Certificates.Select(c => c.ToArray()));
        Assert.Equal(material.Timestamps.Select(t => t.ToArray()), read.Timestamps.Select(t => t.ToArray()));
        Assert.Equal(material.LogEntries[0].LogIndex, read.LogEntries[0].LogIndex);
        Assert.Null(read.PublicKeyHint);
    }

    [Fact]
    public void A_root_in_the_chain_is_left_out()
    {
        var annotations = LegacyAnnotations.Of(SampleBundles.Keyless(withChain: true), "");
        annotations[Chain] += Pem(SampleBundles.RootCertificate);

        Assert.Equal(2, LegacyMaterial.Of(annotations).Certificates.Count);
    }

    [Fact]
    public void An_entry_without_promise_has_no_place_in_the_older_form()
    {
        var material = SampleBundles.Keyless();
        var entry = material.LogEntries[0] with { SignedEntryTimestamp = null };

        Assert.DoesNotContain(Bundle, LegacyAnnotations.Of(material with { LogEntries = [entry] }, "").Keys);
    }

    [Fact]
    public void Nothing_at_all_is_a_signature_by_a_key_that_is_not_named()
    {
        var read = LegacyMaterial.Of(new Dictionary<string, string>(StringComparer.Ordinal) { [Certificate] = "", [Chain] = "", [Bundle] = "", [Timestamp] = "" });

        Assert.Equal(("", 0, 0, 0), (read.PublicKeyHint, read.Certificates.Count, read.LogEntries.Count, read.Timestamps.Count));
    }

    [Theory]
    [InlineData(Certificate, "not PEM")]
    [InlineData(Certificate, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData(Certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(Chain, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(Bundle, "null")]
    [InlineData(Bundle, "{")]
    [InlineData(Bundle, "{}")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":null}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":{"body":"e30=","integratedTime":1,"logIndex":1,"logID":"00"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":{"body":"!","integratedTime":1,"logIndex":1,"logID":"00"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":{"body":{},"integratedTime":1,"logIndex":1,"logID":"00"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQ ID","Payload":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","integratedTime":1,"logIndex":1,"logID":"00"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","integratedTime":1,"logIndex":-1,"logID":"00"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","integratedTime":1e400,"logIndex":1,"logID":"00"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","Payload":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","integratedTime":1,"logIndex":1,"logID":"xyz"}}""")]
    [InlineData(Bundle, """{"SignedEntryTimestamp":"AQID","SignedEntryTimestamp":"AQID","Payload":{"body":"eyJraW5kIjoiayIsImFwaVZlcnNpb24iOiIxIn0=","integratedTime":1,"logIndex":1,"logID":"00"}}""")]
    [InlineData(Timestamp, "[]")]
    [InlineData(Timestamp, "{}")]
    [InlineData(Timestamp, """{"SignedRFC3161Timestamp":7}""")]
    [InlineData(Timestamp, """{"SignedRFC3161Timestamp":"?"}""")]
    public void What_is_malformed_is_refused_by_name(string annotation, string value)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [annotation] = value };

        var error = Assert.Throws<SigstoreFormatException>(() => LegacyMaterial.Of(annotations));

        Assert.Contains("dev.sigstore.cosign/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_end_is_refused()
    {
        var annotations = LegacyAnnotations.Of(SampleBundles.Keyless(), "");
        annotations[Chain] = new StringBuilder().Insert(0, Pem(SampleBundles.RootCertificate), 11).ToString();

        Assert.Throws<SigstoreFormatException>(() => LegacyMaterial.Of(annotations));
    }

    [Fact]
    public void Something_in_the_chain_that_is_no_certificate_is_refused()
    {
        var annotations = LegacyAnnotations.Of(SampleBundles.Keyless(), "");
        annotations[Chain] = Pem(new byte[] { 1, 2, 3 });

        Assert.Throws<SigstoreFormatException>(() => LegacyMaterial.Of(annotations));
    }

    private static string Pem(ReadOnlyMemory<byte> content) => PemEncoding.WriteString("CERTIFICATE", content.Span) + "\n";
}
