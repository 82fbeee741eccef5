namespace PipelineKit.Sigstore;

/// <summary>Whatever can sign with a private key: a key file, a key in a variable, a command that asks a KMS, the short-lived key of a keyless signing.</summary>
public interface ISigner
{
    /// <summary>The key its signatures are verified with.</summary>
    VerificationKey PublicKey { get; }

    /// <summary>
    /// Signs the data with the key's own hash (<see cref="KeyDetails"/>); ECDSA signatures are DER (RFC 3279). Throws <see cref="SigningException"/> when
    /// the key cannot be used.
    /// </summary>
    Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation);
}
