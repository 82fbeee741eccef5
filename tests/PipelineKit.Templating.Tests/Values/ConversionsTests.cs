using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class ConversionsTests
{
    [Theory]
    [InlineData("'2'", "02")]
    [InlineData("' 2 '", "02")]
    [InlineData("'x'", "Unable to convert type `string` to int")]
    [InlineData("'2.5'", "Unable to convert type `string` to int")]
    [InlineData("3000000000", "Unable to convert type `long` to int")]
    [InlineData("1e300 * 1.0", "Unable to convert type `double` to int")]
    [InlineData("30000000000000000000", "Unable to convert type `bigint` to int")]
    [InlineData("[]", "Unable to convert type `array` to int")]
    [InlineData("{}", "Unable to convert type `object` to int")]
    [InlineData("timespan.zero", "Unable to convert type `TimeSpan` to int")]
    [InlineData("null", "00")]
    [InlineData("true", "01")]
    [InlineData("1.5", "02")]
    [InlineData("2.5", "02")]
    [InlineData("3.5m", "04")]
    public void To_an_integer(string value, string expected) =>
        Assert.EndsWith(expected, Try.Value("n = " + value + "; date.parse('2000/01/01') | date.add_years n | date.to_string '%y'"), StringComparison.Ordinal);

    [Theory]
    [InlineData("null", "0")]
    [InlineData("true", "1")]
    [InlineData("2", "2")]
    [InlineData("2.5f", "2")]
    [InlineData("2.5m", "2")]
    [InlineData("30000000000000000000", "3E+19")]
    [InlineData("'2'", "Unable to convert type `string` to `double`")]
    [InlineData("[]", "Unable to convert type `array` to `double`")]
    public void To_a_double(string value, string expected) => Assert.EndsWith(expected, Try.Value(value + " | math.floor"), StringComparison.Ordinal);

    [Theory]
    [InlineData("5 | array.first", "Unable to convert type `int` to `IEnumerable`")]
    [InlineData("5 | object.has_key 'a'", "Unable to convert type `int` to `IDictionary<string, object>`")]
    [InlineData("5 | date.to_string '%F'", "Unable to convert type `int` to `DateTime`")]
    [InlineData("'2016-01-05' | date.to_string '%d.%m.%Y'", "05.01.2016")]
    public void To_other_types(string expression, string expected) => Assert.EndsWith(expected, Try.Value(expression), StringComparison.Ordinal);
}
