using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Ci;

/// <summary>
/// JSON for people and machines: indented by two spaces, line feeds only, letters of every language as they are. What could break out
/// of the place it is shown in (HTML, a CI log, the order of reading) is written as <c>\u</c> escapes, which mean the same to a reader.
/// </summary>
public static class SafeJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        IndentCharacter = ' ',
        IndentSize = 2,
        NewLine = "\n",
    };

    /// <summary>The document the callback writes, with a line feed at its end.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Harden(Encoding.UTF8.GetString(buffer.WrittenSpan)) + "\n";
    }

    /// <summary>An element in this form.</summary>
    public static string Format(JsonElement element) => Write(element.WriteTo);

    /// <summary>The inside of a JSON string in this form.</summary>
    internal static string Escape(string text) => Harden(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));

    // These characters can stand only inside strings of a JSON document, so replacing them anywhere is safe.
    private static string Harden(string json)
    {
        var result = new StringBuilder(json.Length + 64);
        var previous = '\0';
        foreach (var c in json)
        {
            if (c is '<' or '>' or '&' || (c == '#' && previous == '#') || (c != '\n' && SafeText.IsHidden(c)))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                result.Append(c);
            }

            previous = c;
        }

        return result.ToString();
    }
}
