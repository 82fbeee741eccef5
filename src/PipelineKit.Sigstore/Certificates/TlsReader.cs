using System.Buffers.Binary;

namespace PipelineKit.Sigstore;

/// <summary>Reads TLS's presentation language (RFC 8446, section 3) from memory; throws <see cref="SigstoreFormatException"/> when it ends too early.</summary>
internal struct TlsReader(ReadOnlyMemory<byte> data)
{
    private ReadOnlyMemory<byte> _rest = data;

    /// <summary>Whether nothing is left.</summary>
    internal readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The next bytes.</summary>
    internal ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new SigstoreFormatException("a certificate timestamp ends too early");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>The next byte.</summary>
    internal byte Byte() => Take(1).Span[0];

    /// <summary>Bytes after their 16-bit length.</summary>
    internal ReadOnlyMemory<byte> Vector16() => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span));

    /// <summary>Fails when something is left.</summary>
    internal readonly void End()
    {
        if (!IsAtEnd)
        {
            throw new SigstoreFormatException("a certificate timestamp has more bytes than it says");
        }
    }
}
