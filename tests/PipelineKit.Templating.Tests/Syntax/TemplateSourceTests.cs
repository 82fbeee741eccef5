using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class TemplateSourceTests
{
    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("ab", 2, 1, 3)]
    [InlineData("a\nb", 1, 1, 2)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 2, 1, 3)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\rb\r\r\nc", 2, 2, 1)]
    [InlineData("a\rb\r\r\nc", 6, 4, 1)]
    [InlineData("a\n", 2, 2, 1)]
    public void A_line_ends_with_either_character_or_both(string text, int offset, int line, int column) =>
        Assert.Equal(new TemplatePlace("t", line, column), new TemplateSource("t", text).PlaceOf(offset));
}
