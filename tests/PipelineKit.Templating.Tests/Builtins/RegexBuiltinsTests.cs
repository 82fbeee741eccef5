using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

public sealed class RegexBuiltinsTests
{
    public static TheoryData<string, string> Calls => new()
    {
        { "'a1b22' | regex.match `[0-9]+`", "[\"1\"]" },
        { "'a1b22' | regex.match `x`", "[]" },
        { "'a1b22' | regex.match `([a-z])(x)?`", "[\"a\", \"a\", \"\"]" },
        { "'AB' | regex.match `b` 'i'", "[\"B\"]" },
        { "\"a\\nb\" | regex.match `^b` 'm'", "[\"b\"]" },
        { "\"a\\nb\" | regex.match `a.b` 's' | array.size", "1" },
        { "'ab' | regex.match `a b # both` 'x'", "[\"ab\"]" },
        { "'a1b22' | regex.matches `[a-z]([0-9]+)`", "[[\"a1\", \"1\"], [\"b22\", \"22\"]]" },
        { "'a1b22' | regex.matches `x`", "[]" },
        { "'a1b22' | regex.replace `([a-z])([0-9])` '$2$1'", "1a2b2" },
        { "'abc' | regex.replace `(?<x>b)` '<${x}|$&|$`|$'+\"'\"+'|$_|$+|$$|$9|$x|${y}>'", "a<b|b|a|c|abc|b|$|$9|$x|${y}>c" },
        { "'abc' | regex.replace `` '-'", "-a-b-c-" },
        { "'aXbxc' | regex.split `x` 'i'", "[\"a\", \"b\", \"c\"]" },
        { "'a1b2c' | regex.split `([0-9])`", "[\"a\", \"1\", \"b\", \"2\", \"c\"]" },
        { "'abc' | regex.split `x`", "[\"abc\"]" },
        { "'a.b*' | regex.escape", "a\\.b\\*" },
        { "`a\\.b\\t` | regex.unescape", "a.b\t" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Expressions_match_alike_in_both_profiles(string expression, string expected)
    {
        Assert.Equal(expected, Rendered.Expression(expression));
        Assert.Equal(expected, Rendered.Expression(expression, new TemplateRenderOptions { Profile = TemplateProfile.Manifest }));
    }

    [Fact]
    public void A_backreference_is_for_Scriban_only()
    {
        const string template = @"{{ 'abab' | regex.match `(ab)\1` }}";
        Assert.Equal("[\"abab\", \"ab\"]", Rendered.Text(template));
        Assert.Contains("linear time", Rendered.Error(template, new TemplateRenderOptions { Profile = TemplateProfile.Manifest }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_does_not_parse_is_an_error_that_says_where() =>
        Assert.Equal("Invalid pattern '(a' at offset 2. Not enough )'s.", Rendered.Error("{{ 'a' | regex.match '(a' }}").Message);
}
