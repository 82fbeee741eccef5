using System.Text;

namespace PipelineKit.Templating;

/// <summary>JSON (RFC 8259) to values of templates and back, without a JSON library: numbers stay what was written.</summary>
public static class ScriptJson
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 64;

    /// <summary>Reads a JSON text.</summary>
    /// <param name="utf8">The text; a byte order mark is an error, as in the standard.</param>
    /// <param name="exactNumbers">
    /// Integers become the smallest integer type that holds them; fractions without an exponent a decimal where its 28 digits hold them exactly, others the nearest binary64;
    /// a number beyond that is an error. Otherwise every number is a decimal, as in the Scriban engine.
    /// </param>
    /// <param name="allowDuplicateKeys">Whether of members of the same name the last one counts; otherwise they are an error.</param>
    /// <exception cref="ScriptJsonException">It is not JSON, too deep, or has a number or duplicate that is not taken.</exception>
    public static ScriptValue Parse(ReadOnlySpan<byte> utf8, bool exactNumbers, bool allowDuplicateKeys = false)
    {
        var reader = new JsonReader(utf8, exactNumbers, allowDuplicateKeys);
        return reader.ReadDocument();
    }

    /// <summary>Reads a JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="exactNumbers">See <see cref="Parse(ReadOnlySpan{byte}, bool, bool)"/>.</param>
    /// <param name="allowDuplicateKeys">See <see cref="Parse(ReadOnlySpan{byte}, bool, bool)"/>.</param>
    public static ScriptValue Parse(string text, bool exactNumbers, bool allowDuplicateKeys = false) =>
        Parse(Encoding.UTF8.GetBytes(text), exactNumbers, allowDuplicateKeys);

    /// <summary>Writes a value as JSON.</summary>
    /// <param name="context">The rendering that pays and whose limits of depth and length hold; null takes a depth of <see cref="MaxDepth"/> and no other limit.</param>
    /// <param name="value">Any value; dates become ISO 8601 texts, functions are an error.</param>
    /// <param name="indented">Two blanks a level and <c>\n</c>; otherwise no white space at all.</param>
    /// <param name="escapeNonAscii">Whether characters beyond ASCII, and those that mean something in HTML, are written as <c>\uXXXX</c>.</param>
    /// <exception cref="TemplateException">Too deep, a reference to itself, a function, or a number JSON does not have; with a <paramref name="context"/>.</exception>
    /// <exception cref="InvalidOperationException">The same, without one.</exception>
    public static string Write(RenderContext? context, ScriptValue value, bool indented, bool escapeNonAscii)
    {
        var writer = new JsonWriter(context, indented, escapeNonAscii);
        writer.Write(value);
        return writer.ToString();
    }
}
