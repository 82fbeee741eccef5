using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Private keys as PKCS #8 PrivateKeyInfo (RFC 5208; Ed25519 by RFC 8410).</summary>
internal static class Pkcs8
{
    private const string Ec = "1.2.840.10045.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EdwardsCurve = "1.3.101.112";

    private static readonly byte[] EdwardsSpkiPrefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Makes a signer; the bytes are the caller's to clear. Throws <see cref="SigningException"/>.</summary>
    /// <param name="der">PrivateKeyInfo and nothing after it.</param>
    /// <param name="details">Which algorithm of the key's family to use; null for the usual one.</param>
    internal static KeySigner Read(ReadOnlyMemory<byte> der, KeyDetails? details)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var outer = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            outer.ReadInteger();
            if (outer.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
            {
                throw KeyErrors.Bad("the private key is a bare ECPrivateKey (SEC 1) where PKCS #8 belongs; `openssl pkcs8 -topk8 -nocrypt` converts it");
            }

            return outer.ReadSequence().ReadObjectIdentifier() switch
            {
                Ec => KeySigner.Import(ECDsa.Create(), key => key.ImportPkcs8PrivateKey(der.Span, out _), details),
                Rsa => KeySigner.Import(RSA.Create(), key => key.ImportPkcs8PrivateKey(der.Span, out _), details),
                EdwardsCurve => FromSeed(outer.ReadOctetString(), details),
                _ => throw KeyErrors.Bad("the private key is of a kind that is not supported (ECDSA on P-256, P-384 or P-521, RSA and Ed25519 are)"),
            };
        }
        catch (AsnContentException e)
        {
            throw KeyErrors.Bad("the private key is not DER PrivateKeyInfo (PKCS #8)", e);
        }
    }

    /// <summary>PKCS #8 of an Ed25519 seed.</summary>
    internal static byte[] FromSeed(ReadOnlySpan<byte> seed)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(EdwardsCurve);
            }

            using (writer.PushOctetString())
            {
                writer.WriteOctetString(seed);
            }
        }

        return writer.Encode();
    }

    /// <summary>SubjectPublicKeyInfo of an Ed25519 public key.</summary>
    internal static byte[] EdwardsSpki(ReadOnlySpan<byte> publicKey) => [.. EdwardsSpkiPrefix, .. publicKey];

    private static KeySigner FromSeed(byte[] octets, KeyDetails? details)
    {
        var inner = new AsnReader(octets, AsnEncodingRules.DER);
        var seed = inner.ReadOctetString();
        inner.ThrowIfNotEmpty();
        CryptographicOperations.ZeroMemory(octets);
        return seed.Length == Ed25519.KeySize ? KeySigner.Of(seed, details) : throw KeyErrors.Bad($"the Ed25519 private key has {seed.Length} bytes, not {Ed25519.KeySize}");
    }
}
