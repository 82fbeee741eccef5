using System.Security.Cryptography;

namespace PipelineKit.Oci;

/// <summary>
/// A blob on its way, hashed once from its first to its last byte however often the source breaks off: it is opened again at the byte that was missing. The last bytes are given
/// only when all together hash to the digest. Where to send from again can be chosen among the bytes given lately (<see cref="SeekAsync"/>).
/// </summary>
internal sealed class BlobReader(BlobSource source, Descriptor blob, TimeProvider time) : IDisposable
{
    private const int Patience = 5;
    private const int Progress = 1 << 20;
    private const long Spacing = 8 << 20;
    private const int Marks = 8;

    private readonly Queue<HashMark> _marks = new();
    private IncrementalHash _hash = Start(blob.Digest);
    private OpenBlob? _open;
    private HashMark? _newest;
    private long _position;
    private long _resumedAt;
    private int _inVain;
    private bool _isVerified;

    /// <summary>How many bytes are best read at once.</summary>
    internal static int BufferFor(Descriptor blob) => (int)Math.Clamp(blob.Size, 1, 512 << 10);

    /// <summary>How many bytes came from the source, those that came again included.</summary>
    internal long Received { get; private set; }

    /// <summary>How often the source was opened again.</summary>
    internal int Resumes { get; private set; }

    /// <summary>What was wrong with the source; null while nothing was.</summary>
    internal RegistryException? Fault { get; private set; }

    /// <summary>Opens the source, unless it is open: what is not there is found out before anything is begun.</summary>
    internal async Task OpenAsync(CancellationToken cancellation) => _open ??= await source.OpenAsync(blob, _position, cancellation);

    /// <summary>The next bytes; none at the end.</summary>
    /// <exception cref="DigestMismatchException">They are not the blob; the last of them were not given.</exception>
    /// <exception cref="RegistryException">The source does not have it, or broke off again and again.</exception>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await ReadOnAsync(buffer, cancellation);
        }
        catch (RegistryException e)
        {
            Fault = e;
            throw;
        }
        catch (IOException e)
        {
            throw Fault = new RegistryException(RegistryProblem.Unavailable, source.Text(blob), $"the blob cannot be read: {e.Message}", inner: e);
        }
    }

    /// <summary>Whether <see cref="SeekAsync"/> can go to this byte without hashing from the beginning.</summary>
    internal bool CanSeek(long offset) => offset <= _position && _marks.Any(m => m.Position <= offset);

    /// <summary>Gives the bytes from this one on, next; those before it are read and hashed as far as they have to be.</summary>
    internal async Task SeekAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (offset != _position || _isVerified)
        {
            var mark = _marks.LastOrDefault(m => m.Position <= offset);
            Close();
            _hash.Dispose();
            _hash = mark?.Hash.Clone() ?? Start(blob.Digest);
            _position = mark?.Position ?? 0;
            _isVerified = false;
        }

        while (_position < offset)
        {
            await ReadAsync(buffer[..(int)Math.Min(buffer.Length, offset - _position)], cancellation);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _hash.Dispose();
        foreach (var mark in _marks)
        {
            mark.Hash.Dispose();
        }
    }

    private static IncrementalHash Start(Digest digest) =>
        IncrementalHash.CreateHash(digest.Algorithm == "sha256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512);

    private async ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (_position < blob.Size)
        {
            var isNew = _open is null;
            await OpenAsync(cancellation);
            try
            {
                if (isNew)
                {
                    await SkipAsync(_open!, buffer, cancellation);
                }

                var read = await _open!.Stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, blob.Size - _position)], cancellation);
                if (read > 0)
                {
                    Take(buffer.Span[..read]);
                    return read;
                }

                throw new RegistryException(RegistryProblem.Unavailable, source.Text(blob), $"the blob ended after {_position} of its {blob.Size} bytes");
            }
            catch (RegistryException e) when (e.Problem == RegistryProblem.Unavailable)
            {
                Close();
                await ForgiveAsync(e, cancellation);
            }
        }

        Verify();
        return 0;
    }

    // A registry that gives no parts gives all of it again.
    private async Task SkipAsync(OpenBlob open, Memory<byte> buffer, CancellationToken cancellation)
    {
        for (var at = open.Start; at < _position;)
        {
            var read = await open.Stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _position - at)], cancellation);
            if (read == 0)
            {
                throw new RegistryException(RegistryProblem.Unavailable, source.Text(blob), $"the blob ended after {at} of its {blob.Size} bytes");
            }

            at += read;
            Received += read;
        }
    }

    private async Task ForgiveAsync(RegistryException fault, CancellationToken cancellation)
    {
        _inVain = _position - _resumedAt >= Progress ? 0 : _inVain + 1;
        _resumedAt = _position;
        if (_inVain == Patience)
        {
            throw new RegistryException(fault.Problem, fault.ImageSource, $"{fault.Message}; so it did {Patience} times, without getting on", fault.Status, fault);
        }

        Resumes++;
        if (_inVain > 0)
        {
            await Task.Delay(RetryWait.Backoff(_inVain), time, cancellation);
        }
    }

    private void Take(ReadOnlySpan<byte> read)
    {
        _hash.AppendData(read);
        _position += read.Length;
        Received += read.Length;
        if (_position == blob.Size)
        {
            Verify();
        }
        else if (_position >= (_newest?.Position ?? 0) + Spacing)
        {
            _marks.Enqueue(_newest = new HashMark(_position, _hash.Clone()));
            if (_marks.Count > Marks)
            {
                _marks.Dequeue().Hash.Dispose();
            }
        }
    }

    private void Verify()
    {
        if (!_isVerified)
        {
            var actual = Digest.Parse($"{blob.Digest.Algorithm}:{Convert.ToHexStringLower(_hash.GetCurrentHash())}");
            _isVerified = actual == blob.Digest ? true : throw new DigestMismatchException(blob.Digest, actual, source.Text(blob));
        }
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    private sealed record HashMark(long Position, IncrementalHash Hash);
}
