using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>Reads which kind of key a SubjectPublicKeyInfo holds (RFC 5280, section 4.1.2.7; RFC 5480; RFC 8017; RFC 8410).</summary>
internal static class SpkiReader
{
    private const int SmallestRsa = 2048;
    private const int LargestRsa = 8192;

    /// <summary>The kind, with the usual hash of its size; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static KeyDetails Kind(ReadOnlyMemory<byte> spki, out ReadOnlyMemory<byte> publicKey)
    {
        try
        {
            var outer = new DerReader(spki);
            var reader = outer.Sequence();
            outer.End();
            var algorithm = reader.Sequence();
            publicKey = reader.BitString();
            reader.End();
            var oid = algorithm.Oid().Span;
            if (oid.SequenceEqual(Oids.EcPublicKey))
            {
                return Curve(algorithm.Oid().Span);
            }

            if (oid.SequenceEqual(Oids.Ed25519) && publicKey.Length == Ed25519.KeySize && algorithm.IsAtEnd)
            {
                return KeyDetails.Ed25519;
            }

            if (oid.SequenceEqual(Oids.Rsa))
            {
                CheckSize(publicKey);
                return KeyDetails.RsaPkcs1Sha256;
            }
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the public key is not DER SubjectPublicKeyInfo", e);
        }

        throw new SigstoreFormatException("the public key is of a kind that is not supported (ECDSA on P-256, P-384 or P-521, RSA and Ed25519 are)");
    }

    /// <summary>Wraps a bare RSAPublicKey (PKCS #1) into SubjectPublicKeyInfo.</summary>
    internal static byte[] WrapRsa(ReadOnlySpan<byte> rsaPublicKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteBitString(rsaPublicKey);
        }

        return writer.Encode();
    }

    private static KeyDetails Curve(ReadOnlySpan<byte> oid) => oid switch
    {
        _ when oid.SequenceEqual(Oids.P256) => KeyDetails.EcdsaP256Sha256,
        _ when oid.SequenceEqual(Oids.P384) => KeyDetails.EcdsaP384Sha384,
        _ when oid.SequenceEqual(Oids.P521) => KeyDetails.EcdsaP521Sha512,
        _ => throw new SigstoreFormatException("the public key is on a curve that is not supported (P-256, P-384 and P-521 are)"),
    };

    private static void CheckSize(ReadOnlyMemory<byte> rsaPublicKey)
    {
        var outer = new DerReader(rsaPublicKey);
        var reader = outer.Sequence();
        outer.End();
        var modulus = reader.Integer().Span;
        _ = reader.Integer();
        reader.End();
        var bits = modulus.TrimStart((byte)0).Length * 8;
        if (bits is < SmallestRsa or > LargestRsa)
        {
            throw new SigstoreFormatException($"the RSA key has about {bits} bits; {SmallestRsa} to {LargestRsa} are accepted");
        }
    }
}
