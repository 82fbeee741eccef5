using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>
/// Decrypts PKCS #8 that is encrypted by PBES2 (RFC 8018, section 6.2) with PBKDF2 and AES-CBC, as OpenSSL writes it. Unlike the class library's importers it
/// need not know the kind of key before, and bounds the iterations.
/// </summary>
internal static class EncryptedPkcs8
{
    private const int MaximumIterations = 10_000_000;
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <summary>The PKCS #8 bytes inside; the caller clears them. Throws <see cref="SigningException"/>.</summary>
    internal static byte[] Decrypt(ReadOnlyMemory<byte> der, string password)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.BER);
            var outer = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var algorithm = outer.ReadSequence();
            var encrypted = outer.ReadOctetString();
            if (algorithm.ReadObjectIdentifier() != Pbes2)
            {
                throw Unsupported();
            }

            var parameters = algorithm.ReadSequence();
            var derivation = Derivation(parameters.ReadSequence());
            return Decrypt(parameters.ReadSequence(), derivation, password, encrypted);
        }
        catch (AsnContentException e)
        {
            throw KeyErrors.Bad("the encrypted private key is not DER EncryptedPrivateKeyInfo (PKCS #8)", e);
        }
    }

    private static (byte[] Salt, int Iterations, HashAlgorithmName Hash) Derivation(AsnReader sequence)
    {
        if (sequence.ReadObjectIdentifier() != Pbkdf2)
        {
            throw Unsupported();
        }

        var parameters = sequence.ReadSequence();
        var salt = parameters.ReadOctetString();
        if (!parameters.TryReadInt32(out var iterations) || iterations is < 1 or > MaximumIterations)
        {
            throw KeyErrors.Bad($"the encrypted private key asks for more than {MaximumIterations} iterations");
        }

        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            // The length of the key, which the cipher says too.
            parameters.ReadInteger();
        }

        var hash = parameters.HasData ? parameters.ReadSequence().ReadObjectIdentifier() : "1.2.840.113549.2.7";
        return (salt, iterations, hash switch
        {
            "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => throw Unsupported(),
        });
    }

    private static byte[] Decrypt(AsnReader scheme, (byte[] Salt, int Iterations, HashAlgorithmName Hash) derivation, string password, byte[] encrypted)
    {
        var size = scheme.ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.1.2" => 16,
            "2.16.840.1.101.3.4.1.22" => 24,
            "2.16.840.1.101.3.4.1.42" => 32,
            _ => throw Unsupported(),
        };
        var iv = scheme.ReadOctetString();
        var secret = Encoding.UTF8.GetBytes(password);
        var key = Rfc2898DeriveBytes.Pbkdf2(secret, derivation.Salt, derivation.Iterations, derivation.Hash, size);
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(encrypted, iv);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw KeyErrors.WrongPassword(e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static SigningException Unsupported() => KeyErrors.Bad("the private key is encrypted by a method that is not supported (PBES2 with PBKDF2 and AES-CBC is)");
}
