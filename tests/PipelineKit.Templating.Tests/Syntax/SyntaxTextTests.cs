using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class SyntaxTextTests
{
    [Theory]
    [InlineData("a . b [ 0 ]", "a.b [0]")]
    [InlineData("a.b[ 0 ].c", "a.b[0].c")]
    [InlineData("a?.b.c", "a?.b.c")]
    [InlineData("a?.b?.c", "a?.b?.c")]
    [InlineData("x.empty?", "x.empty?")]
    [InlineData("f  a   \"b\" 'c' `d`", "f a \"b\" 'c' `d`")]
    [InlineData("f( a , b:1 )", "f(a,b:1)")]
    [InlineData("f ^l @g x: (1)", "f ^l @g x:(1)")]
    [InlineData("a - b * c", "a - b*c")]
    [InlineData("a .. 3", "a..3")]
    [InlineData("c ? 1 : [1, 2]", "c?1:[1,2]")]
    [InlineData("{ a: 1, b: null }", "{a:1,b:null}")]
    [InlineData("a | f 1", "a|f 1")]
    [InlineData("!x && -y", "!x&&-y")]
    [InlineData("x ++", "x++")]
    [InlineData("1.0 + 2.5f + 3m + 0xFF + 1e3", "1.0+2.5f+3.0m+255+1000")]
    [InlineData("\"a\\n\\\"'\"", "\"a\\n\\\"'\"")]
    [InlineData("$\"a {b} c\"", "$\"a {b} c\"")]
    [InlineData("$ + $0 + $x + this + true + for.rindex", "$+$0+$x+this+true+for.rindex")]
    public void Expressions_are_shown_without_the_blanks_they_were_written_with(string code, string expected)
    {
        var parsed = Parser.Parse(new TemplateSource("text", "{{ " + code + " }}"), TemplateParseOptions.Default);
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal(expected, SyntaxText.Of(Assert.IsType<ExpressionStatement>(Assert.Single(parsed.Body.Statements)).Expression));
    }
}
