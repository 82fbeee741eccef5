using PipelineKit.Templating.Tests.Values;
using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

public sealed class MathBuiltinsTests
{
    [Theory]
    [InlineData("-15.5 | math.abs", "15.5")]
    [InlineData("-5 | math.abs", "5")]
    [InlineData("-5.50m | math.abs", "5.50")]
    [InlineData("(-9223372036854775807 - 10) | math.abs", "9223372036854775817")]
    [InlineData("null | math.abs", "")]
    [InlineData("4.3 | math.ceil", "5")]
    [InlineData("-4.3 | math.ceil", "-4")]
    [InlineData("null | math.ceil", "0")]
    [InlineData("true | math.ceil", "1")]
    [InlineData("4.6 | math.floor", "4")]
    [InlineData("8.4 | math.divided_by 2", "4")]
    [InlineData("8.4 | math.divided_by 2.0", "4.2")]
    [InlineData("-7 | math.divided_by 2", "-4")]
    [InlineData("255 | math.format 'X4'", "00FF")]
    [InlineData("1234.5 | math.format 'N2'", "1,234.50")]
    [InlineData("1234.5 | math.format 'N2' 'de-DE'", "1.234,50")]
    [InlineData("1234.5 | math.format 'C' 'en-US'", "$1,234.50")]
    [InlineData("0.256 | math.format 'P1' 'en-US'", "25.6%")]
    [InlineData("1234.5 | math.format '#,##0.000'", "1,234.500")]
    [InlineData("42 | math.format null", "42")]
    [InlineData("null | math.format 'N2'", "")]
    [InlineData("255 | math.is_number", "true")]
    [InlineData("1.5m | math.is_number", "true")]
    [InlineData("'yo' | math.is_number", "false")]
    [InlineData("true | math.is_number", "false")]
    [InlineData("255 | math.minus 5", "250")]
    [InlineData("11 | math.modulo 10", "1")]
    [InlineData("1 | math.plus 2", "3")]
    [InlineData("'a' | math.plus 2", "a2")]
    [InlineData("2 | math.times 3", "6")]
    [InlineData("'a' | math.times 3", "aaa")]
    [InlineData("4.6 | math.round", "5")]
    [InlineData("2.5 | math.round", "2")]
    [InlineData("3.5 | math.round", "4")]
    [InlineData("4.5612 | math.round 2", "4.56")]
    [InlineData("(math.random 5 6)", "5")]
    [InlineData("math.uuid | string.size", "36")]
    public void Numbers(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("'x' | math.abs", "The value `x` is not a number")]
    [InlineData("'4.3' | math.ceil", "Unable to convert type `string` to `double`")]
    [InlineData("'x' | math.format 'N2'", "Unexpected `x`. Must be a formattable number")]
    [InlineData("1 | math.format 'K'", "Format specifier was invalid.")]
    [InlineData("1 | math.format 'N' 'xx-YY'", "Culture is not supported.")]
    [InlineData("1 | math.format 'D900000000'", "")]
    [InlineData("math.random 11 10", "minValue must be greater than maxValue")]
    [InlineData("1.5 | math.round 20", "Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')")]
    [InlineData("'x' | math.minus 1", "Operator `-` is not supported on string objects")]
    public void Refusals(string expression, string message) => Assert.Contains(" : error : " + message, Try.Value(expression), StringComparison.Ordinal);

    [Fact]
    public void A_manifest_has_randomness_only_from_a_seed_and_then_always_the_same()
    {
        Assert.Contains("needs a seed", Try.Value("math.uuid", Try.Manifest), StringComparison.Ordinal);
        Assert.Contains("needs a seed", Try.Value("math.random 1 10", Try.Manifest), StringComparison.Ordinal);

        var seeded = Try.Manifest with { RandomSeed = 42 };
        var first = Try.Render("{{ math.uuid }} {{ math.random 1 1000 }} {{ math.uuid }}", seeded);
        Assert.Equal(first, Try.Render("{{ math.uuid }} {{ math.random 1 1000 }} {{ math.uuid }}", seeded));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} [0-9]+ ", first);
        Assert.NotEqual(first.Split(' ')[0], first.Split(' ')[2]);
    }
}
