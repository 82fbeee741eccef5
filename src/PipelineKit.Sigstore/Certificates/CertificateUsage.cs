using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>What a certificate may be used for (RFC 5280, sections 4.2.1.3, 4.2.1.9 and 4.2.1.12).</summary>
/// <param name="IsAuthority">Whether basicConstraints say that it is a CA.</param>
/// <param name="PathLength">How many CA certificates may be below it, or null for any number.</param>
/// <param name="KeyUsage">The bits of keyUsage, first bit lowest, or null without that extension.</param>
/// <param name="HasPurposes">Whether it has extKeyUsage.</param>
/// <param name="CodeSigning">Whether extKeyUsage names code signing (or any purpose).</param>
/// <param name="TimeStamping">Whether extKeyUsage names time stamping (or any purpose).</param>
/// <param name="HasUnknownCritical">Whether a critical extension is there that is not understood here.</param>
internal sealed record CertificateUsage(
    bool IsAuthority,
    int? PathLength,
    int? KeyUsage,
    bool HasPurposes,
    bool CodeSigning,
    bool TimeStamping,
    bool HasUnknownCritical)
{
    private const int DigitalSignatureBit = 1;
    private const int CertificateSignBit = 1 << 5;

    /// <summary>Whether keyUsage is there and allows signatures.</summary>
    internal bool MaySignData => KeyUsage is { } bits && (bits & DigitalSignatureBit) != 0;

    /// <summary>Whether it may sign certificates: keyUsage, where it is there, must say so.</summary>
    internal bool MaySignCertificates => IsAuthority && (KeyUsage is not { } bits || (bits & CertificateSignBit) != 0);

    /// <summary>Reads the extensions; throws <see cref="AsnContentException"/> for a damaged one.</summary>
    internal static CertificateUsage Read(IReadOnlyList<CertificateExtension> extensions)
    {
        var usage = new CertificateUsage(IsAuthority: false, PathLength: null, KeyUsage: null, HasPurposes: false, CodeSigning: false, TimeStamping: false, HasUnknownCritical: false);
        foreach (var extension in extensions)
        {
            var oid = extension.Oid.Span;
            var reader = new DerReader(extension.Value);
            if (oid.SequenceEqual(Oids.BasicConstraints))
            {
                usage = WithConstraints(usage, reader);
            }
            else if (oid.SequenceEqual(Oids.KeyUsage))
            {
                usage = usage with { KeyUsage = Bits(extension.Value.Span) };
            }
            else if (oid.SequenceEqual(Oids.ExtendedKeyUsage))
            {
                usage = WithPurposes(usage, reader);
            }
            else if (extension.Critical && !oid.SequenceEqual(Oids.SubjectAltName))
            {
                usage = usage with { HasUnknownCritical = true };
            }
        }

        return usage;
    }

    private static CertificateUsage WithConstraints(CertificateUsage usage, DerReader outer)
    {
        var reader = outer.Sequence();
        outer.End();
        var isAuthority = reader.Has(UniversalTagNumber.Boolean) && reader.Boolean();
        int? length = reader.Has(UniversalTagNumber.Integer) ? reader.SmallInteger() : null;
        reader.End();
        return usage with { IsAuthority = isAuthority, PathLength = length };
    }

    private static CertificateUsage WithPurposes(CertificateUsage usage, DerReader outer)
    {
        var reader = outer.Sequence();
        outer.End();
        var (code, time) = (false, false);
        while (!reader.IsAtEnd)
        {
            var purpose = reader.Oid().Span;
            var any = purpose.SequenceEqual(Oids.AnyUsage);
            code |= any || purpose.SequenceEqual(Oids.CodeSigning);
            time |= any || purpose.SequenceEqual(Oids.TimeStamping);
        }

        return usage with { HasPurposes = true, CodeSigning = code, TimeStamping = time };
    }

    private static int Bits(ReadOnlySpan<byte> bitString)
    {
        if (!AsnDecoder.TryReadPrimitiveBitString(bitString, AsnEncodingRules.DER, out _, out var value, out var consumed)
            || consumed != bitString.Length || value.Length > 2)
        {
            throw new AsnContentException("keyUsage is not a bit string of at most two octets");
        }

        var bits = 0;
        for (var i = 0; i < value.Length * 8; i++)
        {
            bits |= (value[i / 8] & (0x80 >> (i % 8))) != 0 ? 1 << i : 0;
        }

        return bits;
    }
}
