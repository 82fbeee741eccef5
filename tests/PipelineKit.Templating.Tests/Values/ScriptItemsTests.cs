using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class ScriptItemsTests
{
    [Theory]
    [InlineData("[1, 2]", "1;2;")]
    [InlineData("1..3", "1;2;3;")]
    [InlineData("3..<1", "3;2;")]
    [InlineData("'aé€'", "a;é;€;")]
    [InlineData("{a: 1, b: [2]}", "{key: \"a\", value: 1};{key: \"b\", value: [2]};")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public void Every_sequence_has_items(string list, string expected) =>
        Assert.Equal(expected, Try.Render("{{ list = " + list + "; for x in list; x; ';'; end }}"));

    [Fact]
    public void A_list_that_grows_while_it_is_walked_ends_where_it_ended() =>
        Assert.Equal("12[1, 2, 1, 2]", Try.Render("{{ a = [1, 2]; for x in a; a[a.size] = x; x; end; a }}"));

    [Fact]
    public void Items_are_charged()
    {
        var options = new TemplateRenderOptions { Limits = TemplateLimits.Scriban with { LoopLimit = 5 } };
        Assert.Contains("Exceeding number of iteration limit `5`", Try.Render("{{ for x in 'abcdefgh'; end }}", options), StringComparison.Ordinal);
    }
}
