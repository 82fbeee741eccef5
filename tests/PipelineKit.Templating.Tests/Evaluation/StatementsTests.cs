using Xunit;

namespace PipelineKit.Templating.Tests.Evaluation;

public sealed class StatementsTests
{
    [Theory]
    [InlineData("{{ x = 5 }}{{ x }}{{ x += 2; x }}", "57")]
    [InlineData("{{ if false }}a{{ else if null }}b{{ else }}c{{ end }}", "c")]
    [InlineData("{{ if 0 }}a{{ end }}{{ if '' }}b{{ end }}{{ if empty }}c{{ end }}", "ab")]
    [InlineData("{{ case 3; when 1, 2; 'a'; when 3 || 4; 'b'; else; 'c'; end }}", "b")]
    [InlineData("{{ case 'z'; when 1; 'a'; else; 'c'; end }}", "c")]
    [InlineData("{{ for i in 1..3 }}{{ i }},{{ end }}", "1,2,3,")]
    [InlineData("{{ for i in (1..9) offset:2 limit:3 reversed; i; end }}", "987")]
    [InlineData("{{ for i in (1..4) reversed; i; end }}", "4321")]
    [InlineData("{{ for i in (1..3) limit:0; i; end }}", "123")]
    [InlineData("{{ for c in 'abc'; c; '-'; end }}", "a-b-c-")]
    [InlineData("{{ for m in {a: 1, b: 2}; m.key; '='; m.value; ' '; end }}", "a=1 b=2 ")]
    [InlineData("{{ for i in []; i; else; 'none'; end }}", "none")]
    [InlineData("{{ for i in null; i; else; 'none'; end }}", "")]
    [InlineData("{{ for i in 1..9; if i == 2; continue; end; if i == 5; break; end; i; end }}", "134")]
    [InlineData("{{ for i in ['a','a','b']; for.index; for.rindex; for.first; for.last; for.even; for.odd; for.changed; for.length; ' '; end }}",
        "02truefalsetruefalsetrue3 11falsefalsefalsetruefalse3 20falsetruetruefalsetrue3 ")]
    [InlineData("{{ for i in 1..2; for j in 1..2; for.index; end; for.index; end }}", "010011")]
    [InlineData("{{ for i in 1..2; i; end; i }}", "12")]
    [InlineData("{{ for i in 1..2; last = i; end; last }}", "2")]
    [InlineData("{{ o = {}; for o.x in 1..2; end; o.x }}", "2")]
    [InlineData("{{ for $i in 1..2; $i; end; $i }}", "12")]
    [InlineData("{{ i = 0; while i < 3; i++; while.index; while.first; end }}", "00true11false22false")]
    [InlineData("{{ capture x }}a{{ 1 + 1 }}b{{ end }}[{{ x }}]", "[a2b]")]
    [InlineData("{{ capture $x; 'q'; end; $x }}", "q")]
    [InlineData("{{ o = {a: 1}; with o; a = 2; b = 3; this.a; end; o }}", "2{a: 2, b: 3}")]
    [InlineData("{{ import {a: 1, b: 2}; a + b; import null }}", "3")]
    [InlineData("{{ wrap f 1; 'body'; end; func f; $0; $$; $$; end }}", "text(1,9)")]
    [InlineData("{{ func f; '<'; $0; $$; $$; '>'; end; wrap f 1; 'b'; end }}", "<1bb>")]
    [InlineData("{{ func f; '<'; $$; '>'; end; wrap f; 'b'; end; f }}", "<b><>")]
    [InlineData("a{{ ret 5 }}b", "a5")]
    [InlineData("{{ for i in 1..3; i; ret; end }}x", "1")]
    [InlineData("{{ tablerow i in (1..3) cols:2; i; end }}",
        "<tr class=\"row1\"><td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n<tr class=\"row2\"><td class=\"col1\">3</td></tr>\n")]
    public void A_statement_does_what_the_language_says(string template, string expected) =>
        Assert.Equal(expected, Outcome(template));

