using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Counts and hashes what is read through it. What is below stays open.</summary>
internal sealed class HashedStream(Stream below) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many bytes have been read.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = below.Read(buffer);
        _hash.AppendData(buffer[..count]);
        Count += count;
        return count;
    }

    /// <summary>Reads what is left and gives the digest of all.</summary>
    public Digest Finish(CancellationToken cancellation)
    {
        var rest = new byte[8192];
        while (Read(rest) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return Digest.Parse("sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}
