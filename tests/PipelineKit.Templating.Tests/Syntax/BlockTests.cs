using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class BlockTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a }} b { c", "'a }} b { c'")]
    [InlineData("a {{ b", "'a ' (print b)")]
    [InlineData("{{}}", "")]
    [InlineData("{{ {a:1}}}!", "(print {a:1}) '!'")]
    [InlineData("{{ \"}}\" }}", "(print \"}}\")")]
    [InlineData("{{ a; b ;; c\n\nd }}", "(print a) (print b) (print c) (print d)")]
    [InlineData("{{ 1\n+ 2 }}", "(print 1) (print (Plus 2))")]
    [InlineData("{%{ {{x}} }%}", "' {{x}} '")]
    [InlineData("{%%{ }%} }%%}", "' }%} '")]
    [InlineData("{%{", "")]
    [InlineData("{%{ open", "' open'")]
    [InlineData("a  {%{-  x  -}%}  b", "'a' '  x  ' 'b'")]
    [InlineData("{{ # note }}x", "'x'")]
    [InlineData("{{ a # note\nb }}", "(print a) (print b)")]
    [InlineData("{{ a ## many\nlines ## b }}", "(print (call a b))")]
    [InlineData("{{ ## open }}x", "'x'")]
    [InlineData("é {{ 'ü' }} 𝄞", "'é ' (print \"ü\") ' 𝄞'")]
    public void Text_and_code(string template, string expected) => AssertTree(template, expected, autoIndent: false);

    [Theory]
    [InlineData("a\n  {{~ 1 ~}}  \n  b", "'a\\n' (print 1) '  b'")]
    [InlineData("a {{~ 1 ~}} b", "'a' (print 1) 'b'")]
    [InlineData("a \r\n\t{{~ 1 ~}}\t\r\n b", "'a \\r\\n' (print 1) ' b'")]
    [InlineData("a \n\n {{- 1 -}} \n\n b", "'a' (print 1) 'b'")]
    [InlineData("  {{- 1 -}}  ", "(print 1)")]
    [InlineData("  {{~ 1 ~}}  \n", "(print 1)")]
    [InlineData("\u00a0{{- 1 -}}\u2003", "(print 1)")]
    [InlineData("a\n{{ 1 -}}\n  {{ 2 }}", "'a\\n' (print 1) (print 2)")]
    [InlineData("{{ 1 ~}} x", "(print 1) 'x'")]
    [InlineData("{{1-}} {{-2}}", "(print 1) (print 2)")]
    public void Markers_remove_the_white_space_beside_them(string template, string expected) => AssertTree(template, expected, autoIndent: false);

    [Theory]
    [InlineData("k:\n  {{ x }}", "'k:\\n  ' (enter '  ') (print x) (leave)")]
    [InlineData("k:\n\t {{ x }} {{ y }}", "'k:\\n\\t ' (enter '\\t ') (print x) (leave) ' ' (print y)")]
    [InlineData("  {{ x }}", "'  ' (enter '  ') (print x) (leave)")]
    [InlineData("k: {{ x }}", "'k: ' (print x)")]
    [InlineData("k:\n  {{~ x }}", "'k:\\n' (print x)")]
    [InlineData("k:\n  {{- x }}", "'k:' (print x)")]
    [InlineData("  - {{ x }}", "'  - ' (print x)")]
    [InlineData("{{ x -}}\n  {{ y }}", "(print x) (print y)")]
    [InlineData("{{ x ~}}\n  {{ y }}", "(print x) '  ' (enter '  ') (print y) (leave)")]
    [InlineData("{%{ x\n  }%}{{ y }}", "' x\\n  ' (print y)")]
    [InlineData("k:\n  {{ if c }}\n  t {{ x }}\n  {{ end }}", "'k:\\n  ' (enter '  ') (if c {'\\n  t ' (enter '') (print x) (leave) '\\n  '}) (leave)")]
    [InlineData("k:\n{{ if c }}\n  t {{ x }}\n  {{ end }}", "'k:\\n' (if c {'\\n  t ' (print x) '\\n  '})")]
    [InlineData("k:\n{{~ for x in y }}\n  {{ x }}{{ end }}", "'k:\\n' (for x y {'\\n  ' (enter '  ') (print x) (leave)})")]
    [InlineData("{{ func f }}a{{ x }}{{ end }}", "(func f {'a' (enter '') (print x) (leave)})")]
    [InlineData("  {{ a\n  b }}", "'  ' (enter '  ') (print a) (print b) (leave)")]
    public void Code_alone_on_an_indented_line_indents_what_it_writes(string template, string expected) => AssertTree(template, expected, autoIndent: true);

    [Theory]
    [InlineData("+++\na = 1\n+++\n\n text {{ a }}", "(set a 1)", "'text ' (print a)")]
    [InlineData("+++  \r\na = 1; b\r\n+++\r\n{{ a }}", "(set a 1) (print b)", "(print a)")]
    [InlineData("+++\n+++\n  \n", "", "''")]
    public void Front_matter_is_a_script_of_its_own(string template, string frontMatter, string body)
    {
        var parsed = Parser.Parse(new TemplateSource("text", template), new TemplateParseOptions { Mode = TemplateMode.FrontMatterAndContent });
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal(frontMatter, TreeText.Of(parsed.FrontMatter!));
        Assert.Equal(body, TreeText.Of(parsed.Body));
    }

    [Fact]
    public void Front_matter_alone_leaves_the_text()
    {
        var options = new TemplateParseOptions { Mode = TemplateMode.FrontMatterOnly, FrontMatterMarker = "---" };
        var parsed = Parser.Parse(new TemplateSource("text", "---\nx = 1\n---\n{{ 1 + }}"), options);
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal("(set x 1)", TreeText.Of(parsed.FrontMatter!));
        Assert.Empty(parsed.Body.Statements);
    }

    [Fact]
    public void A_script_has_no_text()
    {
        var parsed = Parser.Parse(new TemplateSource("text", "x = 1\nif x; x; end # }} here\ny"), new TemplateParseOptions { Mode = TemplateMode.ScriptOnly });
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal("(set x 1) (if x {(print x)}) (print y)", TreeText.Of(parsed.Body));
    }

    private static void AssertTree(string template, string expected, bool autoIndent)
    {
        var parsed = Parser.Parse(new TemplateSource("text", template), new TemplateParseOptions { AutoIndent = autoIndent });
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal(expected, TreeText.Of(parsed.Body));
    }
}
