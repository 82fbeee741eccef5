using PipelineKit.Templating.Tests.Values;
using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

public sealed class ObjectBuiltinsTests
{
    [Theory]
    [InlineData("null | object.default 'Yo'", "Yo")]
    [InlineData("'' | object.default 'Yo'", "Yo")]
    [InlineData("' ' | object.default 'Yo'", " ")]
    [InlineData("0 | object.default 'Yo'", "0")]
    [InlineData("255 | object.format 'X4'", "00FF")]
    [InlineData("1523 | object.format 'N2' 'en-US'", "1,523.00")]
    [InlineData("1523 | object.format 'N2' 'fr-FR'", "1\u202F523,00")]
    [InlineData("42 | object.format null", "42")]
    [InlineData("null | object.format 'N2'", "")]
    [InlineData("date.parse('2016/01/05') | object.format 'yyyy-MM'", "2016-01")]
    [InlineData("timespan.from_hours 30 | object.format 'c'", "1.06:00:00")]
    [InlineData("{a: 1} | object.has_key 'a'", "true")]
    [InlineData("{a: 1} | object.has_key 'b'", "false")]
    [InlineData("{a: null} | object.has_key 'a'", "true")]
    [InlineData("{a: null} | object.has_value 'a'", "false")]
    [InlineData("{a: 0} | object.has_value 'a'", "true")]
    [InlineData("null | object.has_key 'a'", "false")]
    [InlineData("{b: 1, a: 2} | object.keys", "[\"b\", \"a\"]")]
    [InlineData("null | object.keys", "[]")]
    [InlineData("{b: 1, a: 2} | object.values", "[1, 2]")]
    [InlineData("null | object.values", "[]")]
    [InlineData("'abc' | object.size", "3")]
    [InlineData("[1, 2] | object.size", "2")]
    [InlineData("(1..7) | object.size", "7")]
    [InlineData("{a: 1} | object.size", "1")]
    [InlineData("5 | object.size", "0")]
    [InlineData("null | object.size", "0")]
    public void Objects(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("null", "", "")]
    [InlineData("true", "boolean", "bool")]
    [InlineData("1", "number", "int")]
    [InlineData("3000000000", "number", "long")]
    [InlineData("30000000000000000000", "number", "bigint")]
    [InlineData("1.0", "number", "double")]
    [InlineData("1f", "number", "float")]
    [InlineData("1m", "number", "decimal")]
    [InlineData("'x'", "string", "string")]
    [InlineData("(1..2)", "iterator", "range")]
    [InlineData("[1]", "array", "array")]
    [InlineData("{}", "object", "object")]
    [InlineData("object", "object", "object")]
    [InlineData("@string.size", "object", "function")]
    [InlineData("timespan.zero", "object", "TimeSpan")]
    public void Types_have_a_coarse_and_a_fine_name(string value, string type, string kind)
    {
        Assert.Equal(type, Try.Value(value + " | object.typeof"));
        Assert.Equal(kind, Try.Value(value + " | object.kind"));
    }

    [Theory]
    [InlineData("{foo: 'bar', baz: [1, 2.5, null, true]}", """{"foo":"bar","baz":[1,2.5,null,true]}""")]
    [InlineData("null", "null")]
    [InlineData("'a\"b<c>&d\\'e+f`g\\\\h/é€\\n\\t\\x01'", "\"a\\u0022b\\u003Cc\\u003E\\u0026d\\u0027e\\u002Bf\\u0060g\\\\h/\\u00E9\\u20AC\\n\\t\\u0001\"")]
    [InlineData("(1..3)", "[1,2,3]")]
    [InlineData("1e20 * 1.0", "1E+20")]
    [InlineData("1.50m", "1.50")]
    [InlineData("timespan.from_minutes 90", "\"01:30:00\"")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    public void Values_as_JSON(string expression, string expected) => Assert.Equal(expected, Try.Value("(" + expression + ") | object.to_json"));

    [Fact]
    public void Dates_as_JSON_are_ISO_8601_with_their_zone() =>
        Assert.Equal("\"2016-01-05T10:20:30+00:00\"", Try.Value("date.parse('2016/01/05 10:20:30') | object.to_json", Try.Manifest));

    [Theory]
    [InlineData("obj = `{ \"foo\": 123 }` | object.from_json; obj.foo", "123")]
    [InlineData("`[1, 2.50, \"x\", true, null, {\"a\": []}]` | object.from_json", "[1, 2.50, \"x\", true, null, {a: []}]")]
    [InlineData("`1e2` | object.from_json", "100")]
    [InlineData("`5` | object.from_json | object.kind", "decimal")]
    [InlineData("(`{\"a\":1,\"a\":2}` | object.from_json).a", "2")]
    public void Values_from_JSON(string code, string expected) => Assert.Equal(expected, Try.Value(code));

    [Theory]
    [InlineData("5", "int")]
    [InlineData("3000000000", "long")]
    [InlineData("30000000000000000000", "bigint")]
    [InlineData("2.50", "decimal")]
    [InlineData("1e2", "double")]
    public void In_manifests_numbers_of_JSON_keep_their_type(string json, string kind) =>
        Assert.Equal(kind, Try.Value($"`{json}` | object.from_json | object.kind", Try.Manifest));

    [Theory]
    [InlineData("'x' | object.format 'N2'", "Unexpected `x`. Must be a formattable object")]
    [InlineData("@string.size | object.to_json", "Can not serialize functions to JSON. (Parameter 'value')")]
    [InlineData("{f: @string.size} | object.to_json", "Can not serialize functions to JSON. (Parameter 'value')")]
    [InlineData("(1 / 0) | object.to_json", ".NET number values")]
    [InlineData("'{' | object.from_json", "The text is no JSON (1,2): ")]
    [InlineData("5 | object.has_key 'a'", "Unable to convert type `int` to ")]
    public void Refusals(string expression, string message) => Assert.Contains(" : error : " + message, Try.Value(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("'1 + 2' | object.eval", "3")]
    [InlineData("x = 5; 'x * 2' | object.eval", "10")]
    [InlineData("5 | object.eval", "5")]
    [InlineData("null | object.eval", "")]
    [InlineData("'a{' + '{ 1 + 2 }' + '}b' | object.eval_template", "a3b")]
    [InlineData("func f; ret 7; end; @f | object.eval", "7")]
    public void Text_runs_as_code(string code, string expected) => Assert.Equal(expected, Try.Value(code));

    [Theory]
    [InlineData("'1 + 2' | object.eval")]
    [InlineData("'1 + 2' | object.eval_template")]
    public void In_manifests_text_is_no_code(string code) => Assert.Contains("does not run text as code", Try.Value(code, Try.Manifest), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_stands_twice_is_an_error_in_manifests() =>
        Assert.Contains("stands twice", Try.Value("`{\"a\":1,\"a\":2}` | object.from_json", Try.Manifest), StringComparison.Ordinal);

    [Fact]
    public void JSON_goes_as_deep_as_the_limit()
    {
        var options = new TemplateRenderOptions { Limits = TemplateLimits.Scriban with { ObjectRecursionLimit = 3 } };
        Assert.Equal("[[1]]", Try.Value("[[1]] | object.to_json", options));
        Assert.Contains("too deeply nested", Try.Value("[[[1]]] | object.to_json", options), StringComparison.Ordinal);
    }
}
