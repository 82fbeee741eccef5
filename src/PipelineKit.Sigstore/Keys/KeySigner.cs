using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A private key in memory: ECDSA on P-256, P-384 and P-521, RSA, Ed25519 and Ed25519ph. Safe to use from several threads; disposing clears the key.</summary>
public sealed class KeySigner : ISigner, IDisposable
{
    private readonly Lock _lock = new();
    private readonly AsymmetricAlgorithm? _key;
    private readonly byte[] _seed = [];
    private bool _disposed;

    private KeySigner(AsymmetricAlgorithm key, VerificationKey publicKey) => (_key, PublicKey) = (key, publicKey);

    private KeySigner(byte[] seed, VerificationKey publicKey) => (_seed, PublicKey) = (seed, publicKey);

    /// <inheritdoc />
    public VerificationKey PublicKey { get; }

    /// <summary>Takes over the key. Throws <see cref="SigningException"/> for one that is not signed with (small RSA, other curves, another family than the details).</summary>
    internal static KeySigner Of(AsymmetricAlgorithm key, KeyDetails? details) => new(key, Public(key.ExportSubjectPublicKeyInfo(), details));

    /// <summary>Takes over the seed of an Ed25519 key.</summary>
    internal static KeySigner Of(byte[] seed, KeyDetails? details) => new(seed, Public(Pkcs8.EdwardsSpki(Ed25519.PublicKey(seed)), details));

    /// <summary>Imports into an empty key and takes it over.</summary>
    internal static KeySigner Import<T>(T key, Action<T> import, KeyDetails? details)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return Of(key, details);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            // OpenSSL calls a point that is not on its curve a curve that is not supported.
            key.Dispose();
            throw KeyErrors.Bad("the private key's numbers are not a key, or its curve is not known here", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Task.FromResult(Sign(data.Span));
        }
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _key?.Dispose();
            CryptographicOperations.ZeroMemory(_seed);
        }
    }

    private static VerificationKey Public(byte[] spki, KeyDetails? details)
    {
        if (details is KeyDetails.EcdsaP384Sha256 or KeyDetails.EcdsaP521Sha256)
        {
            throw KeyErrors.Deprecated(details.Value);
        }

        try
        {
            return VerificationKey.Read(spki, details);
        }
        catch (SigstoreFormatException e)
        {
            throw KeyErrors.Bad(e.Message, e);
        }
    }

    private byte[] Sign(ReadOnlySpan<byte> data)
    {
        try
        {
            return (_key, PublicKey.Details) switch
            {
                (ECDsa ecdsa, _) => ecdsa.SignData(data, KeyDetailsNames.Hash(PublicKey.Details), DSASignatureFormat.Rfc3279DerSequence),
                (RSA rsa, KeyDetails.RsaPssSha256) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                (RSA rsa, _) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                (_, KeyDetails.Ed25519Ph) => Ed25519.SignHash(_seed, SHA512.HashData(data)),
                _ => Ed25519.Sign(_seed, data),
            };
        }
        catch (CryptographicException e)
        {
            throw KeyErrors.Bad("the private key cannot sign", e);
        }
    }
}
