using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Counts and hashes what is read through it. A large file is read and hashed one block ahead by another thread, while what was read is parsed. What is below stays open.</summary>
internal sealed class HashedStream(Stream below) : ForwardStream
{
    private const int BlockSize = 512 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _block = new byte[BlockSize];
    private byte[] _other = [];
    private int _start;
    private int _end;
    private bool _isLast;
    private Task<int>? _ahead;

    /// <summary>How many bytes have been read.</summary>
    public long Count { get; private set; }

    /// <summary>The last four bytes, as a number with the lowest first; complete once all is read.</summary>
    public uint LastFour { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !_isLast)
        {
            NextBlock();
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        Count += count;
        return count;
    }

    /// <summary>Reads what is left and gives the digest of all.</summary>
    public Digest Finish(CancellationToken cancellation)
    {
        while (!_isLast)
        {
            cancellation.ThrowIfCancellationRequested();
            NextBlock();
        }

        return Digest.Parse("sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_ahead is not null)
        {
            // It reads from what the caller is about to close. Whether it failed is of no interest any more.
            Task.WaitAny(_ahead);
        }

        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void NextBlock()
    {
        var ahead = _ahead;
        _ahead = null;
        _end = ahead?.GetAwaiter().GetResult() ?? Fill(_block);
        if (ahead is not null)
        {
            (_block, _other) = (_other, _block);
        }

        _start = 0;
        _isLast = _end < BlockSize;
        if (!_isLast)
        {
            var target = _other.Length > 0 ? _other : _other = new byte[BlockSize];
            _ahead = Task.Run(() => Fill(target));
        }
    }

    private int Fill(byte[] block)
    {
        var count = below.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        _hash.AppendData(block, 0, count);
        foreach (var b in block.AsSpan(Math.Max(0, count - sizeof(uint)), Math.Min(count, sizeof(uint))))
        {
            LastFour = (LastFour >> 8) | ((uint)b << 24);
        }

        return count;
    }
}
