using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>
/// Private keys as files: cosign's encrypted form, PKCS #8 plain and encrypted, <c>EC PRIVATE KEY</c> (SEC 1) and <c>RSA PRIVATE KEY</c> (PKCS #1), all as PEM (RFC 7468).
/// </summary>
public static class PrivateKeyFile
{
    /// <summary>The most characters of PEM text that are read.</summary>
    public const int MaximumLength = 64 << 10;

    private const int GeneratedRsaBits = 3072;
    private const string Plain = "PRIVATE KEY";

    /// <summary>
    /// Reads a private key. Throws <see cref="SigningException"/> (<see cref="SigningProblem.BadKey"/>) with a remedy when it is not one, or is encrypted and the
    /// password is missing or wrong; nothing of the key or the password is in the text.
    /// </summary>
    /// <param name="pem">The text of the file.</param>
    /// <param name="password">The password of an encrypted key, which may be empty; null when there is none.</param>
    /// <param name="details">Which algorithm of the key's family signs; null for the usual one: ECDSA with the hash of the curve's size, RSA PKCS #1 v1.5 with SHA-256,
    /// pure Ed25519 (cosign makes its hashedrekord entries with <see cref="KeyDetails.Ed25519Ph"/>).</param>
    public static KeySigner Read(string pem, string? password, KeyDetails? details = null)
    {
        if (pem.Length > MaximumLength)
        {
            throw KeyErrors.Bad($"the private key's text has more than {MaximumLength} characters");
        }

        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw KeyErrors.Bad(pem.Contains("Proc-Type:", StringComparison.Ordinal)
                ? "the private key is encrypted in OpenSSL's old form (`Proc-Type`); `openssl pkcs8 -topk8` converts it"
                : "there is no PEM private key (\"-----BEGIN PRIVATE KEY-----\") in the text");
        }

        var bytes = new byte[fields.DecodedDataLength];
        Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], bytes, out _);
        try
        {
            return Read(pem[fields.Label], bytes, password, details);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Makes a key and gives the signer and the PKCS #8 bytes to write it with; the caller clears them.</summary>
    /// <param name="details">The kind; RSA keys have 3072 bits.</param>
    public static (KeySigner Signer, byte[] Pkcs8) Generate(KeyDetails details)
    {
        if (details is KeyDetails.Ed25519 or KeyDetails.Ed25519Ph)
        {
            var seed = RandomNumberGenerator.GetBytes(Ed25519.KeySize);
            return (KeySigner.Of(seed, details), Pkcs8.FromSeed(seed));
        }

        AsymmetricAlgorithm key = details switch
        {
            KeyDetails.EcdsaP256Sha256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            KeyDetails.EcdsaP384Sha384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            KeyDetails.EcdsaP521Sha512 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            KeyDetails.RsaPkcs1Sha256 or KeyDetails.RsaPssSha256 => RSA.Create(GeneratedRsaBits),
            _ => throw KeyErrors.Deprecated(details),
        };
        return (KeySigner.Of(key, details), key.ExportPkcs8PrivateKey());
    }

    /// <summary>PEM in cosign's encrypted form, which cosign, policy-controller and this reads; ends in a line feed.</summary>
    /// <param name="pkcs8">As <see cref="Generate"/> gave it.</param>
    /// <param name="password">May be empty.</param>
    public static string WriteEncrypted(ReadOnlySpan<byte> pkcs8, string password) => PemEncoding.WriteString(CosignKeyFile.Label, CosignKeyFile.Encrypt(pkcs8, password)) + "\n";

    /// <summary>PEM <c>PRIVATE KEY</c>, not encrypted; ends in a line feed.</summary>
    public static string Write(ReadOnlySpan<byte> pkcs8) => PemEncoding.WriteString(Plain, pkcs8) + "\n";

    private static KeySigner Read(string label, byte[] bytes, string? password, KeyDetails? details) => label switch
    {
        Plain => Pkcs8.Read(bytes, details),
        CosignKeyFile.Label or CosignKeyFile.OldLabel => ReadAndClear(CosignKeyFile.Decrypt(bytes, password ?? throw KeyErrors.NoPassword()), details),
        "ENCRYPTED PRIVATE KEY" => ReadAndClear(EncryptedPkcs8.Decrypt(bytes, password ?? throw KeyErrors.NoPassword()), details),
        "EC PRIVATE KEY" => KeySigner.Import(ECDsa.Create(), key => key.ImportECPrivateKey(bytes, out _), details),
        "RSA PRIVATE KEY" => KeySigner.Import(RSA.Create(), key => key.ImportRSAPrivateKey(bytes, out _), details),
        _ when label.EndsWith("PUBLIC KEY", StringComparison.Ordinal) || label == "CERTIFICATE" => throw KeyErrors.Bad($"the PEM text is a \"{label}\"; signing needs the private key"),
        _ => throw KeyErrors.Bad($"the PEM text is a \"{label}\", not a private key that can be read"),
    };

    private static KeySigner ReadAndClear(byte[] pkcs8, KeyDetails? details)
    {
        try
        {
            return Pkcs8.Read(pkcs8, details);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
}
