namespace PipelineKit.Sigstore;

/// <summary>
/// A client of TUF repositories (theupdateframework/specification 1.0, section 5): fetches target files such as <c>trusted_root.json</c>, believing only what a chain
/// of signed roles from an embedded root says, and keeps what it verified in a folder, so that it can never be taken back to an older state.
/// </summary>
public sealed class TufClient
{
    private readonly Uri _repository;

    /// <summary>Prepares a client; nothing is fetched yet.</summary>
    /// <param name="repository">The metadata base address: <c>https://tuf-repo-cdn.sigstore.dev</c>; targets are below <c>targets/</c>.</param>
    /// <param name="trustedRootMetadata">The root metadata that is believed at first (embedded, or given).</param>
    /// <param name="folder">Where verified metadata and targets are kept.</param>
    /// <param name="http">How to ask. No credentials are ever sent.</param>
    /// <param name="time">The clock, for expiry.</param>
    public TufClient(Uri repository, ReadOnlyMemory<byte> trustedRootMetadata, string folder, HttpMessageInvoker http, TimeProvider time)
    {
        _repository = repository;
        _ = (trustedRootMetadata, folder, http, time);
    }

    /// <summary>Brings the metadata up to date and returns a verified target; throws <see cref="TufException"/>.</summary>
    /// <param name="name">The target path: <c>trusted_root.json</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<byte[]> GetTargetAsync(string name, CancellationToken cancellation) => throw new NotImplementedException(_repository.ToString());
}
