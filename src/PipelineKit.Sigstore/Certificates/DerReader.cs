using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>
/// Walks one level of DER (or, for timestamps, BER) values in memory without copying. Every method throws <see cref="AsnContentException"/> when the next
/// value is not what was asked for; whoever starts a walk turns that into its own error.
/// </summary>
internal struct DerReader(ReadOnlyMemory<byte> data, AsnEncodingRules rules = AsnEncodingRules.DER)
{
    private ReadOnlyMemory<byte> _rest = data;

    /// <summary>Whether nothing is left.</summary>
    internal readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>The tag of the next value.</summary>
    internal readonly Asn1Tag Peek() => Asn1Tag.Decode(_rest.Span, out _);

    /// <summary>Whether there is a next value and it has this context tag.</summary>
    internal readonly bool HasContext(int number) => !IsAtEnd && Peek().HasSameClassAndValue(Context(number));

    /// <summary>Whether there is a next value and it has this universal tag.</summary>
    internal readonly bool Has(UniversalTagNumber number) => !IsAtEnd && Peek().HasSameClassAndValue(new Asn1Tag(number));

    /// <summary>Takes the next value whole: tag, length and content.</summary>
    internal ReadOnlyMemory<byte> Whole()
    {
        _ = AsnDecoder.ReadEncodedValue(_rest.Span, rules, out _, out _, out var consumed);
        var whole = _rest[..consumed];
        _rest = _rest[consumed..];
        return whole;
    }

    /// <summary>Takes the next value, which must have this tag, and gives its content.</summary>
    internal ReadOnlyMemory<byte> Content(Asn1Tag expected)
    {
        var tag = AsnDecoder.ReadEncodedValue(_rest.Span, rules, out var offset, out var length, out var consumed);
        if (!tag.HasSameClassAndValue(expected))
        {
            throw new AsnContentException($"{expected} was expected, and {tag} found");
        }

        var content = _rest.Slice(offset, length);
        _rest = _rest[consumed..];
        return content;
    }

    /// <summary>Enters the next value, a SEQUENCE.</summary>
    internal DerReader Sequence() => new(Content(Asn1Tag.Sequence), rules);

    /// <summary>Enters the next value, a SET.</summary>
    internal DerReader Set() => new(Content(Asn1Tag.SetOf), rules);

    /// <summary>Enters the next value, which has this context tag.</summary>
    internal DerReader InContext(int number) => new(Content(Context(number)), rules);

    /// <summary>The content octets of the next value, an OBJECT IDENTIFIER: compare with <see cref="Oids"/>.</summary>
    internal ReadOnlyMemory<byte> Oid() => Content(new Asn1Tag(UniversalTagNumber.ObjectIdentifier));

    /// <summary>The content octets of the next value, an INTEGER.</summary>
    internal ReadOnlyMemory<byte> Integer()
    {
        var bytes = AsnDecoder.ReadIntegerBytes(_rest.Span, rules, out var consumed);
        var value = _rest.Slice(consumed - bytes.Length, bytes.Length);
        _rest = _rest[consumed..];
        return value;
    }

    /// <summary>The next value, an INTEGER of at most 31 bits.</summary>
    internal int SmallInteger()
    {
        if (!AsnDecoder.TryReadInt32(_rest.Span, rules, out var value, out var consumed))
        {
            throw new AsnContentException("an integer is too large");
        }

        _rest = _rest[consumed..];
        return value;
    }

    /// <summary>The next value, a BOOLEAN.</summary>
    internal bool Boolean()
    {
        var value = AsnDecoder.ReadBoolean(_rest.Span, rules, out var consumed);
        _rest = _rest[consumed..];
        return value;
    }

    /// <summary>The next value, an OCTET STRING.</summary>
    internal ReadOnlyMemory<byte> OctetString()
    {
        if (!AsnDecoder.TryReadPrimitiveOctetString(_rest.Span, rules, out var value, out var consumed))
        {
            var joined = AsnDecoder.ReadOctetString(_rest.Span, rules, out consumed);
            _rest = _rest[consumed..];
            return joined;
        }

        var found = _rest.Slice(consumed - value.Length, value.Length);
        _rest = _rest[consumed..];
        return found;
    }

    /// <summary>The next value, a BIT STRING of whole octets.</summary>
    internal ReadOnlyMemory<byte> BitString()
    {
        if (!AsnDecoder.TryReadPrimitiveBitString(_rest.Span, rules, out var unused, out var value, out var consumed) || unused != 0)
        {
            throw new AsnContentException("a bit string is not one of whole octets");
        }

        var found = _rest.Slice(consumed - value.Length, value.Length);
        _rest = _rest[consumed..];
        return found;
    }

    /// <summary>The next value, a UTCTime or GeneralizedTime.</summary>
    internal DateTimeOffset Time()
    {
        int consumed;
        var time = Has(UniversalTagNumber.UtcTime)
            ? AsnDecoder.ReadUtcTime(_rest.Span, rules, out consumed)
            : AsnDecoder.ReadGeneralizedTime(_rest.Span, rules, out consumed);
        _rest = _rest[consumed..];
        return time;
    }

    /// <summary>Fails when something is left.</summary>
    internal readonly void End()
    {
        if (!IsAtEnd)
        {
            throw new AsnContentException("there is more than there should be");
        }
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
}
