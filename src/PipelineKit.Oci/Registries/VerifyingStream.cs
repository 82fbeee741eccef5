using System.Security.Cryptography;

namespace PipelineKit.Oci;

/// <summary>
/// A blob on its way: never gives more bytes than its descriptor says, and gives the last of them only when all together hash to the digest.
/// A reader that stops before the end has unverified bytes.
/// </summary>
internal sealed class VerifyingStream(Stream inner, Digest expected, long size, string source, IDisposable owner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(expected.Algorithm == "sha256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512);
    private long _received;
    private bool _verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _received;
        set => throw new NotSupportedException("a blob on its way has no positions");
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a blob on its way is read asynchronously");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (buffer.Length > 0)
        {
            Check(buffer.Span[..read]);
        }

        return read;
    }

    public override void Flush() => throw new NotSupportedException("a blob is only read");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a blob on its way has no positions");

    public override void SetLength(long value) => throw new NotSupportedException("a blob is only read");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a blob is only read");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
            owner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> read)
    {
        _received += read.Length;
        if (_received > size)
        {
            throw new RegistryException(RegistryProblem.Protocol, source, $"the blob has more than the {size} bytes of its descriptor");
        }

        _hash.AppendData(read);
        if (!_verified && (_received == size || read.IsEmpty))
        {
            var actual = Digest.Parse($"{expected.Algorithm}:{Convert.ToHexStringLower(_hash.GetHashAndReset())}");
            _verified = actual == expected ? true : throw new DigestMismatchException(expected, actual, source);
        }
    }
}
