using System.IO.Compression;
using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// A layer uncompressed: counted against the bounds of the whole image, and hashed. How it is compressed is told by its first bytes, not by its media type, as
/// runtimes do: what says gzip may be anything.
/// </summary>
internal sealed class LayerContent : ForwardStream
{
    private const long FreeBytes = 64 << 20;

    private readonly LayerBlob _blob;
    private readonly Stream _content;
    private readonly CatalogBudget _budget;
    private readonly string _name;
    private readonly IncrementalHash _hash;
    private long _produced;

    private LayerContent(LayerBlob blob, Stream content, CatalogBudget budget, string name, HashAlgorithmName algorithm) =>
        (_blob, _content, _budget, _name, _hash) = (blob, content, budget, name, IncrementalHash.CreateHash(algorithm));

    /// <summary>Starts to read a layer.</summary>
    /// <param name="stored">As it is stored; belongs to the new stream.</param>
    /// <param name="budget">What the image may still unpack.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="algorithm">The algorithm of <see cref="FinishAsync"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static async Task<LayerContent> OpenAsync(Stream stored, CatalogBudget budget, string name, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        var blob = new LayerBlob(stored);
        var first = await blob.PeekAsync(cancellation);
        Stream content = first.Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? new GZipStream(blob, CompressionMode.Decompress)
            : ZstdStream.IsZstd(first.Span) ? new ZstdStream(blob)
            : blob;
        return new LayerContent(blob, content, budget, name, algorithm);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int read;
        try
        {
            read = await _content.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            // Bytes that are not those of the digest are the graver thing to say.
            await _blob.DrainAsync(cancellationToken);
            throw new EvidenceException(EvidenceProblem.Damaged, _name, $"{_name} cannot be uncompressed: {e.Message}", inner: e);
        }

        _hash.AppendData(buffer.Span[..read]);
        _produced += read;
        _budget.Unpack(read, _name);
        if (_produced > FreeBytes && _produced / _budget.Limits.Ratio > _blob.Received)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, _name, $"{_name} unpacks to more than {_budget.Limits.Ratio} times its size; that is no image anybody builds");
        }

        return read;
    }

    /// <summary>Reads the rest, and gives the digest of the whole uncompressed layer.</summary>
    internal async Task<Digest> FinishAsync(CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        while (await ReadAsync(buffer, cancellation) > 0)
        {
        }

        await _blob.DrainAsync(cancellation);
        return Digest.Parse($"{_hash.AlgorithmName.Name!.ToLowerInvariant()}:{Convert.ToHexStringLower(_hash.GetHashAndReset())}");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _blob.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
