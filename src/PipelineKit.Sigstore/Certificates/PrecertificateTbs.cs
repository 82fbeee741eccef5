using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>
/// The TBSCertificate that a log signed before the certificate was issued (RFC 6962, section 3.2): the certificate's own without the extension that holds the
/// timestamps. Every other value keeps its bytes; only the lengths around the extensions change.
/// </summary>
internal static class PrecertificateTbs
{
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>Makes it; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static byte[] Make(Certificate certificate)
    {
        try
        {
            var reader = new DerReader(certificate.Tbs).Sequence();
            var writer = new AsnWriter(AsnEncodingRules.DER, certificate.Tbs.Length);
            using (writer.PushSequence())
            {
                while (!reader.IsAtEnd)
                {
                    if (reader.HasContext(3))
                    {
                        WriteExtensions(writer, reader.InContext(3).Sequence());
                    }
                    else
                    {
                        writer.WriteEncodedValue(reader.Whole().Span);
                    }
                }
            }

            return writer.Encode();
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the certificate is not DER X.509", e);
        }
    }

    private static void WriteExtensions(AsnWriter writer, DerReader extensions)
    {
        var kept = new List<ReadOnlyMemory<byte>>(20);
        while (!extensions.IsAtEnd)
        {
            var whole = extensions.Whole();
            if (!new DerReader(whole).Sequence().Oid().Span.SequenceEqual(Oids.SctList))
            {
                kept.Add(whole);
            }
        }

        if (kept.Count == 0)
        {
            return;
        }

        using (writer.PushSequence(ExtensionsTag))
        using (writer.PushSequence())
        {
            foreach (var extension in kept)
            {
                writer.WriteEncodedValue(extension.Span);
            }
        }
    }
}
