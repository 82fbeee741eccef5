using PipelineKit.Audit;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Signing;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>Signs records of promotions and attaches them to their image.</summary>
internal sealed class RecordSigner : IDisposable
{
    private readonly SignerSource _source;
    private readonly BundleSigner _signer;
    private readonly PromotionTools _tools;
    private readonly HttpMessageInvoker _http;

    private RecordSigner(SignerSource source, BundleSigner signer, PromotionTools tools, HttpMessageInvoker http) => (_source, _signer, _tools, _http) = (source, signer, tools, http);

    /// <summary>Who signs.</summary>
    internal string Name => _source.Name;

    /// <summary>Opens the key, or asks for the certificate: what is wrong with them shows before anything was changed.</summary>
    internal static async Task<RecordSigner?> OpenAsync(PromotionRequest request, PromotionTools tools, CancellationToken cancellation)
    {
        if (request.Signing is not { } settings)
        {
            return null;
        }

        var http = new HttpMessageInvoker(tools.Handler, disposeHandler: false);
        try
        {
            var (source, _) = await SignerSource.OpenAsync(settings, run: null, dryRun: false, tools.Context, http, cancellation);
            return new RecordSigner(source!, await source!.OpenAsync(cancellation), tools, http);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Signs the statements and attaches them.</summary>
    /// <returns>The bundle of the promotion itself.</returns>
    internal async Task<ReadOnlyMemory<byte>> SignAsync(PromotionRecord record, ImagePlace place, CancellationToken cancellation)
    {
        var digest = record.Entry.Digest;
        var manifest = await place.Store.GetManifestAsync(place.Repository, digest, cancellation);
        var subject = new Descriptor(manifest.MediaType, digest, manifest.Bytes.Length);
        var verifier = _source.Verifier(_tools.Context.Time);
        var store = new SignatureStore(place.Store, _tools.Context.Time)
        {
            Counts = bundle => _source.Policy is { } policy && verifier.Verify(bundle, Artifact.Of(digest), policy).Outcome == VerificationOutcome.Verified,
        };
        ReadOnlyMemory<byte>? first = null;
        foreach (var attestation in record.ToAttestations())
        {
            var bundle = await _signer.SignStatementAsync(attestation.About(record.Entry.Image, digest).ToJson(), cancellation);
            await store.AttachAsync(place.Repository, subject, bundle, SignatureFormats.Bundle, cancellation);
            first ??= bundle.ToJson();
        }

        return first!.Value;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _signer.Dispose();
        _http.Dispose();
    }
}
