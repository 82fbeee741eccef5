using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PipelineKit.Sigstore;

namespace PipelineKit.Testing;

/// <summary>Signatures checked with the base library, independent of the code under test (but for Ed25519, which the base library does not have).</summary>
internal static class FakeKeys
{
    private const string Ed25519Oid = "1.3.101.112";

    /// <summary>The DER of a PEM text that has exactly one part, with this label.</summary>
    internal static byte[] FromPem(string pem, string label)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != label || PemEncoding.TryFind(pem.AsSpan(fields.Location.End.Value), out _))
        {
            throw new FakeRefusalException(400, $"a PEM text with one `{label}` is needed");
        }

        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    /// <summary>The public key of a PEM text that is a certificate or a public key.</summary>
    internal static byte[] Spki(string pem) =>
        pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) ? SpkiOfCertificate(FromPem(pem, "CERTIFICATE")) : FromPem(pem, "PUBLIC KEY");

    /// <summary>The public key of a certificate.</summary>
    internal static byte[] SpkiOfCertificate(byte[] der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return certificate.PublicKey.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException e)
        {
            throw new FakeRefusalException(400, "not a certificate: " + e.Message);
        }
    }

    /// <summary>The kind of key, as protobuf-specs calls it.</summary>
    internal static string Details(byte[] spki) => Load(spki) switch
    {
        ECDsa { KeySize: 256 } => "PKIX_ECDSA_P256_SHA_256",
        ECDsa { KeySize: 384 } => "PKIX_ECDSA_P384_SHA_384",
        ECDsa => "PKIX_ECDSA_P521_SHA_512",
        RSA rsa => $"PKIX_RSA_PKCS1V15_{rsa.KeySize}_SHA256",
        _ => "PKIX_ED25519_PH",
    };

    /// <summary>Whether this is the key's signature of the data, with the hash of its size; pure Ed25519.</summary>
    internal static bool Verify(byte[] spki, byte[] data, byte[] signature)
    {
        using var key = Load(spki);
        return key switch
        {
            ECDsa ec => ec.VerifyData(data, signature, HashOf(ec), DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => Ed25519.Verify(spki.AsSpan(^32..), data, signature),
        };
    }

    /// <summary>Whether this is the key's signature of data with this hash, which must be of the key's algorithm; Ed25519ph for Ed25519 keys.</summary>
    internal static bool VerifyHash(byte[] spki, byte[] hash, byte[] signature)
    {
        using var key = Load(spki);
        return key switch
        {
            ECDsa ec => hash.Length == SizeOf(HashOf(ec)) && ec.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => hash.Length == 32 && rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => hash.Length == 64 && Ed25519.VerifyHash(spki.AsSpan(^32..), hash, signature),
        };
    }

    private static AsymmetricAlgorithm? Load(byte[] spki)
    {
        try
        {
            var algorithm = new AsnReader(spki, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadObjectIdentifier();
            if (algorithm == Ed25519Oid)
            {
                return null;
            }

            AsymmetricAlgorithm key = algorithm == "1.2.840.10045.2.1" ? ECDsa.Create() : RSA.Create();
            key.ImportSubjectPublicKeyInfo(spki, out _);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new FakeRefusalException(400, "not a public key: " + e.Message);
        }
    }

    private static HashAlgorithmName HashOf(ECDsa key) => key.KeySize switch
    {
        256 => HashAlgorithmName.SHA256,
        384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private static int SizeOf(HashAlgorithmName hash) => hash == HashAlgorithmName.SHA256 ? 32 : hash == HashAlgorithmName.SHA384 ? 48 : 64;
}
