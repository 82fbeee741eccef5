using static PipelineKit.Templating.Builtins.Parameter;

namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin object <c>string</c>. Comparison is by UTF-16 code unit: the process has no cultures.</summary>
internal static partial class StringBuiltins
{
    public static ScriptObject Create()
    {
        var builtin = new BuiltinObject("string");
        AddParts(builtin);
        AddShapes(builtin);
        AddSearch(builtin);
        AddCodes(builtin);
        AddNumbers(builtin);
        return builtin.Done();
    }

    private static void AddParts(BuiltinObject builtin) => builtin
        .Add("append", Append, Text("text"), Text("with"))
        .Add("prepend", Prepend, Text("text"), Text("by"))
        .Add("remove", Remove, Text("text"), Text("remove"))
        .Add("remove_first", RemoveFirst, Text("text"), Text("remove"))
        .Add("remove_last", RemoveLast, Text("text"), Text("remove"))
        .Add("replace", Replace, Text("text"), Text("match"), Text("replace"))
        .Add("replace_first", ReplaceFirst, Text("text"), Text("match"), Text("replace"), new("fromEnd", ParameterKind.Boolean, IsOptional: true, Default: false))
        .Add("slice", Slice, Text("text"), Integer("start"), Integer("length").Or(default))
        .Add("slice1", SliceOne, Text("text"), Integer("start"), Integer("length").Or(1))
        .Add("split", Split, Text("text"), Text("match"))
        .Add("truncate", Truncate, Text("text"), Integer("length"), Text("ellipsis").Or(default))
        .Add("truncatewords", TruncateWords, Text("text"), Integer("count"), Text("ellipsis").Or(default));

    private static void AddShapes(BuiltinObject builtin) => builtin
        .Add("capitalize", Capitalize, Text("text"))
        .Add("capitalizewords", CapitalizeWords, Text("text"))
        .Add("downcase", static call => call.TextOrNull(0)?.ToLowerInvariant(), Text("text"))
        .Add("handleize", Handleize, Text("text"))
        .Add("lstrip", static call => call.TextOrNull(0)?.TrimStart(), Text("text"))
        .Add("pad_left", static call => Padded(call, isLeft: true), Text("text"), Integer("width"))
        .Add("pad_right", static call => Padded(call, isLeft: false), Text("text"), Integer("width"))
        .Add("pluralize", static call => call.Integer(0) == 1 ? call[1] : call[2], Integer("number"), Text("singular"), Text("plural"))
        .Add("rstrip", static call => call.TextOrNull(0)?.TrimEnd(), Text("text"))
        .Add("strip", static call => call.TextOrNull(0)?.Trim(), Text("text"))
        .Add("strip_newlines", StripNewlines, Text("text"))
        .Add("upcase", static call => call.TextOrNull(0)?.ToUpperInvariant(), Text("text"));

    private static void AddSearch(BuiltinObject builtin) => builtin
        .Add("contains", static call => call.Text(1) is { Length: > 0 } value && call.Text(0).Contains(value, StringComparison.Ordinal), Text("text"), Text("value"))
        .Add("empty", static call => string.IsNullOrEmpty(call[0].AsString), Text("text"))
        .Add("ends_with", static call => call.Text(1) is { Length: > 0 } value && call.Text(0).EndsWith(value, StringComparison.Ordinal), Text("text"), Text("value"))
        .Add("equals_ignore_case", EqualsIgnoreCase, Text("text"), Text("value"))
        .Add(
            "index_of", IndexOf, Text("text"), Text("search"), Integer("startIndex").Or(default), Integer("count").Or(default), Text("stringComparison").Or(default))
        .Add("size", static call => call[0].AsString?.Length ?? 0, Text("text"))
        .Add("starts_with", static call => call.Text(1) is { Length: > 0 } value && call.Text(0).StartsWith(value, StringComparison.Ordinal), Text("text"), Text("value"))
        .Add("whitespace", static call => string.IsNullOrWhiteSpace(call.TextOrNull(0)), Text("text"));

    private static void AddCodes(BuiltinObject builtin) => builtin
        .Add("base64_decode", DecodeBase64, Text("text"))
        .Add("base64_encode", EncodeBase64, Text("text"))
        .Add("escape", Escape, Text("text"))
        .Add("hmac_sha1", HmacSha1, Text("text"), Text("secretKey"))
        .Add("hmac_sha256", HmacSha256, Text("text"), Text("secretKey"))
        .Add("hmac_sha512", HmacSha512, Text("text"), Text("secretKey"))
        .Add("literal", Literal, Text("text"))
        .Add("md5", Md5, Text("text"))
        .Add("sha1", Sha1, Text("text"))
        .Add("sha256", Sha256, Text("text"))
        .Add("sha512", Sha512, Text("text"));

    private static void AddNumbers(BuiltinObject builtin) => builtin
        .Add("to_double", ToDouble, Text("text"))
        .Add("to_float", ToFloat, Text("text"))
        .Add("to_int", ToInteger, Text("text"))
        .Add("to_long", ToLong, Text("text"));
}
