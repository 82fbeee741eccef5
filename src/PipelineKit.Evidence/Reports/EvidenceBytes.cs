using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>The bytes of a document or feed: hashed as they are, unpacked when they are gzip, with a look at the first of them.</summary>
internal sealed class EvidenceBytes : IDisposable
{
    private readonly string _name;
    private readonly HashedStream _hashed;
    private readonly UnpackedStream? _unpacked;
    private readonly LookAheadStream _content;

    /// <summary>Looks at the beginning.</summary>
    /// <exception cref="EvidenceException">A file that says how long it is is longer than the bounds.</exception>
    public EvidenceBytes(Stream content, string name, EvidenceLimits limits)
    {
        if (content.CanSeek && content.Length - content.Position > limits.Bytes)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, name, $"is larger than the {limits.Bytes} bytes that are read");
        }

        _name = name;
        _hashed = new HashedStream(content);
        _content = new LookAheadStream(_hashed);
        if (_content.Head is [0x1F, 0x8B, ..])
        {
            _unpacked = new UnpackedStream(_content, () => _hashed.Count, name);
            _content = new LookAheadStream(_unpacked);
        }
    }

    /// <summary>Whether it begins like XML, in UTF-8 or UTF-16.</summary>
    public bool IsXml
    {
        get
        {
            var head = _content.Head;
            head = head.StartsWith("\uFEFF"u8) ? head[3..] : head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? head[2..] : head;
            return head.TrimStart("\0 \t\r\n"u8) is [(byte)'<', ..];
        }
    }

    /// <summary>The document, unpacked.</summary>
    public Stream Content => _content;

    /// <summary>Reads what is left and gives the digest of all.</summary>
    /// <exception cref="EvidenceException">A gzip file does not end as one does: how many bytes it holds is in its last four (RFC 1952 section 2.3.1), and the framework does not miss them.</exception>
    public Digest Finish(CancellationToken cancellation)
    {
        var digest = _hashed.Finish(cancellation);
        return _unpacked is null || _hashed.LastFour == unchecked((uint)_unpacked.Count)
            ? digest
            : throw new EvidenceException(EvidenceProblem.Damaged, _name, "is not a whole gzip file, or has several members: it does not end with the number of bytes it holds");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        _unpacked?.Dispose();
        _hashed.Dispose();
    }
}
