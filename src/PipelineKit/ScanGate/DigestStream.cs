using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Passes on what is written to it, and knows its digest, which another thread makes of one block while the next is written. The target stays open.</summary>
/// <param name="target">Where it goes.</param>
internal sealed class DigestStream(Stream target) : Stream
{
    private const int BlockSize = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _block = new byte[BlockSize];
    private byte[] _other = [];
    private int _count;
    private Task? _hashing;

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The digest of everything that was written.</summary>
    internal Digest Finish()
    {
        _hashing?.GetAwaiter().GetResult();
        _hashing = null;
        _hash.AppendData(_block.AsSpan(0, _count));
        _count = 0;
        return Digest.Parse("sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        target.Write(buffer);
        while (buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, BlockSize - _count);
            buffer[..count].CopyTo(_block.AsSpan(_count));
            _count += count;
            buffer = buffer[count..];
            if (_count == BlockSize)
            {
                HashBlock();
            }
        }
    }

    /// <inheritdoc />
    public override void Flush() => target.Flush();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_hashing is not null)
            {
                Task.WaitAny(_hashing);
            }

            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void HashBlock()
    {
        _hashing?.GetAwaiter().GetResult();
        var full = _block;
        _block = _other.Length > 0 ? _other : new byte[BlockSize];
        (_other, _count) = (full, 0);
        _hashing = Task.Run(() => _hash.AppendData(full));
    }
}
