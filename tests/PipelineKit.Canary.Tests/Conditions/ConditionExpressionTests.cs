using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class ConditionExpressionTests
{
    private const double NaN = double.NaN;
    private const double Infinite = double.PositiveInfinity;

    [Theory]
    [InlineData("result < 0.05", true, 0.04)]
    [InlineData("result < 0.05", false, 0.05)]
    [InlineData("result[0] <= 0.05", true, 0.05)]
    [InlineData("result[1] == 2", true, 1.0, 2.0)]
    [InlineData("result[-1] == 2", true, 1.0, 2.0)]
    [InlineData("len(result) > 0 && result[0] >= 0.95", true, 0.95)]
    [InlineData("len(result) == 0 || result[0] >= 0.95", true)]
    [InlineData("len(result) == 0 or result[0] >= 0.95", false, 0.9)]
    [InlineData("all(result, {# < 5})", true, 1.0, 4.0)]
    [InlineData("all(result, {# < 5})", false, 1.0, 5.0)]
    [InlineData("all(result, # < 5)", true)]
    [InlineData("any(result, { # > 4 and # < 6 })", true, 1.0, 5.0)]
    [InlineData("none(result, {# > 4})", true, 1.0)]
    [InlineData("one(result, {# > 4})", false, 5.0, 6.0)]
    [InlineData("count(result, {# > 4}) == 2", true, 5.0, 6.0, 1.0)]
    [InlineData("len(filter(result, {!isNaN(#)})) == 1", true, NaN, 6.0)]
    [InlineData("sum(map(result, {# * 2})) == 6", true, 1.0, 2.0)]
    [InlineData("max(result) - min(result) < 3 and mean(result) == 2", true, 1.0, 3.0)]
    [InlineData("isNaN(result[0]) || result[0] < 1", true, NaN)]
    [InlineData("result < 1", false, NaN)]
    [InlineData("isInf(result)", true, Infinite)]
    [InlineData("!isInf(result) and not isNaN(result)", true, 1.0)]
    [InlineData("isNil(result)", false, 1.0)]
    [InlineData("default(result, [0])[0] < 1", true, 0.5)]
    [InlineData("nil ?? true", true)]
    [InlineData("asInt(result) == 3 and asFloat(result) == 3.7", true, 3.7)]
    [InlineData("result[0] in [1, 2, 3]", true, 2.0)]
    [InlineData("result[0] not in 1..3", true, 4.0)]
    [InlineData("asInt(result[0]) in 1..3", true, 3.2)]
    [InlineData("1 + 2 * 3 ** 2 == 19 && 2 ** 3 ** 2 == 512", true)]
    [InlineData("-2 ^ 2 == 4 || -2 ^ 2 == -4", true)]
    [InlineData("10 % 4 == 2 and 7 / 2 == 3.5 and (1 + 2) * 3 == 9", true)]
    [InlineData("1 < 2 == true", true)]
    [InlineData("result[0] > 1 ? result[0] < 3 : false", true, 2.0)]
    [InlineData("true || false && false", true)]
    [InlineData("not false and true", true)]
    [InlineData("1_000.5e-1 == 100.05", true)]
    [InlineData(".5 < 1", true)]
    [InlineData("result == [1, 2]", true, 1.0, 2.0)]
    [InlineData("abs(floor(-1.5)) == 2 and ceil(1.2) == 2 and round(2.5) == 3", true)]
    [InlineData("all(result, {any([#, 1], {# == 1})})", true, 7.0)]
    public void Conditions_hold_as_they_do_in_Argo(string condition, bool expected, params double[] result) => Assert.Equal(expected, ConditionExpression.Parse(condition).Holds(result));

    [Theory]
    [InlineData("", 1, "it ends too early")]
    [InlineData("result <", 9, "it ends too early")]
    [InlineData("result < 1 2", 12, "`2` is not expected here")]
    [InlineData("(result < 1", 12, "`)` is missing at the end")]
    [InlineData("results < 1", 1, "`results` is not known here")]
    [InlineData("result < 'a'", 10, "texts are not known in conditions")]
    [InlineData("result @ 1", 8, "`@` means nothing here")]
    [InlineData("result & 1", 8, "`&` means nothing here")]
    [InlineData("# < 1", 1, "`#` stands for an item inside of `{ }` only")]
    [InlineData("len(result, 1)", 1, "`len` takes one value, not 2")]
    [InlineData("default(1)", 1, "`default` takes 2 values, not 1")]
    [InlineData("min()", 1, "`min` takes one value or more, not 0")]
    [InlineData("all(result)", 11, "`,` is expected here")]
    [InlineData("all(result, {# < 5)", 19, "`}` is expected here, not `)`")]
    [InlineData("len result", 5, "`(` is expected here, not `result`")]
    [InlineData("1e999 > 0", 1, "`1e999` is no number")]
    [InlineData("1.2.3 > 0", 4, "`.3` is not expected here")]
    [InlineData("result not 1", 8, "`not` is not expected here")]
    public void What_cannot_be_read_is_told_with_its_column(string condition, int column, string said)
    {
        var e = Assert.Throws<ConditionException>(() => ConditionExpression.Parse(condition));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.Equal(column, e.Column);
    }

    [Theory]
    [InlineData("result[0] < 1", 7, "the measurement is empty")]
    [InlineData("result < 1", 1, "the measurement is empty")]
    [InlineData("result[2] < 1", 7, "there is no item 2 in a list of 2", 1.0, 2.0)]
    [InlineData("result[0.5] < 1", 7, "there is no item 0.5 in a list of 2", 1.0, 2.0)]
    [InlineData("result < 1", 1, "a number is needed here, and there is a list of 2", 1.0, 2.0)]
    [InlineData("result[0]", 7, "true or false is needed here, and there is a number", 1.0)]
    [InlineData("true + 1 > 0", 1, "a number is needed here, and there is true or false", 1.0)]
    [InlineData("nil < 1", 1, "a number is needed here, and there is nothing")]
    [InlineData("len(1) > 0", 5, "a list is needed here, and there is a number")]
    [InlineData("mean(result) < 1", 1, "`mean` has no answer for an empty list")]
    [InlineData("asInt(result) == 0", 1, "is no whole number", NaN)]
    [InlineData("1 % 0 == 0", 3, "nothing can be divided by 0 with a rest")]
    [InlineData("1 in 0..1e9", 7, "a range is of whole numbers")]
    [InlineData("all(0..9999, {all(0..9999, {true})})", 0, "steps are needed for one measurement")]
    public void What_has_no_answer_is_told_with_its_column(string condition, int column, string said, params double[] result)
    {
        var e = Assert.Throws<ConditionException>(() => ConditionExpression.Parse(condition).Holds(result));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.True(column == 0 || column == e.Column, $"column {e.Column}");
    }

    [Theory]
    [InlineData("(", ")", 40)]
    [InlineData("!", "", 40)]
    [InlineData("-", "", 40)]
    [InlineData("[", "]", 40)]
    public void What_is_nested_too_deeply_is_refused(string before, string after, int times) =>
        Assert.Contains("nested deeper", Assert.Throws<ConditionException>(() => ConditionExpression.Parse(string.Concat(Enumerable.Repeat(before, times)) + "1" + string.Concat(Enumerable.Repeat(after, times)))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_too_long_is_refused() => Assert.Contains("at most 2000", Assert.Throws<ConditionException>(() => ConditionExpression.Parse(new string(' ', 2001))).Message, StringComparison.Ordinal);
}
