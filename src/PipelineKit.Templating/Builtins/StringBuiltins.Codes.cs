using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Templating.Builtins;

/// <summary>Escapes, Base64, hashes. Hashes are those of the UTF-8 of the text, in lower-case hexadecimal.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Templates ask for SHA-1 by name, for keys and file names; nothing is protected by it.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Templates ask for MD5 by name, for keys and file names; nothing is protected by it.")]
internal static partial class StringBuiltins
{
    private static ScriptValue EncodeBase64(NativeCall call)
    {
        var bytes = Utf8(call, 0);
        call.Context.CheckLength((bytes.Length + 2L) / 3 * 4);
        return Convert.ToBase64String(bytes);
    }

    private static ScriptValue DecodeBase64(NativeCall call)
    {
        var text = call.Text(0);
        var bytes = new byte[(text.Length + 3) / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw call.Context.Error(
                "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.");
    }

    private static ScriptValue Escape(NativeCall call) => call.TextOrNull(0) is { } text ? Escaped(call.Context, text) : default(ScriptValue);

    private static ScriptValue Literal(NativeCall call)
    {
        if (call.TextOrNull(0) is not { } text)
        {
            return default;
        }

        var escaped = Escaped(call.Context, text);
        call.Context.CheckLength(escaped.Length + 2L);
        return string.Concat("\"", escaped, "\"");
    }

    private static string Escaped(RenderContext context, string text)
    {
        var length = 0L;
        foreach (var c in text)
        {
            length += IsPlain(c) ? 1 : EscapeOf(c).Length;
        }

        if (length == text.Length)
        {
            return text;
        }

        context.CheckLength(length);
        context.ChargeText(length);
        var result = new StringBuilder((int)length);
        foreach (var c in text)
        {
            if (IsPlain(c))
            {
                result.Append(c);
            }
            else
            {
                result.Append(EscapeOf(c));
            }
        }

        return result.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and not ('"' or '\\');

    private static string EscapeOf(char c) => c switch
    {
        '\a' => @"\a",
        '\b' => @"\b",
        '\t' => @"\t",
        '\n' => @"\n",
        '\v' => @"\v",
        '\f' => @"\f",
        '\r' => @"\r",
        '"' => "\\\"",
        '\\' => @"\\",
        _ => $"\\x{(int)c:x2}",
    };

    private static ScriptValue HmacSha1(NativeCall call) => Convert.ToHexStringLower(HMACSHA1.HashData(Utf8(call, 1), Utf8(call, 0)));

    private static ScriptValue HmacSha256(NativeCall call) => Convert.ToHexStringLower(HMACSHA256.HashData(Utf8(call, 1), Utf8(call, 0)));

    private static ScriptValue HmacSha512(NativeCall call) => Convert.ToHexStringLower(HMACSHA512.HashData(Utf8(call, 1), Utf8(call, 0)));

    private static ScriptValue Md5(NativeCall call) => Convert.ToHexStringLower(MD5.HashData(Utf8(call, 0)));

    private static ScriptValue Sha1(NativeCall call) => Convert.ToHexStringLower(SHA1.HashData(Utf8(call, 0)));

    private static ScriptValue Sha256(NativeCall call) => Convert.ToHexStringLower(SHA256.HashData(Utf8(call, 0)));

    private static ScriptValue Sha512(NativeCall call) => Convert.ToHexStringLower(SHA512.HashData(Utf8(call, 0)));

    private static byte[] Utf8(NativeCall call, int index) => Encoding.UTF8.GetBytes(call.Text(index));
}
