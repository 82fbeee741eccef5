using System.Text;

namespace PipelineKit.Evidence;

/// <summary>
/// Walks through a tar archive (POSIX.1-2001 ustar and pax, GNU) without unpacking anything. Every length is bounded before anything is allocated; a header
/// whose checksum is wrong ends it with an <see cref="EvidenceException"/>.
/// </summary>
/// <param name="stream">The archive, not compressed.</param>
/// <param name="name">What to call it in errors.</param>
internal sealed class TarScanner(Stream stream, string name)
{
    private const int MaximumExtension = 1 << 20;
    private const int MaximumName = 32 << 10;

    private readonly ForwardBuffer _ahead = new(stream, 128 << 10);
    private long _content;
    private long _padding;
    private TarMember? _current;

    /// <summary>The next member, or null at the end; what was not read of the one before is skipped.</summary>
    internal async Task<TarMember?> NextAsync(CancellationToken cancellation)
    {
        var extension = new TarExtension();
        while (true)
        {
            await SkipAsync(_content + _padding, cancellation);
            (_content, _padding, _current) = (0, 0, null);
            if (!await _ahead.FillAsync(TarHeader.BlockSize, cancellation))
            {
                return _ahead.Count == 0 ? null : throw Damaged("it ends in the middle of a header");
            }

            var block = _ahead.Take(TarHeader.BlockSize);
            if (block.Span.IndexOfAnyExcept((byte)0) < 0)
            {
                return null;
            }

            var (type, size) = Check(new TarHeader(block.Span), extension);
            (_content, _padding) = (size, -size & (TarHeader.BlockSize - 1));
            switch (type)
            {
                case 'L' or 'K' or 'x':
                    await ExtendAsync(extension, type, (int)size, cancellation);
                    break;
                case 'g' or 'V':
                    break;
                default:
                    _current = Member(new TarHeader(block.Span), type, size, extension);
                    await SkipSparseMapAsync(type, new TarHeader(block.Span).HasMoreSparse, cancellation);
                    return _current;
            }
        }
    }

    /// <summary>Content of the current member; 0 at its end.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        if (_content == 0 || into.IsEmpty)
        {
            return 0;
        }

        if (!await _ahead.FillAsync(1, cancellation))
        {
            throw Damaged($"it ends in the middle of `{_current?.Path}`");
        }

        var count = (int)Math.Min(Math.Min(into.Length, _ahead.Count), _content);
        _ahead.Take(count).CopyTo(into);
        _content -= count;
        return count;
    }

    private (char Type, long Size) Check(TarHeader header, TarExtension extension)
    {
        if (!header.IsSound)
        {
            throw Damaged("a header has a wrong checksum");
        }

        var type = header.Type;
        var isExtension = type is 'L' or 'K' or 'x' or 'g';
        var size = (isExtension ? null : extension.Size) ?? header.Size ?? throw Damaged("a header has a size that is no number");
        if (isExtension && size > MaximumExtension)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, name, $"{name}: an extended header has {size} bytes; at most {MaximumExtension} are read");
        }

        // Links, devices and folders have no content, whatever their header says.
        return (type, type is >= '1' and <= '6' ? 0 : size);
    }

    private static TarMember Member(TarHeader header, char type, long size, TarExtension extension)
    {
        var path = extension.Path ?? header.Path;
        var kind = type switch
        {
            '\0' or '0' or '7' or 'S' => path.EndsWith('/') ? TarKind.Folder : TarKind.File,
            '1' => TarKind.HardLink,
            '2' => TarKind.SymbolicLink,
            '5' or 'D' => TarKind.Folder,
            _ => TarKind.Other,
        };
        return new TarMember(path, kind, size, type is '1' or '2' ? extension.Link ?? header.Link : "", extension.IsSparse || type is 'S');
    }

    private async Task ExtendAsync(TarExtension extension, char type, int size, CancellationToken cancellation)
    {
        var bytes = new byte[size];
        for (var read = 0; read < size;)
        {
            read += await ReadAsync(bytes.AsMemory(read), cancellation);
        }

        if (type is 'x')
        {
            if (!extension.TryRead(bytes))
            {
                throw Damaged("an extended header is not one");
            }

            return;
        }

        var text = bytes.AsSpan().TrimEnd((byte)0);
        if (text.Length > MaximumName)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, name, $"{name}: a name has {text.Length} bytes; at most {MaximumName} are read");
        }

        var value = Encoding.UTF8.GetString(text);
        (extension.Path, extension.Link) = type is 'L' ? (value, extension.Link) : (extension.Path, value);
    }

    // Old GNU sparse files: the map goes on in blocks of its own, before the content.
    private async Task SkipSparseMapAsync(char type, bool hasMore, CancellationToken cancellation)
    {
        while (type is 'S' && hasMore)
        {
            if (!await _ahead.FillAsync(TarHeader.BlockSize, cancellation))
            {
                throw Damaged("it ends in the middle of a header");
            }

            hasMore = _ahead[504] != 0;
            _ahead.Take(TarHeader.BlockSize);
        }
    }

    private async Task SkipAsync(long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (_ahead.Count == 0 && !await _ahead.FillAsync(1, cancellation))
            {
                // The padding of the last member is left out by some writers.
                if (count <= _padding && count < TarHeader.BlockSize)
                {
                    return;
                }

                throw Damaged($"it ends in the middle of `{_current?.Path}`");
            }

            var step = (int)Math.Min(count, _ahead.Count);
            _ahead.Take(step);
            count -= step;
        }
    }

    private EvidenceException Damaged(string what) => new(EvidenceProblem.Damaged, name, $"{name} is not a tar archive that can be read: {what}");
}
