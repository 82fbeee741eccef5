using System.Formats.Asn1;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>The subject alternative name of a signing certificate (RFC 5280, section 4.2.1.6): Fulcio puts exactly one there.</summary>
internal static class SubjectNames
{
    private const int OtherName = 0;
    private const int Email = 1;
    private const int Uri = 6;
    private const int UserNameArc = 7;
    private const int MaximumLength = 8 << 10;

    /// <summary>The one e-mail address, URI or user name; throws <see cref="SigstoreFormatException"/> when there is none, several, or one that could deceive.</summary>
    internal static string Read(Certificate certificate)
    {
        if (certificate.Find(Oids.SubjectAltName) is not { } extension)
        {
            throw new SigstoreFormatException("the certificate has no subject alternative name");
        }

        try
        {
            var outer = new DerReader(extension.Value);
            var names = outer.Sequence();
            outer.End();
            var tag = names.Peek();
            var name = tag.TagClass != TagClass.ContextSpecific ? throw new AsnContentException("not a GeneralName") : tag.TagValue switch
            {
                Email or Uri => Ascii(names.Content(new Asn1Tag(TagClass.ContextSpecific, tag.TagValue)).Span),
                OtherName => UserName(names.InContext(OtherName)),
                _ => throw new SigstoreFormatException("the subject alternative name is neither an e-mail address, a URI nor a user name of Sigstore"),
            };
            return names.IsAtEnd ? name : throw new SigstoreFormatException("the certificate has more than one subject alternative name");
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the subject alternative name is not DER", e);
        }
    }

    private static string UserName(DerReader name)
    {
        var oid = name.Oid().Span;
        if (Oids.LastArc(oid, Oids.Fulcio) != UserNameArc)
        {
            throw new SigstoreFormatException("the subject alternative name is an otherName of an unknown kind");
        }

        var value = name.InContext(0);
        name.End();
        var text = FulcioText.Utf8(value.Content(new Asn1Tag(UniversalTagNumber.UTF8String)).Span);
        value.End();
        return text;
    }

    private static string Ascii(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || bytes.Length > MaximumLength || bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)
            ? throw new SigstoreFormatException("the subject alternative name is empty, too long, or has bytes that are not visible ASCII")
            : Encoding.ASCII.GetString(bytes);
}
