using System.Text;
using System.Text.Json;
using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class JsonScanTests
{
    private const string Document = """
        {"a": "text", "long": "0123456789012345678901234567890123456789 \u00e9 \\ \" \n end", "n": [0, -1, 1.5, -0.25e+10, 1E5, 12345678901234567890],
          "lit": [true, false, null], "deep": {"x": [[[{}]], {"y": {"z": []}}], "": ""}, "é": "ü",		"last": { "p" :1 , "q":[ ] , "r":{ } } }
        """;

    /// <summary>What values may be.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5")]
    [InlineData("1E-5")]
    [InlineData("+1")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("truex")]
    [InlineData("tru")]
    [InlineData("nulll")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\tb\"")]
    [InlineData("\"a\u001f01234567890123456789012345678901234567890\"")]
    [InlineData("\"01234567890123456789012345678901234567890\u0001\"")]
    [InlineData("\"\u007f\"")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[}")]
    [InlineData("{]")]
    [InlineData("[]]")]
    [InlineData("// no\n1")]
    public void A_value_is_well_formed_when_it_is_for_the_framework(string value)
    {
        Check(value);
        Check($"[{value}]");
        Check($"{{\"member\" : {value}, \"other\":[{value},{value}]}}");
    }

    [Fact]
    public void Damage_is_seen_wherever_the_framework_sees_it()
    {
        var bytes = Encoding.UTF8.GetBytes(Document);
        var signs = "{}[]\",:\\ \n0-.eEtfnu/x\u0001"u8.ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var sign in signs)
            {
                if (bytes[at] < 0x80)
                {
                    var (changed, inserted) = (bytes.ToArray(), new List<byte>(bytes));
                    changed[at] = sign;
                    inserted.Insert(at, sign);
                    Check(changed);
                    Check([.. inserted]);
                }
            }
        }
    }

    [Fact]
    public void A_document_that_ends_early_is_never_whole()
    {
        var bytes = Encoding.UTF8.GetBytes(Document);
        for (var length = 0; length < bytes.Length; length++)
        {
            Check(bytes[..length]);
        }
    }

    [Fact]
    public void Nesting_is_bound_as_the_framework_binds_it()
    {
        for (var depth = 60; depth < 70; depth++)
        {
            Check(new string('[', depth) + new string(']', depth));
            Check(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth));
        }
    }

    [Theory]
    [InlineData("\\u0061\\u00e9\\u20ac\\ud83d\\ude00 \\b\\f\\n\\r\\t\\/\\\\\\\"", "aé€😀 \b\f\n\r\t/\\\"")]
    [InlineData("no escape", "no escape")]
    [InlineData("\\ud83dx", null)]
    [InlineData("\\ud83d\\u0061", null)]
    [InlineData("\\ude00", null)]
    [InlineData("end \\ud83d", null)]
    public void Escapes_are_taken_out(string written, string? text)
    {
        var source = Encoding.UTF8.GetBytes(written);
        var target = new byte[source.Length];
        var length = JsonEscapes.Remove(source, target);
        Assert.Equal(text, length < 0 ? null : Encoding.UTF8.GetString(target, 0, length));
    }

    private static void Check(string json) => Check(Encoding.UTF8.GetBytes(json));

    private static void Check(byte[] json)
    {
        var (expected, text) = (ByFramework(json), Encoding.UTF8.GetString(json));
        Assert.True(expected == Passed(json), $"passed over: {text}");
        Assert.Equal(expected ? Tokens(json) : null, Walked(json));
    }

    private static bool ByFramework(byte[] json)
    {
        try
        {
            _ = Tokens(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Tokens(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var tokens = new StringBuilder();
        while (reader.Read())
        {
            tokens.Append(reader.TokenType).Append(' ').Append(reader.TokenStartIndex).Append(' ').Append(IsText(reader.TokenType) ? Encoding.UTF8.GetString(reader.ValueSpan) + reader.ValueIsEscaped : "").Append('\n');
        }

        return tokens.ToString();
    }

    private static bool Passed(byte[] json)
    {
        try
        {
            var scan = new JsonScan(json, isLast: true, depth: 64, hasComma: false);
            scan.Next();
            scan.Pass();
            return IsBlank(json.AsSpan(scan.BytesConsumed));
        }
        catch (JsonIncompleteException)
        {
            return false;
        }
    }

    private static string? Walked(byte[] json)
    {
        try
        {
            var (tokens, depth) = (new StringBuilder(), 0);
            var reader = new JsonScan(json, isLast: true, depth: 64, hasComma: false);
            do
            {
                reader.Next();
                depth += reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? 1 : reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject ? -1 : 0;
                tokens.Append(reader.TokenType).Append(' ').Append(reader.TokenStartIndex).Append(' ').Append(IsText(reader.TokenType) ? Encoding.UTF8.GetString(reader.ValueSpan) + reader.ValueIsEscaped : "").Append('\n');
            }
            while (depth > 0);

            return IsBlank(json.AsSpan(reader.BytesConsumed)) ? tokens.ToString() : null;
        }
        catch (JsonIncompleteException)
        {
            return null;
        }
    }

    private static bool IsText(JsonTokenType type) => type is JsonTokenType.String or JsonTokenType.PropertyName;

    private static bool IsBlank(ReadOnlySpan<byte> rest) => !rest.ContainsAnyExcept(" \t\r\n"u8);
}
