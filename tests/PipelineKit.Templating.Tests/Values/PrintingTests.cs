using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class PrintingTests
{
    [Theory]
    [InlineData("null", "")]
    [InlineData("true", "true")]
    [InlineData("1.0", "1")]
    [InlineData("1.5", "1.5")]
    [InlineData("0.00001", "1E-05")]
    [InlineData("1e20 * 1.0", "1E+20")]
    [InlineData("1.50m", "1.50")]
    [InlineData("1.1f", "1.1")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("0xFFFFFFFF", "-1")]
    [InlineData("-0.0", "-0")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("[1, 'a', null, true, 1.5]", "[1, \"a\", null, true, 1.5]")]
    [InlineData("[[1], [[]]]", "[[1], [[]]]")]
    [InlineData("{a: 1, 'b-c': 'x', d: null, e: [1], f: {g: 1}}", "{a: 1, \"b-c\": \"x\", d: null, e: [1], f: {g: 1}}")]
    [InlineData("{'1a': 1, '': 2, _b: 3}", "{\"1a\": 1, \"\": 2, _b: 3}")]
    [InlineData("['a\"b', 'c\\\\d', 'e\\nf\\tg', '\\x01', '\\u0007\\b\\v\\f\\r']", "[\"a\\\"b\", \"c\\\\d\", \"e\\nf\\tg\", \"\\x01\", \"\\a\\b\\v\\f\\r\"]")]
    [InlineData("['é€']", "[\"é€\"]")]
    [InlineData("[empty]", "[null]")]
    [InlineData("empty", "")]
    [InlineData("@string.size", "<function>")]
    [InlineData("[@string.size]", "[<function>]")]
    [InlineData("timespan.from_minutes 90", "01:30:00")]
    [InlineData("[timespan.from_days 2]", "[2.00:00:00]")]
    [InlineData("date.parse '2016/01/05'", "05 Jan 2016")]
    [InlineData("[date.parse('2016/01/05')]", "[05 Jan 2016]")]
    public void As_the_language_prints_it(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Fact]
    public void Printing_goes_as_deep_as_the_limit()
    {
        var options = new TemplateRenderOptions { Limits = TemplateLimits.Scriban with { ObjectRecursionLimit = 3 } };
        Assert.Equal("[[1]]", Try.Value("[[1]]", options));
        Assert.Contains("too deeply nested", Try.Value("[[[1]]]", options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_longer_than_the_limit_is_cut_in_scriban_and_an_error_in_manifests()
    {
        var scriban = new TemplateRenderOptions { Limits = TemplateLimits.Scriban with { StringLength = 10, OutputLength = 0 } };
        Assert.Equal("[1, 2, 3, ...", Try.Value("1..50", scriban));

        var manifest = Try.Manifest with { Limits = TemplateLimits.Manifest with { StringLength = 10 } };
        Assert.StartsWith("text(1,", Try.Value("1..50", manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_printed_by_the_culture()
    {
        var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        Assert.Equal("1,5 [2,5]", Try.Render("{{ 1.5 }} {{ [2.5] }}", new TemplateRenderOptions { Culture = german }));
    }
}