    [Theory]
    [InlineData("{{ func add; ret $0 + $1; end; add 1 2 }}", "3")]
    [InlineData("{{ func t; 'abc'; ret 7; end; x = t; '|'; x }}", "abc|7")]
    [InlineData("{{ func t; 'abc'; end; x = t; '|'; x }}", "abc|")]
    [InlineData("{{ func f(a, b = 2, rest...); a; b; rest; end; f 1; ' '; f 1 3; ' '; f 1 3 4 5 }}", "12[] 13[] 13[4, 5]")]
    [InlineData("{{ func f(a, b = 2); a; b; end; f b: 7 a: 5 }}", "57")]
    [InlineData("{{ add(a, b) = a + b; 1 + add(2, 3) }}", "6")]
    [InlineData("{{ f = do; ret $0 * 2; end; f 4 }}", "8")]
    [InlineData("{{ func f; ret $.n + $.size; end; f 1 2 n: 5 }}", "7")]
    [InlineData("{{ func f; ret $; end; f 1 2 }}", "[1, 2]")]
    [InlineData("{{ func f(a); ret $; end; f 1 }}", "[1]")]
    [InlineData("{{ func f(x); y = x; ret y; end; f 3; '|'; y; '|'; x }}", "3||")]
    [InlineData("{{ y = 1; func f(x); y = x; end; f 3; y }}", "3")]
    [InlineData("{{ func g; ret v; end; func f(v); ret g; end; f 3; '|' }}", "|")]
    [InlineData("{{ func f(v); g = do; ret v; end; ret g; end; f 3 }}", "3")]
    [InlineData("{{ func inner; ret i; end; for i in 1..3; inner; end }}", "123")]
    [InlineData("{{ func $l; ret $0; end; $l 4 }}", "4")]
    [InlineData("{{ func fact(n); if n < 2; ret 1; end; ret n * (fact (n - 1)); end; fact 10 }}", "3628800")]
    [InlineData("{{ $x = 1; func f; $x = 2; ret $x; end; f; $x }}", "21")]
    [InlineData("{{ [1, 2] | array.each do; ret $0 * 3; end }}", "[3, 6]")]
    [InlineData("{{ func f; ret $0; end; ['a'] | array.each @f }}", "[\"a\"]")]
    [InlineData("{{ func f; ret 1..3; end; f | object.kind }}", "array")]
    [InlineData("{{ l = [1,2]; func f; ret $.size; end; f 3 ^l }}", "3")]
    public void Functions_are_called(string template, string expected) =>
        Assert.Equal(expected, Outcome(template));

    [Theory]
    [InlineData("{{ a = [1,2,3]; a[-1]; a[9]; a[0] }}", "31")]
    [InlineData("{{ a = [1]; a[3] = 4; a }}", "[1, null, null, 4]")]
    [InlineData("{{ s = 'abc'; s[1]; s[-1] }}", "bc")]
    [InlineData("{{ o = {a: {b: 1}}; o.a.b; o['a']['b']; o.x?.y; o?.x.y }}", "11")]
    [InlineData("{{ a = [1]; a.note = 'n'; a.note; a.size; a }}", "n1[1]")]
    [InlineData("{{ a = ''; b = [1]; a.empty?; b.empty?; x.empty? }}", "truefalse")]
    [InlineData("{{ {a: 1, b: a} }}", "{a: 1, b: 1}")]
    [InlineData("{{ x = 1; x++; ++x; x--; x }}", "1332")]
    [InlineData("{{ 1 ?? 2; null ?? 3; 1 ?! 4; null ?! 5 }}", "134")]
    [InlineData("{{ true ? 1 : 2 }}{{ false ? 1 : true ? 3 : 4 }}", "13")]
    [InlineData("{{ 'a' | string.upcase + 'b' }}", "Ab")]
    [InlineData("{{ $\"v={1 + 1} {null}{'x'}\" }}", "v=2 x")]
    [InlineData("{{ math.round 1.26 nope: 1 }}", "1.3")]
    [InlineData("{{ string = 5; string }}", "5")]
    [InlineData("{{ [1,2] == [1,2]; false && x.y; true || x.y }}", "truefalsetrue")]
    public void Expressions_have_their_value(string template, string expected) =>
        Assert.Equal(expected, Outcome(template));

    /// <summary>The output, or where the error is.</summary>
    private static string Outcome(string template)
    {
        try
        {
            return Rendered.Text(template);
        }
        catch (TemplateException e)
        {
            return e.Diagnostics[0].Place.ToString();
        }
    }
}
