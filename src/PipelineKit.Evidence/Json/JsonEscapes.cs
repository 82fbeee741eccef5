using System.Buffers.Text;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>Escapes of JSON texts (RFC 8259 section 7).</summary>
internal static class JsonEscapes
{
    /// <summary>The text without its escapes, which are known to be well-formed.</summary>
    /// <param name="text">As it is written, without quotes.</param>
    /// <param name="target">At least as long.</param>
    /// <returns>How many bytes it has; -1 when an escape is half of a character.</returns>
    public static int Remove(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var count = 0;
        while (text.IndexOf((byte)'\\') is >= 0 and var plain)
        {
            text[..plain].CopyTo(target[count..]);
            count += plain;
            var sign = text[plain + 1];
            text = text[(plain + 2)..];
            if (sign == 'u')
            {
                if (!TryCharacter(ref text, out var character))
                {
                    return -1;
                }

                count += character.EncodeToUtf8(target[count..]);
                continue;
            }

            target[count++] = sign switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => sign,
            };
        }

        text.CopyTo(target[count..]);
        return count + text.Length;
    }

    private static bool TryCharacter(ref ReadOnlySpan<byte> text, out Rune character)
    {
        var first = Unit(ref text);
        if (!char.IsHighSurrogate(first))
        {
            return Rune.TryCreate(first, out character);
        }

        character = default;
        if (!text.StartsWith("\\u"u8))
        {
            return false;
        }

        text = text[2..];
        return Rune.TryCreate(first, Unit(ref text), out character);
    }

    private static char Unit(ref ReadOnlySpan<byte> text)
    {
        _ = Utf8Parser.TryParse(text[..4], out ushort unit, out _, 'x');
        text = text[4..];
        return (char)unit;
    }
}
