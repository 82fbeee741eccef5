using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>How a certificate or timestamp is signed (RFC 5758, RFC 4055, RFC 8410): the family of key, and the hash, which Ed25519 does not have.</summary>
internal readonly record struct SignatureAlgorithm(SignatureFamily Family, HashAlgorithmName Hash)
{
    /// <summary>Reads the object identifier of an AlgorithmIdentifier; family <see cref="SignatureFamily.Unknown"/> for one that is not supported.</summary>
    internal static SignatureAlgorithm Of(ReadOnlySpan<byte> oid)
    {
        if (oid.SequenceEqual(Oids.Ed25519))
        {
            return new(SignatureFamily.Ed25519, default);
        }

        return Oids.LastArc(oid, Oids.EcdsaWithSha2) switch
        {
            2 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256),
            3 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384),
            4 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512),
            _ => Oids.LastArc(oid, Oids.Pkcs1) switch
            {
                11 => new(SignatureFamily.Rsa, HashAlgorithmName.SHA256),
                12 => new(SignatureFamily.Rsa, HashAlgorithmName.SHA384),
                13 => new(SignatureFamily.Rsa, HashAlgorithmName.SHA512),
                _ => default,
            },
        };
    }

    /// <summary>Whether the signature is the key's, in this way.</summary>
    internal bool Verify(VerificationKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        switch (Family)
        {
            case SignatureFamily.Ed25519:
                return key.Details == KeyDetails.Ed25519 && key.Verify(data, signature);
            case SignatureFamily.Ecdsa when key.IsEcdsa:
            case SignatureFamily.Rsa when !key.IsEcdsa && !key.IsEd25519:
                Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
                return key.VerifyHashAs(hash[..CryptographicOperations.HashData(Hash, data, hash)], Hash, signature);
            default:
                return false;
        }
    }
}

/// <summary>A family of signatures.</summary>
internal enum SignatureFamily
{
    /// <summary>None that is supported.</summary>
    Unknown,

    /// <summary>ECDSA.</summary>
    Ecdsa,

    /// <summary>RSA, PKCS #1 v1.5.</summary>
    Rsa,

    /// <summary>Ed25519.</summary>
    Ed25519,
}
