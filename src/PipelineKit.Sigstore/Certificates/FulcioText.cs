using System.Formats.Asn1;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>The extensions that Fulcio puts into certificates (Fulcio, docs/oid-info.md).</summary>
internal static class FulcioText
{
    private const int LegacyIssuer = 1;
    private const int LastLegacy = 6;
    private const int Issuer = 8;
    private const int MaximumLength = 8 << 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Who the certificate says signed; throws <see cref="SigstoreFormatException"/> when it says so in a way that could deceive.</summary>
    internal static SignerIdentity Identity(Certificate certificate)
    {
        var extensions = Read(certificate);
        var current = extensions.GetValueOrDefault(Issuer);
        var legacy = extensions.GetValueOrDefault(LegacyIssuer);
        if (current is not null && legacy is not null && !string.Equals(current, legacy, StringComparison.Ordinal))
        {
            throw new SigstoreFormatException($"the certificate names two issuers: \"{current}\" and \"{legacy}\"");
        }

        return new SignerIdentity(KeyId: null, SubjectNames.Read(certificate), current ?? legacy, extensions);
    }

    /// <summary>Decodes UTF-8 strictly, without control characters.</summary>
    internal static string Utf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaximumLength)
        {
            throw new SigstoreFormatException($"a text of the certificate has {bytes.Length} bytes, more than {MaximumLength}");
        }

        try
        {
            var text = Strict.GetString(bytes);
            return HasControl(text) ? throw new SigstoreFormatException("a text of the certificate has control characters") : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new SigstoreFormatException("a text of the certificate is not UTF-8", e);
        }
    }

    private static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.AsSpan().ContainsAnyInRange('\u007F', '\u009F');

    private static SortedDictionary<int, string> Read(Certificate certificate)
    {
        var all = new SortedDictionary<int, string>();
        foreach (var extension in certificate.Extensions)
        {
            var number = Oids.LastArc(extension.Oid.Span, Oids.Fulcio);
            if (number is > 0 and <= LastLegacy)
            {
                all[number] = Utf8(extension.Value.Span);
            }
            else if (number >= Issuer)
            {
                all[number] = Value(extension.Value, number);
            }
        }

        return all;
    }

    private static string Value(ReadOnlyMemory<byte> der, int number)
    {
        try
        {
            var reader = new DerReader(der);
            var text = Utf8(reader.Content(new Asn1Tag(UniversalTagNumber.UTF8String)).Span);
            reader.End();
            return text;
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException($"the certificate's extension 1.3.6.1.4.1.57264.1.{number} is not a UTF8String", e);
        }
    }
}
