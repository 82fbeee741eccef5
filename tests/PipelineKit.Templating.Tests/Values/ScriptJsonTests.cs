using System.Text;
using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class ScriptJsonTests
{
    [Theory]
    [InlineData("null", ScriptValueKind.Null)]
    [InlineData(" true ", ScriptValueKind.Boolean)]
    [InlineData("12", ScriptValueKind.Integer)]
    [InlineData("-2147483648", ScriptValueKind.Integer)]
    [InlineData("2147483648", ScriptValueKind.Long)]
    [InlineData("9223372036854775808", ScriptValueKind.BigInteger)]
    [InlineData("1.10", ScriptValueKind.Decimal)]
    [InlineData("0.1234567890123456789012345678", ScriptValueKind.Decimal)]
    [InlineData("0.12345678901234567890123456789012", ScriptValueKind.Double)]
    [InlineData("1e3", ScriptValueKind.Double)]
    [InlineData("-0.0", ScriptValueKind.Double)]
    [InlineData("\"x\"", ScriptValueKind.String)]
    [InlineData("[]", ScriptValueKind.Array)]
    [InlineData("{}", ScriptValueKind.Object)]
    public void Numbers_keep_the_type_that_holds_them(string json, ScriptValueKind kind) => Assert.Equal(kind, ScriptJson.Parse(json, exactNumbers: true).Kind);

    [Theory]
    [InlineData("12")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.10")]
    [InlineData("-1.50")]
    [InlineData("\"a\\nb\\u00E9\"")]
    [InlineData("[1,[2,{\"a\":null}],true]")]
    [InlineData("{\"b\":1,\"a\":{\"c\":[]}}")]
    public void What_is_read_is_written_again(string json) =>
        Assert.Equal(json, ScriptJson.Write(context: null, ScriptJson.Parse(json, exactNumbers: true), indented: false, escapeNonAscii: true));

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("  ", 1, 3)]
    [InlineData("nul", 1, 1)]
    [InlineData("1 2", 1, 3)]
    [InlineData("01", 1, 1)]
    [InlineData("1.", 1, 3)]
    [InlineData("1e", 1, 3)]
    [InlineData("-", 1, 2)]
    [InlineData("+1", 1, 1)]
    [InlineData(".5", 1, 1)]
    [InlineData("NaN", 1, 1)]
    [InlineData("1e400", 1, 1)]
    [InlineData("[1,]", 1, 4)]
    [InlineData("[1 2]", 1, 4)]
    [InlineData("{\"a\":1,}", 1, 8)]
    [InlineData("{a:1}", 1, 2)]
    [InlineData("{\"a\" 1}", 1, 6)]
    [InlineData("{\n \"a\": 1,\n \"a\": 2}", 3, 2)]
    [InlineData("\"a", 1, 1)]
    [InlineData("\"a\nb\"", 1, 3)]
    [InlineData("\"\\x\"", 1, 2)]
    [InlineData("\"\\u12\"", 1, 2)]
    [InlineData("\"\\u12G4\"", 1, 2)]
    [InlineData("'a'", 1, 1)]
    [InlineData("// x\n1", 1, 1)]
    [InlineData("[", 1, 2)]
    [InlineData("\uFEFF1", 1, 1)]
    public void What_is_no_JSON_is_refused_at_its_place(string json, int line, int column)
    {
        var error = Assert.Throws<ScriptJsonException>(() => ScriptJson.Parse(json, exactNumbers: true));

        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() =>
        Assert.Equal(3, Assert.Throws<ScriptJsonException>(static () => ScriptJson.Parse([.. "[\""u8, 0xFF, .. "\"]"u8], exactNumbers: true)).Column);

    [Fact]
    public void Nesting_has_a_bound()
    {
        var deepest = new string('[', ScriptJson.MaxDepth) + new string(']', ScriptJson.MaxDepth);
        Assert.Equal(ScriptValueKind.Array, ScriptJson.Parse(deepest, exactNumbers: true).Kind);
        Assert.Throws<ScriptJsonException>(() => ScriptJson.Parse("[" + deepest + "]", exactNumbers: true));
        Assert.Throws<ScriptJsonException>(() => ScriptJson.Parse(new string('[', 1_000_000), exactNumbers: true));
    }

    [Fact]
    public void A_number_of_a_million_digits_is_refused_before_it_costs_time() =>
        Assert.Throws<ScriptJsonException>(() => ScriptJson.Parse(new string('9', 1_000_000), exactNumbers: true));

    [Fact]
    public void Of_names_that_stand_twice_the_last_counts_where_that_is_allowed() =>
        Assert.Equal(2, ScriptJson.Parse("{\"a\":1,\"a\":2}", exactNumbers: true, allowDuplicateKeys: true).AsObject!["a"].AsLong);

    [Fact]
    public void Without_exact_numbers_every_number_is_a_decimal()
    {
        Assert.Equal(ScriptValueKind.Decimal, ScriptJson.Parse("123", exactNumbers: false).Kind);
        Assert.Equal(1500m, ScriptJson.Parse("1.5e3", exactNumbers: false).AsDecimal);
        Assert.Throws<ScriptJsonException>(() => ScriptJson.Parse("1e40", exactNumbers: false));
    }

    [Fact]
    public void Escapes_are_read_in_texts_and_names()
    {
        var value = ScriptJson.Parse("""{"a\u0062\/\\\"\b\f\n\r\t": "\ud83d\ude00ü"}""", exactNumbers: true).AsObject!;

        Assert.Equal("ab/\\\"\b\f\n\r\t", value.Keys[0]);
        Assert.Equal("😀ü", value.Values[0].AsString);
    }

    [Fact]
    public void Equal_names_of_many_objects_are_one_string()
    {
        var list = ScriptJson.Parse("""[{"name":1},{"name":2}]""", exactNumbers: true).AsArray!;

        Assert.Same(list[0].AsObject!.Keys[0], list[1].AsObject!.Keys[0]);
    }

    [Fact]
    public void Readable_JSON_is_indented_and_keeps_its_letters()
    {
        var value = ScriptJson.Parse("""{"a":["<é>",{}],"b":{"c":1}}""", exactNumbers: true);
        const string Expected = """
            {
              "a": [
                "<é>",
                {}
              ],
              "b": {
                "c": 1
              }
            }
            """;
        Assert.Equal(Expected, ScriptJson.Write(context: null, value, indented: true, escapeNonAscii: false));
    }

    [Fact]
    public void A_cycle_a_function_and_an_infinite_number_are_refused()
    {
        var cycle = new ScriptArray();
        cycle.Add(ScriptValue.Of(cycle));
        Assert.Throws<InvalidOperationException>(() => ScriptJson.Write(context: null, ScriptValue.Of(cycle), indented: false, escapeNonAscii: true));
        Assert.Throws<InvalidOperationException>(() => ScriptJson.Write(context: null, ScriptValue.Of(double.NaN), indented: false, escapeNonAscii: true));
        var function = new NativeFunction("f", [], static _ => default);
        Assert.Throws<InvalidOperationException>(() => ScriptJson.Write(context: null, ScriptValue.Of(function), indented: false, escapeNonAscii: true));
    }

    [Fact]
    public void The_reader_of_the_platform_agrees()
    {
        const string Json = """{"a":[1,-2,3.25,1e5,"x\u00e9\n",true,false,null],"b":{"c":{"d":[]}}}""";
        var ours = ScriptJson.Write(context: null, ScriptJson.Parse(Encoding.UTF8.GetBytes(Json), exactNumbers: true), indented: false, escapeNonAscii: true);

        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(Json), System.Text.Json.Nodes.JsonNode.Parse(ours)));
    }
}
