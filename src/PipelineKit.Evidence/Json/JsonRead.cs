using System.Buffers.Text;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// How the readers of formats walk through a value that <see cref="JsonInput"/> gives them. The rule of position: a method begins at the first token of its value and ends at the last.
/// What does not fit throws <see cref="JsonWrongException"/>; what is not in memory yet throws <see cref="JsonIncompleteException"/>, and the value is begun again: keep nothing before it is read whole.
/// </summary>
internal static class JsonRead
{
    /// <summary>The answer of <see cref="NextMember"/> at the end of the object.</summary>
    public const int End = -1;

    /// <summary>Goes into an object; false for null.</summary>
    public static bool EnterObject(this ref JsonScan reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        _ => throw JsonWrongException.Expected(reader, "an object"),
    };

    /// <summary>Goes into an array; false for null.</summary>
    public static bool EnterArray(this ref JsonScan reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => true,
        JsonTokenType.Null => false,
        _ => throw JsonWrongException.Expected(reader, "an array"),
    };

    /// <summary>Goes to the value of the next member that is in the table, over all others; <see cref="End"/> at the end of the object. A member of the table that stands twice is refused.</summary>
    /// <param name="reader">Inside an object.</param>
    /// <param name="members">What is looked for.</param>
    /// <param name="seen">Which were there; begin with 0.</param>
    public static int NextMember(this ref JsonScan reader, MemberTable members, ref ulong seen)
    {
        while (reader.NextName())
        {
            var member = members.Find(ref reader);
            if (member < 0)
            {
                reader.PassMember();
                continue;
            }

            reader.Next();
            var bit = 1UL << member;
            if ((seen & bit) != 0)
            {
                throw new JsonWrongException(reader.TokenStartIndex, "is there twice");
            }

            seen |= bit;
            return member;
        }

        return End;
    }

    /// <summary>Goes to the value of the next member of an object whose names are data; null at the end.</summary>
    public static string? NextName(this ref JsonScan reader, TextPool texts)
    {
        if (!reader.NextName())
        {
            return null;
        }

        var name = texts.Get(ref reader);
        reader.Next();
        return name;
    }

    /// <summary>A text; null for null.</summary>
    public static string? Text(this ref JsonScan reader, TextPool texts) => reader.TokenType switch
    {
        JsonTokenType.String => texts.Get(ref reader),
        JsonTokenType.Null => null,
        _ => throw JsonWrongException.Expected(reader, "text"),
    };

    /// <summary>A number; null for null. One beyond what a double holds is refused: it would be infinite.</summary>
    public static double? Number(this ref JsonScan reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when Utf8Parser.TryParse(reader.ValueSpan, out double number, out _) && double.IsFinite(number):
                return number;
            case JsonTokenType.Number:
                throw new JsonWrongException(reader.TokenStartIndex, "is beyond all numbers");
            default:
                throw JsonWrongException.Expected(reader, "a number");
        }
    }

    /// <summary>A whole number of 32 bits; null for null.</summary>
    public static int? Integer(this ref JsonScan reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when Utf8Parser.TryParse(reader.ValueSpan, out int number, out var length) && length == reader.ValueSpan.Length => number,
        JsonTokenType.Number => throw new JsonWrongException(reader.TokenStartIndex, "is no whole number of 32 bits"),
        _ => throw JsonWrongException.Expected(reader, "a number"),
    };

    /// <summary>True or false; null for null.</summary>
    public static bool? Truth(this ref JsonScan reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        _ => throw JsonWrongException.Expected(reader, "true or false"),
    };

    /// <summary>An instant (RFC 3339; a date alone is its beginning in UTC); null for null and for the zero instant Go writes when there is none.</summary>
    public static DateTimeOffset? Instant(this ref JsonScan reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw JsonWrongException.Expected(reader, "a time");
        }

        Span<byte> unescaped = stackalloc byte[256];
        scoped var text = reader.ValueSpan;
        if (reader.ValueIsEscaped && text.Length <= unescaped.Length)
        {
            text = unescaped[..reader.Unescape(unescaped)];
        }

        return Instants.TryParse(text, out var instant) ? instant : throw new JsonWrongException(reader.TokenStartIndex, "is no time of RFC 3339");
    }

    /// <summary>The texts of an array; empty for null. Elements that are null are left out.</summary>
    public static List<string>? Texts(this ref JsonScan reader, TextPool texts)
    {
        List<string>? list = null;
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                if (reader.Text(texts) is { } text)
                {
                    (list ??= []).Add(text);
                }
            }
        }

        return list;
    }

    /// <summary>The text or name the reader is at, without its escapes, as UTF-8.</summary>
    /// <returns>How many bytes it has.</returns>
    public static int Unescape(this ref JsonScan reader, scoped Span<byte> target) => Unescape(reader.ValueSpan, target, reader.TokenStartIndex);

    /// <summary>A text or name without its escapes, as UTF-8.</summary>
    /// <param name="text">As it is written.</param>
    /// <param name="target">At least as long.</param>
    /// <param name="start">Where its token begins.</param>
    /// <returns>How many bytes it has.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, scoped Span<byte> target, long start) =>
        JsonEscapes.Remove(text, target) is >= 0 and var length ? length : throw new JsonWrongException(start, "has an escape that is half of a character (a lone surrogate)");
}
