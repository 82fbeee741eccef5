using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>
/// Leaf certificates seen lately, by the hash of their bytes: a batch of bundles with one certificate pays for its path and timestamps once. Times are
/// never cached.
/// </summary>
internal sealed class LeafCache(Trust trust, int capacity)
{
    private readonly ConcurrentDictionary<UInt128, (ReadOnlyMemory<byte> Der, LeafCertificate Leaf)> _known = new();

    /// <summary>The leaf of these certificates; throws <see cref="SigstoreFormatException"/> for damaged ones, which are not kept.</summary>
    internal LeafCertificate Get(IReadOnlyList<ReadOnlyMemory<byte>> certificates)
    {
        if (capacity == 0 || certificates.Count > 1)
        {
            return new LeafCertificate(trust, certificates);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(certificates[0].Span, hash);
        var key = BinaryPrimitives.ReadUInt128BigEndian(hash);
        if (_known.TryGetValue(key, out var known) && known.Der.Span.SequenceEqual(certificates[0].Span))
        {
            return known.Leaf;
        }

        var leaf = new LeafCertificate(trust, certificates);
        if (_known.Count >= capacity)
        {
            _known.Clear();
        }

        _known[key] = (certificates[0], leaf);
        return leaf;
    }
}
