using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>
/// The TBSCertificate that a log signed before the certificate was issued (RFC 6962, section 3.2): the certificate's own without the extension that holds the
/// timestamps. Every other value keeps its bytes; only the lengths around the extensions change.
/// </summary>
/// <param name="Fields">What is before the extensions.</param>
/// <param name="Before">The extensions before the removed one.</param>
/// <param name="After">The extensions after it.</param>
internal readonly record struct PrecertificateTbs(ReadOnlyMemory<byte> Fields, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After)
{
    private const byte SequenceTag = 0x30;
    private const byte ExtensionsTag = 0xA3;

    private int Extensions => Before.Length + After.Length;

    /// <summary>Without any extension, their wrapping goes too.</summary>
    private int Wrapped => Extensions == 0 ? 0 : Size(Size(Extensions));

    /// <summary>Length in bytes.</summary>
    internal int Length => Size(Fields.Length + Wrapped);

    /// <summary>Takes a certificate with timestamps apart; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static PrecertificateTbs Of(Certificate certificate)
    {
        try
        {
            var content = new DerReader(certificate.Tbs).Content(Asn1Tag.Sequence);
            var reader = new DerReader(content);
            var fields = 0;
            while (!reader.HasContext(3))
            {
                fields += reader.Whole().Length;
            }

            var extensions = reader.InContext(3).Content(Asn1Tag.Sequence);
            var items = new DerReader(extensions);
            var before = 0;
            var whole = items.Whole();
            while (!new DerReader(whole).Sequence().Oid().Span.SequenceEqual(Oids.SctList))
            {
                before += whole.Length;
                whole = items.Whole();
            }

            return new PrecertificateTbs(content[..fields], extensions[..before], extensions[(before + whole.Length)..]);
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the certificate is not DER X.509 with certificate timestamps", e);
        }
    }

    /// <summary>Writes it as DER into a buffer of <see cref="Length"/> bytes.</summary>
    internal void Write(Span<byte> buffer)
    {
        var rest = Head(buffer, SequenceTag, Fields.Length + Wrapped);
        Fields.Span.CopyTo(rest);
        if (Extensions > 0)
        {
            rest = Head(Head(rest[Fields.Length..], ExtensionsTag, Size(Extensions)), SequenceTag, Extensions);
            Before.Span.CopyTo(rest);
            After.Span.CopyTo(rest[Before.Length..]);
        }
    }

    /// <summary>Length of a value with this length of content.</summary>
    private static int Size(int content) => content + (content < 0x80 ? 2 : content < 0x100 ? 3 : content < 0x1_0000 ? 4 : 5);

    /// <summary>Writes tag and length (X.690, section 8.1.3), and gives what follows.</summary>
    private static Span<byte> Head(Span<byte> buffer, byte tag, int content)
    {
        var octets = Size(content) - content - 2;
        buffer[0] = tag;
        buffer[1] = octets == 0 ? (byte)content : (byte)(0x80 | octets);
        for (var i = 0; i < octets; i++)
        {
            buffer[2 + i] = (byte)(content >> (8 * (octets - 1 - i)));
        }

        return buffer[(2 + octets)..];
    }
}
