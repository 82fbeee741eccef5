using Xunit;

namespace PipelineKit.Templating.Tests.Evaluation;

public sealed class IndentTests
{
    private static readonly ScriptObject Model = Lines();

    [Theory]
    [InlineData("k:\n  {{ x }}", "k:\n  a\n  b")]
    [InlineData("k:\n  {{~ x }}", "k:\na\nb")]
    [InlineData("k:\n  {{- x }}", "k:a\nb")]
    [InlineData("k: {{ x }}", "k: a\nb")]
    [InlineData("k:\n  {{ if true }}\n  t\n  {{ end }}", "k:\n  \n    t\n    ")]
    [InlineData("  - {{ x }}", "  - a\nb")]
    [InlineData("  {{ e }}", "  a\n  \n  b")]
    [InlineData("\t{{ x }}", "\ta\n\tb")]
    [InlineData("  {{ n }}\n  {{ n }}Hello", "  a\n\n  a\nHello")]
    [InlineData("  {{ capture q; x; end; q }}", "  a\n    b")]
    public void In_Scriban_the_block_indents_what_it_writes(string template, string expected) => Assert.Equal(expected, Text(template, TemplateProfile.Scriban));

    [Fact]
    public void Empty_lines_keep_no_indent_when_it_is_switched_off() =>
        Assert.Equal("  a\n\n  b", Rendered.Text("  {{ e }}", new TemplateRenderOptions { Model = Model, IndentOnEmptyLines = false }));

    [Theory]
    [InlineData("k:\n  {{ x }}", "k:\n  a\n  b")]
    [InlineData("k: {{ x }}", "k: a\n   b")]
    [InlineData("  - {{ x }}", "  - a\n    b")]
    [InlineData("  - {{ e }}\n", "  - a\n\n    b\n")]
    [InlineData("{{ x }}", "a\nb")]
    [InlineData("k:{{ '\n  ' + x }}", "k:\n  a\nb")]
    [InlineData("  - key: {{ '|\n  ' + x }}", "  - key: |\n      a\n    b")]
    [InlineData("key: {{ '|-\n  ' + x }}", "key: |-\n  a\nb")]
    [InlineData("k: {{ n }}z", "k: a\nz")]
    [InlineData("k: {{ n }}\nz", "k: a\nz")]
    [InlineData("  {{ n }}\r\nz", "  a\r\nz")]
    [InlineData("k: {{ n }}", "k: a")]
    [InlineData("{{ n + '\\n' }}\nz", "a\n\nz")]
    [InlineData("é: {{ x }}", "é: a\n   b")]
    [InlineData("  - {{ capture q; x; end; q }}", "  - a\n    b")]
    public void In_a_manifest_the_lines_of_a_value_stand_below_each_other(string template, string expected) =>
        Assert.Equal(expected, Text(template, TemplateProfile.Manifest));

    private static string Text(string template, TemplateProfile profile) => Rendered.Text(template, new TemplateRenderOptions { Model = Model, Profile = profile });

    private static ScriptObject Lines()
    {
        var model = new ScriptObject();
        model.Set("x", "a\nb");
        model.Set("e", "a\n\nb");
        model.Set("n", "a\n");
        return model;
    }
}
