using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class OperatorsTests
{
    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("1 + 2.5", "3.5")]
    [InlineData("2147483647 + 1", "2147483648")]
    [InlineData("2147483648 - 1 | object.kind", "int")]
    [InlineData("(2147483647 + 1) | object.kind", "long")]
    [InlineData("9223372036854775807 + 1", "9223372036854775808")]
    [InlineData("(9223372036854775807 + 1) | object.kind", "bigint")]
    [InlineData("(9223372036854775807 + 1 - 1) | object.kind", "long")]
    [InlineData("4 / 2", "2")]
    [InlineData("(4 / 2) | object.kind", "double")]
    [InlineData("1 / 0", "Infinity")]
    [InlineData("7 // 2", "3")]
    [InlineData("-7 // 2", "-3")]
    [InlineData("7.0 // 2", "4")]
    [InlineData("5.0 // 2", "2")]
    [InlineData("7.0f // 2", "3")]
    [InlineData("7m // 2", "4")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("7 % -3", "1")]
    [InlineData("7.5 % 2", "1.5")]
    [InlineData("1 << 3", "8")]
    [InlineData("1 << 40", "1099511627776")]
    [InlineData("256 >> 3", "32")]
    [InlineData("1.5 << 2", "6")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("0.1m + 0.2m", "0.3")]
    [InlineData("1.50m * 2", "3.00")]
    [InlineData("true + 1", "2")]
    [InlineData("true == 1", "true")]
    [InlineData("true == true", "true")]
    [InlineData("true != false", "true")]
    [InlineData("1.0 == 1", "true")]
    [InlineData("1 < 2.5", "true")]
    [InlineData("-5", "-5")]
    [InlineData("-(5.5)", "-5.5")]
    [InlineData("+5", "5")]
    [InlineData("!5", "false")]
    [InlineData("!null", "true")]
    [InlineData("!empty", "true")]
    [InlineData("!''", "false")]
    public void Numbers(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("1 + 'a'", "1a")]
    [InlineData("'a' + 1.0", "a1")]
    [InlineData("'a' + null", "a")]
    [InlineData("'a' + true", "atrue")]
    [InlineData("'a' + [1, 'b']", "a[1, \"b\"]")]
    [InlineData("'a' * 3", "aaa")]
    [InlineData("3 * 'a'", "aaa")]
    [InlineData("'a' * 0", "")]
    [InlineData("'a' * -1", "")]
    [InlineData("'3' * 'ab'", "ababab")]
    [InlineData("1 == '1'", "true")]
    [InlineData("'10' > 9", "false")]
    [InlineData("true == 'true'", "true")]
    [InlineData("null == ''", "false")]
    [InlineData("null != ''", "true")]
    [InlineData("'' == empty", "false")]
    [InlineData("'' < 'a'", "true")]
    [InlineData("null < 'a'", "true")]
    [InlineData("'a' < 'B'", "false")]
    [InlineData("'a' >= 'a'", "true")]
    [InlineData("'a' <= 'B'", "false")]
    public void Text_on_either_side_makes_it_text(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("null == null", "true")]
    [InlineData("null != null", "false")]
    [InlineData("null == 1", "false")]
    [InlineData("1 != null", "true")]
    [InlineData("null <= null", "false")]
    [InlineData("null < 1", "false")]
    [InlineData("1 > null", "false")]
    [InlineData("null + 1", "")]
    [InlineData("1 * null", "")]
    [InlineData("(1 - null) == null", "true")]
    [InlineData("null == []", "false")]
    [InlineData("[] != null", "true")]
    [InlineData("(null..3) == null", "true")]
    [InlineData("null == empty", "false")]
    [InlineData("null ?? 'x'", "x")]
    public void Null_equals_null_only_and_swallows_arithmetic(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("[1] + [2, 3]", "[1, 2, 3]")]
    [InlineData("[1] + (1..3)", "[1, 1, 2, 3]")]
    [InlineData("[1, 2] * 2", "[1, 2, 1, 2]")]
    [InlineData("2 * [1]", "[1, 1]")]
    [InlineData("[1, 2] * 0", "[]")]
    [InlineData("[1, 2, 3, 4] / 2", "[1, 2]")]
    [InlineData("[1, 2, 3, 4, 5] / 2", "[1, 2]")]
    [InlineData("[1, 2, 3, 4, 5] // 2", "[1, 2]")]
    [InlineData("[1, 2, 3, 4, 5] % 2", "[1, 3, 5]")]
    [InlineData("[1] << 2", "[1, 2]")]
    [InlineData("[1] << [2]", "[1, [2]]")]
    [InlineData("1 >> [2]", "[1, 2]")]
    [InlineData("[1, 2] == [1, 2]", "true")]
    [InlineData("[1, 2] == (1..2)", "true")]
    [InlineData("[1, 2] != [1, 3]", "false")]
    [InlineData("[1, 2] != [2, 3]", "true")]
    [InlineData("[1] < [1, 2]", "true")]
    [InlineData("[1, 2] < [2, 3]", "true")]
    [InlineData("[1, 2] < [2, 2]", "false")]
    [InlineData("[] == []", "true")]
    [InlineData("[] != []", "false")]
    [InlineData("[] < []", "false")]
    [InlineData("[] <= []", "true")]
    [InlineData("[[1], [2]] == [[1], [2]]", "true")]
    [InlineData("[] == empty", "true")]
    [InlineData("[1] == empty", "false")]
    [InlineData("{} == empty", "true")]
    [InlineData("empty == empty", "true")]
    [InlineData("empty != empty", "false")]
    [InlineData("empty >= {}", "true")]
    [InlineData("1 == empty", "false")]
    [InlineData("1..3", "[1, 2, 3]")]
    [InlineData("3..1", "[3, 2, 1]")]
    [InlineData("1..<3", "[1, 2]")]
    [InlineData("3..<1", "[3, 2]")]
    [InlineData("1..1", "[1]")]
    [InlineData("1..<1", "[]")]
    public void Arrays_and_ranges(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("5 // 0", "text(1,6) : error : Attempted to divide by zero.")]
    [InlineData("5 % 0", "text(1,6) : error : Attempted to divide by zero.")]
    [InlineData("5m / 0", "text(1,7) : error : Attempted to divide by zero.")]
    [InlineData("'a' - 1", "text(1,8) : error : Operator `-` is not supported on string objects")]
    [InlineData("'a' .. 'b'", "text(1,8) : error : Operator `..` is not supported on string objects")]
    [InlineData("'a' * [1]", "text(1,10) : error : Expecting an integer. The operator `*` is not supported for the expression. Only working on string x int or int x string")]
    [InlineData("[1] * 'a'", "text(1,4) : error : Expecting an integer. The operator `*` is not supported for the expression. Only working on string x int or int x string")]
    [InlineData("'ab' * '3'", "text(1,4) : error : Expecting an integer. The operator `*` is not supported for the expression. Only working on string x int or int x string")]
    [InlineData("1.5 .. 3", "text(1,8) : error : The operator `..` is not implemented for double<->double")]
    [InlineData("true + false", "text(1,9) : error : The operator `+` is not valid for bool<->bool")]
    [InlineData("true < false", "text(1,9) : error : The operator `<` is not valid for bool<->bool")]
    [InlineData("[1] + 2", "text(1,10) : error : The operator `+` is not supported between array and int. Expecting an array for the right argument.")]
    [InlineData("2 + [1]", "text(1,4) : error : The operator `+` is not supported between int and array. Expecting an array for the left argument.")]
    [InlineData("[1] == 2", "text(1,11) : error : The operator `==` is not supported between array and int. Expecting an array for the right argument.")]
    [InlineData("[1] * [2]", "text(1,8) : error : The operator `*` is not supported between array and array. Expecting only one array for the left or right argument.")]
    [InlineData("[1] * -2", "text(1,10) : error : The operator `*` is not supported between array and int. Integer -2 cannot be negative when multiplying")]
    [InlineData("[1] / 0", "text(1,10) : error : Cannot divide by 0")]
    [InlineData("2 / [1]", "text(1,4) : error : The operator `/` is not supported between int and array. Expecting an array for the left argument.")]
    [InlineData("1 << [2]", "text(1,4) : error : The operator `<<` is not supported between int and array. Expecting an array for the left argument.")]
    [InlineData("[1] >> 2", "text(1,11) : error : The operator `>>` is not supported between array and int. Expecting an array for the right argument.")]
    [InlineData("[1] - [2]", "text(1,8) : error : The operator `-` is not supported between array and array.")]
    [InlineData("1..3-1", "text(1,8) : error : The operator `-` is not supported between range and int.")]
    [InlineData("1 + {a: 1}", "text(1,6) : error : Unable to convert type `object` to int")]
    [InlineData("{a: 1} + {b: 2}", "text(1,11) : error : Unsupported types `{a: 1}/object` + `{b: 2}/object` for binary operation")]
    [InlineData("1.5 + {}", "text(1,8) : error : Unable to convert type `object` to `double`")]
    [InlineData("1 << 2000000", "text(1,6) : error : Shift amount `2000000` exceeds maximum supported magnitude `1048576`.")]
    [InlineData("1..5000", "text(1,5) : error : Range expression exceeds LoopLimit `1000`.")]
    [InlineData("'a' * 2000000", "text(1,10) : error : String multiplication exceeds LimitToString `1048576`.")]
    public void An_operation_that_makes_no_sense_says_why_and_where(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("a = {}; b = a; a == b", "true")]
    [InlineData("a = {}; b = {}; a == b", "false")]
    [InlineData("a = {x: 1}; a != {x: 1}", "true")]
    public void Objects_are_equal_only_to_themselves(string code, string expected) => Assert.Equal(expected, Try.Value(code));

    [Fact]
    public void Integers_grow_no_further_than_a_bound()
    {
        Assert.Contains("exceeds maximum supported magnitude", Try.Value("x = 1 << 1048576; y = x * x * x"), StringComparison.Ordinal);
        Assert.Contains("exceeds maximum supported magnitude", Try.Value("x = 3; for i in 1..900; x = x * x; end"), StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_and_texts_that_double_end_in_an_error()
    {
        Assert.Contains(" : error : ", Try.Value("x = [1]; for i in 1..900; x = x + x; end"), StringComparison.Ordinal);
        Assert.Contains(" : error : ", Try.Value("x = 'a'; for i in 1..900; x = x + x; end; x | string.size"), StringComparison.Ordinal);
        Assert.Contains(" : error : ", Try.Value("[1, 2, 3] * 1000000000"), StringComparison.Ordinal);
        Assert.Contains(" : error : ", Try.Value("[1, 2, 3] * 1000000000", Try.Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_holds_itself_is_compared_and_printed_to_a_depth_only()
    {
        const string TooDeep = "Structure is too deeply nested or contains reference loops.";
        Assert.Contains(TooDeep, Try.Value("a = [1]; a[0] = a; b = [1]; b[0] = b; a == b"), StringComparison.Ordinal);
        Assert.Contains(TooDeep, Try.Value("a = [1]; a[0] = a; a"), StringComparison.Ordinal);
        Assert.Contains(TooDeep, Try.Value("a = {}; a.b = a; a"), StringComparison.Ordinal);
        Assert.Contains(TooDeep, Try.Value("a = {}; a.b = a; a | object.to_json"), StringComparison.Ordinal);
    }
}
