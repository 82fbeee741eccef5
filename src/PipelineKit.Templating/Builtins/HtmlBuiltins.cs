using System.Globalization;
using System.Text;
using static PipelineKit.Templating.Builtins.Parameter;

namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin object <c>html</c>.</summary>
internal static class HtmlBuiltins
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    // RFC 3986 section 2.2: what separates the parts of a URL.
    private const string Reserved = ":/?#[]@!$&'()*+,;=";

    public static ScriptObject Create() => new BuiltinObject("html")
        .Add("escape", Escape, Text("text"))
        .Add("newline_to_br", NewlineToBreak, Text("text"))
        .Add("strip", static call => call.TextOrNull(0) is { } text ? HtmlTags.Strip(text, call.Context) : default(ScriptValue), Text("text"))
        .Add("url_encode", static call => PercentEncoded(call, Unreserved), Text("text"))
        .Add("url_escape", static call => PercentEncoded(call, Unreserved + Reserved), Text("text"))
        .Done();

    private static ScriptValue Escape(NativeCall call)
    {
        if (call.TextOrNull(0) is not { } text)
        {
            return default;
        }

        var result = new BoundedText(call.Context);
        var kept = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('&' or '<' or '>' or '"' or '\'' or (>= '\u00A0' and <= '\u00FF')) && !char.IsSurrogate(text[i]))
            {
                continue;
            }

            result.Append(text.AsSpan(kept, i - kept));
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            result.Append(EntityOf(rune));
            i += length - 1;
            kept = i + 1;
        }

        result.Append(text.AsSpan(kept));
        return result.ToString();
    }

    private static string EntityOf(Rune character) => character.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        0xFFFD => "\uFFFD",
        var code => string.Create(CultureInfo.InvariantCulture, $"&#{code};"),
    };

    private static ScriptValue NewlineToBreak(NativeCall call)
    {
        if (call.TextOrNull(0) is not { } text)
        {
            return default;
        }

        var result = new BoundedText(call.Context);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')))
            {
                result.Append("<br />");
            }

            result.Append(text[i]);
        }

        return result.ToString();
    }

    private static ScriptValue PercentEncoded(NativeCall call, string kept)
    {
        if (call.TextOrNull(0) is not { } text)
        {
            return default;
        }

        var result = new BoundedText(call.Context);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && kept.Contains((char)rune.Value, StringComparison.Ordinal))
            {
                result.Append((char)rune.Value);
                continue;
            }

            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
            {
                result.Append('%');
                result.Append("0123456789ABCDEF"[b >> 4]);
                result.Append("0123456789ABCDEF"[b & 15]);
            }
        }

        return result.ToString();
    }
}
