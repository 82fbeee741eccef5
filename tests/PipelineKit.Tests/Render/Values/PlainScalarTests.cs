using System.Globalization;
using PipelineKit.Render.Values;
using PipelineKit.Templating;
using Xunit;

namespace PipelineKit.Tests.Render.Values;

public sealed class PlainScalarTests
{
    [Theory]
    [InlineData("9")]
    [InlineData("0xf")]
    [InlineData("0.1")]
    public void A_million_digits_are_text(string start) =>
        Assert.Equal(ScriptValueKind.String, PlainScalar.Of(start + new string('1', 1_000_000)).Kind);

    [Theory]
    [InlineData("", ScriptValueKind.Null)]
    [InlineData("~", ScriptValueKind.Null)]
    [InlineData("null", ScriptValueKind.Null)]
    [InlineData("True", ScriptValueKind.Boolean)]
    [InlineData("false", ScriptValueKind.Boolean)]
    [InlineData("yes", ScriptValueKind.String)]
    [InlineData("off", ScriptValueKind.String)]
    [InlineData("0", ScriptValueKind.Integer)]
    [InlineData("-12", ScriptValueKind.Integer)]
    [InlineData("+12", ScriptValueKind.Integer)]
    [InlineData("2147483648", ScriptValueKind.Long)]
    [InlineData("9223372036854775808", ScriptValueKind.BigInteger)]
    [InlineData("1.10", ScriptValueKind.Decimal)]
    [InlineData(".5", ScriptValueKind.Decimal)]
    [InlineData("1e3", ScriptValueKind.Double)]
    [InlineData("1.5E-3", ScriptValueKind.Double)]
    [InlineData("3.14159265358979323846264338327950288", ScriptValueKind.Double)]
    [InlineData(".inf", ScriptValueKind.Double)]
    [InlineData("-.INF", ScriptValueKind.Double)]
    [InlineData(".nan", ScriptValueKind.Double)]
    [InlineData("0x1F", ScriptValueKind.Integer)]
    [InlineData("0o17", ScriptValueKind.Integer)]
    [InlineData("0123", ScriptValueKind.String)]
    [InlineData("00", ScriptValueKind.String)]
    [InlineData("0o8", ScriptValueKind.String)]
    [InlineData("0x", ScriptValueKind.String)]
    [InlineData("1_000", ScriptValueKind.String)]
    [InlineData("1.2.3", ScriptValueKind.String)]
    [InlineData("12:30", ScriptValueKind.String)]
    [InlineData("2026-11-21", ScriptValueKind.String)]
    [InlineData("1e", ScriptValueKind.String)]
    [InlineData("1e999", ScriptValueKind.String)]
    [InlineData("-", ScriptValueKind.String)]
    [InlineData(".", ScriptValueKind.String)]
    [InlineData("8Mi", ScriptValueKind.String)]
    [InlineData("a b", ScriptValueKind.String)]
    public void A_plain_scalar_is_what_the_core_schema_says(string text, ScriptValueKind kind) => Assert.Equal(kind, PlainScalar.Of(text).Kind);

    [Theory]
    [InlineData("0x1F", 31)]
    [InlineData("0o17", 15)]
    [InlineData("+12", 12)]
    [InlineData("-12", -12)]
    public void A_whole_number_has_its_value(string text, long value) => Assert.Equal(value, PlainScalar.Of(text).AsLong);

    [Fact]
    public void A_decimal_keeps_its_digits() => Assert.Equal("1.10", PlainScalar.Of("1.10").AsDecimal.ToString(CultureInfo.InvariantCulture));
}
