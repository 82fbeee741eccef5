using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

public sealed class ArrayBuiltinsTests
{
    [Theory]
    [InlineData("[1] | array.add [2]", "[1, [2]]")]
    [InlineData("null | array.add 1", "[1]")]
    [InlineData("(1..3) | array.add 'x'", "[1, 2, 3, \"x\"]")]
    [InlineData("[1] | array.add_range (2..3)", "[1, 2, 3]")]
    [InlineData("null | array.concat [4]", "[4]")]
    [InlineData("[4] | array.concat null", "[4]")]
    [InlineData("[1, null, false, ''] | array.compact", "[1, false, \"\"]")]
    [InlineData("null | array.compact | object.typeof", "")]
    [InlineData("[1, 'a', null] | array.contains null", "true")]
    [InlineData("[1, 'a'] | array.contains '1'", "false")]
    [InlineData("[1, 2] | array.insert_at 4 'x'", "[1, 2, null, null, \"x\"]")]
    [InlineData("[1, 2] | array.insert_at (-7) 'x'", "[\"x\", 1, 2]")]
    [InlineData("null | array.insert_at 1 'x'", "[null, \"x\"]")]
    [InlineData("[1, 2, 3] | array.limit 0", "[]")]
    [InlineData("[1, 2, 3] | array.limit 9", "[1, 2, 3]")]
    [InlineData("[1, 2, 3] | array.offset (-1)", "[1, 2, 3]")]
    [InlineData("[1, 2, 3] | array.offset 9", "[]")]
    [InlineData("[1, 2, 3] | array.remove_at 3", "[1, 2, 3]")]
    [InlineData("[1, 2, 3] | array.remove_at (-3)", "[2, 3]")]
    [InlineData("[1, 2, 3] | array.remove_at (-4)", "[1, 2, 3]")]
    [InlineData("null | array.remove_at 1", "[]")]
    [InlineData("(1..3) | array.reverse", "[3, 2, 1]")]
    [InlineData("[2, 1, 2, '2', 2.0, null, null] | array.uniq", "[2, 1, \"2\", 2, null]")]
    public void Lists_are_made_of_lists(string expression, string expected) => Assert.Equal(expected, Rendered.Expression(expression));

    [Theory]
    [InlineData("(3..5) | array.first", "3")]
    [InlineData("(3..5) | array.last", "5")]
    [InlineData("[] | array.first", "")]
    [InlineData("null | array.last", "")]
    [InlineData("(1..1000) | array.size", "1000")]
    [InlineData("null | array.size", "0")]
    [InlineData("[1, [2], null, 'x'] | array.join '-'", "1-[2]--x")]
    [InlineData("null | array.join ','", "")]
    [InlineData("['a', 'b'] | array.join '+' @string.upcase", "A+B")]
    [InlineData("[{a: 1}, {b: 2}, {a: null}] | array.map 'a'", "[1, null]")]
    [InlineData("null | array.map 'a'", "[]")]
    [InlineData("{a: 5} | array.map 'key'", "[\"a\"]")]
    public void What_a_list_holds_is_read(string expression, string expected) => Assert.Equal(expected, Rendered.Expression(expression));

    [Theory]
    [InlineData("[3, null, 1, 2] | array.sort", "[null, 1, 2, 3]")]
    [InlineData("['b', 'a', 'c'] | array.sort", "[\"a\", \"b\", \"c\"]")]
    [InlineData("[true, false] | array.sort", "[false, true]")]
    [InlineData("null | array.sort", "[]")]
    [InlineData("[{n: 1, k: 2}, {n: 2, k: 1}, {n: 3, k: 2}, {n: 4, k: 1}] | array.sort 'k' | array.map 'n'", "[2, 4, 1, 3]")]
    [InlineData("[{o: {k: 2}}, {o: {k: 1}}, {o: 0}] | array.sort 'o.k' | array.size", "3")]
    [InlineData("[{o: {k: 2}, n: 1}, {o: {k: 1}, n: 2}] | array.sort 'o.k' | array.map 'n'", "[2, 1]")]
    public void Lists_are_sorted_without_moving_equal_items(string expression, string expected) =>
        Assert.Equal(expected, Rendered.Expression(expression));

    [Fact]
    public void Text_is_sorted_by_code_unit_for_manifests() => Assert.Equal(
        "[\"A\", \"B\", \"a\", \"b\"]", Rendered.Expression("['b', 'A', 'a', 'B'] | array.sort", new TemplateRenderOptions { Profile = TemplateProfile.Manifest }));

    [Theory]
    [InlineData("[1, 2, 3] | array.each do; ret $0 * 2; end", "[2, 4, 6]")]
    [InlineData("[1, 2] | array.each null", "[1, 2]")]
    [InlineData("[1, 2, 3] | array.filter do; ret $0 > 1; end", "[2, 3]")]
    [InlineData("[10, 20] | array.filter @string.to_int", "[\"10\", \"20\"]")]
    [InlineData("[1, 2] | array.any do; ret $0 == 2; end", "true")]
    [InlineData("[] | array.any @string.empty", "false")]
    [InlineData("null | array.any @string.empty", "false")]
    public void Functions_are_applied_to_items(string expression, string expected) => Assert.Equal(expected, Rendered.Expression(expression));

    [Theory]
    [InlineData("{{ [1] | array.each 5 }}", "The parameter `5` is not a function. Maybe prefix it with @? (Parameter 'function')")]
    [InlineData("{{ [1] | array.join ',' 'x' }}", "The parameter `x` is not a function. Maybe prefix it with @? (Parameter 'function')")]
    public void What_is_no_function_is_named(string template, string message) => Assert.Equal(message, Rendered.Error(template).Message);

    [Fact]
    public void Types_that_have_no_order_are_an_error() => Assert.Equal(TemplateErrorKind.Runtime, Rendered.Error("{{ [1, 'a'] | array.sort }}").Kind);

    [Fact]
    public void A_cycle_goes_on_for_each_group_by_itself() => Assert.Equal(
        "a1b1a2b2", Rendered.Text("{{ for i in 1..4; array.cycle ['a', 'b']; i < 4 ? (array.cycle [1, 2] i % 2) : (array.cycle [1, 2] 0); end }}"));

    [Fact]
    public void A_list_given_to_a_function_stays_as_it_was() => Assert.Equal(
        "[1, 2]", Rendered.Text("{{ x = [1, 2]; y = x | array.add 3 | array.remove_at 0; z = x | array.insert_at 0 9; x }}"));
}
