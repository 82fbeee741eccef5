using System.IO.Compression;

namespace PipelineKit.Evidence;

/// <summary>What a gzip file holds, as long as it is not a bomb. What is below stays open.</summary>
/// <param name="packed">The file.</param>
/// <param name="packedCount">How many bytes of it have been read.</param>
/// <param name="name">What to call it.</param>
internal sealed class UnpackedStream(Stream packed, Func<long> packedCount, string name) : ForwardStream
{
    /// <summary>Where looking at the ratio begins, and the largest: reports reach 30, repetitive ones 100, a bomb 1000.</summary>
    private const long FreeBytes = 16 << 20;

    private const long LargestRatio = 400;

    private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);

    /// <summary>How many bytes came out.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = _unpacked.Read(buffer);
            Count += count;
            return Count <= FreeBytes || Count / LargestRatio <= packedCount()
                ? count
                : throw new EvidenceException(EvidenceProblem.TooLarge, name, $"is gzip that grows more than {LargestRatio} times when unpacked");
        }
        catch (InvalidDataException e)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, name, "is not a whole gzip file", inner: e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
