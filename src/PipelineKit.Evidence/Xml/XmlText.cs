using System.Buffers;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The characters of an XML document from its bytes: UTF-8, or UTF-16 with a byte order mark. Invalid bytes, other encodings and characters that XML does not allow are refused.</summary>
internal static class XmlText
{
    /// <summary>The most bytes of an XML document. Bills of materials of this size are JSON; XML is read as a whole.</summary>
    public const int Largest = 32 << 20;

    private static readonly SearchValues<char> NotAllowed = SearchValues.Create("\x0B\x0C\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F\uFFFE\uFFFF");

    public static string Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        var most = (int)Math.Min(limits.Bytes, Largest);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (var count = content.Read(buffer); count > 0; count = content.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            if (bytes.Length + count > most)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, name, $"is larger than the {most} bytes that are read of XML");
            }

            bytes.Write(buffer, 0, count);
        }

        var text = Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), name);
        text = text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
        var wrong = text.AsSpan().IndexOfAnyInRange('\0', '\x08') is var control and >= 0 ? control : text.AsSpan().IndexOfAny(NotAllowed);
        if (wrong >= 0)
        {
            var (line, column) = new XmlSource(text, name).Place(wrong);
            throw new EvidenceException(EvidenceProblem.Damaged, name, $"has the character U+{(int)text[wrong]:X4}, which XML does not allow", line, column);
        }

        return text;
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return bytes switch
            {
                [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes[2..]),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes[2..]),
                [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes[3..]),
                _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes),
            };
        }
        catch (DecoderFallbackException e)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, name, "is not UTF-8 text, nor UTF-16 with a byte order mark", inner: e);
        }
    }
}
