using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Testing;

/// <summary>A log of certificates (RFC 6962): signs timestamps over precertificates.</summary>
internal sealed class FakeCertificateLog(TimeProvider time)
{
    /// <summary>Its key.</summary>
    internal FakeLogKey Key { get; } = FakeLogKey.Ecdsa("ct.example.test");

    /// <summary>The value of the certificate extension that carries one timestamp over this precertificate (section 3.2 and 3.3).</summary>
    /// <param name="tbs">The TBSCertificate without the extension.</param>
    /// <param name="issuerSpki">The key of the certificate's issuer.</param>
    internal byte[] Extension(byte[] tbs, byte[] issuerSpki)
    {
        byte[] head = [0, .. Key.Id, .. Big(time.GetUtcNow().ToUnixTimeMilliseconds(), 8), 0, 0];
        byte[] signed = [0, 0, .. head[33..41], 0, 1, .. SHA256.HashData(issuerSpki), .. Big(tbs.Length, 3), .. tbs, 0, 0];
        var signature = Key.Sign(signed);
        byte[] timestamp = [.. head, 4, 3, .. Big(signature.Length, 2), .. signature];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString([.. Big(timestamp.Length + 2, 2), .. Big(timestamp.Length, 2), .. timestamp]);
        return writer.Encode();
    }

    private static byte[] Big(long value, int bytes)
    {
        var all = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(all, value);
        return all[^bytes..];
    }
}
