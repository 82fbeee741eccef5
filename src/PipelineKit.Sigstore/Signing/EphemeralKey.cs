using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A P-256 key for one batch of keyless signatures: it is made in memory and never leaves it.</summary>
internal sealed class EphemeralKey : ISigner, IDisposable
{
    private readonly Lock _lock = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal EphemeralKey() => PublicKey = VerificationKey.FromSpki(_key.ExportSubjectPublicKeyInfo());

    /// <inheritdoc />
    public VerificationKey PublicKey { get; }

    /// <inheritdoc />
    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_key.SignData(data.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
