using System.Text;
using PipelineKit.Failures;
using PipelineKit.Render.Values;
using PipelineKit.Templating;
using Xunit;

namespace PipelineKit.Tests.Render.Values;

public sealed class ValuesReaderTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# nothing\n", "{}")]
    [InlineData("a: 1\nb: [x, 2.50, null, 'true']\n", """{"a":1,"b":["x",2.50,null,"true"]}""")]
    [InlineData("a: |\n  one\n  two\n", """{"a":"one\ntwo\n"}""")]
    [InlineData("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n", """{"base":{"x":1,"y":2},"own":{"x":1,"y":3}}""")]
    [InlineData("m: {<<: [{x: 1}, {x: 2, z: 3}]}\n", """{"m":{"x":1,"z":3}}""")]
    [InlineData("""{"a": {"b": [1, "2"]}}""", """{"a":{"b":[1,"2"]}}""")]
    public void A_values_file_is_read_as_what_it_says(string text, string expected) =>
        Assert.Equal(expected, ScriptJson.Write(null, ValuesReader.Read(Encoding.UTF8.GetBytes(text), "values.yaml"), indented: false, escapeNonAscii: false));

    [Fact]
    public void A_JSON_file_keeps_its_numbers() =>
        Assert.Equal("""{"big":12345678901234567890123,"exact":1.10}""", ScriptJson.Write(null, ValuesReader.Read("""{"big": 12345678901234567890123, "exact": 1.10}"""u8.ToArray(), "values.json"), indented: false, escapeNonAscii: false));

    [Fact]
    public void A_JSON_file_may_begin_with_a_byte_order_mark() =>
        Assert.True(ValuesReader.Read(Encoding.UTF8.GetBytes("\uFEFF{\"x\": 1}"), "values.json").Has("x"));

    [Theory]
    [InlineData("values.yaml", "a: 1\na: 2\n", 2, 1)]
    [InlineData("values.yaml", "a: [1\n", 1, null)]
    [InlineData("values.yaml", "- 1\n", 1, 1)]
    [InlineData("values.yaml", "a: 1\n---\nb: 2\n", 3, null)]
    [InlineData("values.json", "{\n \"a\": }", 2, 7)]
    [InlineData("values.json", "[1]", null, null)]
    public void What_is_no_mapping_is_refused_at_its_place(string path, string text, int? line, int? column)
    {
        var failure = Assert.Single(Assert.Throws<FailureException>(() => ValuesReader.Read(Encoding.UTF8.GetBytes(text), path)).Failures);

        Assert.Equal(FailureCodes.BadValues, failure.Code);
        Assert.Equal((path, line), (failure.Place?.File, failure.Place?.Line));
        Assert.Equal(column ?? failure.Place?.Column, failure.Place?.Column);
    }

    [Fact]
    public void Later_values_win_mapping_by_mapping_and_null_takes_away()
    {
        var values = ValuesReader.Read("a: {x: 1, y: [1, 2]}\nb: 1\nc: null\n"u8.ToArray(), "one.yaml");

        ValuesMerge.Into(values, ValuesReader.Read("a: {y: [3], z: 4}\nb: null\n"u8.ToArray(), "two.yaml"));

        Assert.Equal("""{"a":{"x":1,"y":[3],"z":4},"c":null}""", ScriptJson.Write(null, values, indented: false, escapeNonAscii: false));
    }
}
