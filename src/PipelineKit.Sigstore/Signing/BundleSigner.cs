namespace PipelineKit.Sigstore;

/// <summary>
/// Makes bundles: signs, gets the signature into the logs and timestamped, and verifies what came back before giving it out. One signer is one batch:
/// one key (and one certificate) for everything it signs, entries in parallel. Throws <see cref="SigningException"/>.
/// </summary>
public sealed class BundleSigner
{
    private readonly ISigner _signer;

    private BundleSigner(ISigner signer) => _signer = signer;

    /// <summary>Signs with a key; logs and timestamps are used when services are given.</summary>
    public static BundleSigner WithKey(ISigner signer, SigningServices services, TrustedRoot? root, HttpMessageInvoker http, TimeProvider time) => throw new NotImplementedException();

    /// <summary>
    /// Keyless: makes a key that never leaves memory, and gets a certificate for it from Fulcio with this token. The certificate is verified (chain, SCT, own key,
    /// identity of the token) against the root before anything is signed.
    /// </summary>
    public static Task<BundleSigner> KeylessAsync(string identityToken, SigningServices services, TrustedRoot root, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Signs an artifact's bytes (a message signature).</summary>
    public Task<SigstoreBundle> SignArtifactAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation) => throw new NotImplementedException(_signer.ToString());

    /// <summary>Signs an in-toto statement, as these bytes, in an envelope.</summary>
    public Task<SigstoreBundle> SignStatementAsync(ReadOnlyMemory<byte> statement, CancellationToken cancellation) => throw new NotImplementedException();
}
