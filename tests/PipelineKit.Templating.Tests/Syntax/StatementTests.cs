using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class StatementTests
{
    [Theory]
    [InlineData("x = 1", "(set x 1)")]
    [InlineData("x.y[0] += a b", "(Add ([] (. x y) 0) (call a b))")]
    [InlineData("x -= 1; x *= 2; x /= 3; x //= 4; x %= 5", "(Subtract x 1) (Multiply x 2) (Divide x 3) (DivideRound x 4) (Modulus x 5)")]
    [InlineData("(if) = 5", "(set (( if) 5)")]
    [InlineData("x = a | f", "(set x (| a f))")]
    [InlineData("x = do; ret 1; end", "(set x (do {(ret 1)}))")]
    [InlineData("x = c ? 1 : 2", "(set x (? c 1 2))")]
    [InlineData("x++", "(print (post+1 x))")]
    [InlineData("$x = $1", "(set $x $1)")]
    [InlineData("$$", "(print $$)")]
    public void Assignments_and_expressions(string code, string expected) => AssertStatements(code, expected);

    [Theory]
    [InlineData("if a; b; end", "(if a {(print b)})")]
    [InlineData("if a\nb\nelse\nc\nend", "(if a {(print b)} else {(print c)})")]
    [InlineData("if a; 1; else if b; 2; else; 3; end; 4", "(if a {(print 1)} else (if b {(print 2)} else {(print 3)})) (print 4)")]
    [InlineData("if a; if b; 1; else; 2; end; end", "(if a {(if b {(print 1)} else {(print 2)})})")]
    [InlineData("case v\n when 1, 2\n a\n when 3 || 4\n b\n else\n c\n end", "(case v (when 1 2 {(print a)}) (when 3 4 {(print b)}) else {(print c)})")]
    [InlineData("case v; when x + 1; a; end; b", "(case v (when (Add x 1) {(print a)})) (print b)")]
    [InlineData("case v; when 1; case w; when 2; a; else; b; end; when 3; c; end", "(case v (when 1 {(case w (when 2 {(print a)}) else {(print b)})}) (when 3 {(print c)}))")]
    [InlineData("if a; case b; when 1; 2; end; else; 3; end", "(if a {(case b (when 1 {(print 2)}))} else {(print 3)})")]
    public void Conditions(string code, string expected) => AssertStatements(code, expected);

    [Theory]
    [InlineData("for x in y; x; end", "(for x y {(print x)})")]
    [InlineData("for $x in y.z; end", "(for $x (. y z) {})")]
    [InlineData("for o.x in y; else; 1; end", "(for (. o x) y {} else {(print 1)})")]
    [InlineData("for x in (1..9) limit:3 offset: a.b reversed; end", "(for x (( (RangeInclude 1 9)) offset:(. a b) reversed limit:3 {})")]
    [InlineData("for i in 1..9 limit:3; end", "(for i (RangeInclude 1 (call 9 limit:3)) {})")]
    [InlineData("for x in y | array.sort \"t\"; end", "(for x (| y (call (. array sort) \"t\")) {})")]
    [InlineData("for x in y limit:1 | f; end", "(for x (| y f) limit:1 {})")]
    [InlineData("for x in y nope:1; end", "(for x y !Unsupported argument `nope` for statement: `for` {})")]
    [InlineData("for x in y limit; end", "(for x y !Invalid `limit` argument. Value is required. {})")]
    [InlineData("tablerow x in y cols:2 limit:3; x; end", "(tablerow x y limit:3 cols:2 {(print x)})")]
    [InlineData("for.index", "(print <For.Index>)")]
    [InlineData("while x < 5; x++; break; continue; end", "(while (Less x 5) {(print (post+1 x)) (break) (continue)})")]
    public void Loops(string code, string expected) => AssertStatements(code, expected);

    [Theory]
    [InlineData("capture x.y; a; end", "(capture (. x y) {(print a)})")]
    [InlineData("with o; a; end", "(with o {(print a)})")]
    [InlineData("import o.p", "(import (. o p))")]
    [InlineData("readonly x", "(readonly x)")]
    [InlineData("wrap f 1 2; a; end", "(wrap (call f 1 2) {(print a)})")]
    [InlineData("ret", "(ret)")]
    [InlineData("ret a + 1", "(ret (Add a 1))")]
    [InlineData("func f; ret $0; end", "(func f {(ret $0)})")]
    [InlineData("func $f; end", "(func $f {})")]
    [InlineData("func f(a, b = 2, rest...); a; end", "(func f (a b=2 rest...) {(print a)})")]
    [InlineData("func f(); end", "(func f () {})")]
    [InlineData("f(a, b) = a + b\nf 1 2", "(func f (a b) {(ret (Add a b))}) (print (call f 1 2))")]
    [InlineData("f = do(a); ret a; end; f 1", "(set f (do (a) {(ret a)})) (print (call f 1))")]
    [InlineData("x | array.each do; ret $0; end", "(print (| x (call (. array each) (do {(ret $0)}))))")]
    public void Bodies_and_functions(string code, string expected) => AssertStatements(code, expected);

    [Theory]
    [InlineData("{{ if a }}x{{ else }}y{{ end }}z", "(if a {'x'} else {'y'}) 'z'")]
    [InlineData("{{ for a in b }}x{{ else }}y{{ end }}", "(for a b {'x'} else {'y'})")]
    [InlineData("{{ case a }} dropped {{ when 1 }}x{{ else }}y{{ end }}", "(case a (when 1 {'x'}) else {'y'})")]
    [InlineData("{{ func f }}x{{ end }}{{ f }}", "(func f {'x'}) (print f)")]
    [InlineData("{{ capture x }}a{{ b }}{{ end }}", "(capture x {'a' (print b)})")]
    [InlineData("{{ wrap f }}x{{ end }}", "(wrap f {'x'})")]
    [InlineData("{{ x = do }}y{{ end }}", "(set x (do {'y'}))")]
    public void Bodies_hold_text(string template, string expected)
    {
        var parsed = Parser.Parse(new TemplateSource("text", template), new TemplateParseOptions { AutoIndent = false });
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal(expected, TreeText.Of(parsed.Body));
    }

    private static void AssertStatements(string code, string expected)
    {
        var parsed = Parser.Parse(new TemplateSource("text", "{{ " + code + " }}"), TemplateParseOptions.Default);
        Assert.Empty(parsed.Diagnostics);
        Assert.Equal(expected, TreeText.Of(parsed.Body));
    }
}
