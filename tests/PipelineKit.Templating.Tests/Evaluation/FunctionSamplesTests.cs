using Xunit;

namespace PipelineKit.Templating.Tests.Evaluation;

/// <summary>What the language says of functions, a template for each sentence.</summary>
public sealed class FunctionSamplesTests
{
    [Theory]
    [InlineData("{{ func add; ret $0 + $1; end; add 1 2 }}", "3")]
    [InlineData("{{ func add(a,b=2,rest...); ret a+b; end; add 1; add 1 5; add 1 5 6 7 }}", "366")]
    [InlineData("{{ func f(a, rest...); ret rest; end; f 1 2 3 }}", "[2, 3]")]
    [InlineData("{{ func f(a, rest...); ret $; end; f 1 2 3 }}", "[1, [2, 3]]")]
    [InlineData("{{ add(a, b) = a + b; add 1 2 }}", "3")]
    [InlineData("{{ f = do; ret $0 * 2; end; f 4 }}", "8")]
    [InlineData("{{ f = do(a, b); ret a - b; end; f 4 1 }}", "3")]
    [InlineData("{{ func t; 'abc'; ret 7; end; x = t; x }}", "abc7")]
    [InlineData("{{ func t; 'abc'; end; x = t; x == null }}", "abctrue")]
    [InlineData("{{ func t; 'abc'; end; capture x; t; end; x | string.upcase }}", "ABC")]
    [InlineData("{{ func outer(p); f = do(q); ret p + q; end; ret f 1; end; outer 5 }}", "6")]
    [InlineData("{{ func r(n); if n > 0; ret r(n-1) + 1; end; ret 0; end; r 50 }}", "50")]
    [InlineData("{{ func f; ret $.name; end; f name: 'x' }}", "x")]
    [InlineData("{{ func f(name); ret name; end; f name: 'x' }}", "x")]
    [InlineData("{{ func f(a,b); ret a + '-' + b; end; f b: 'x' a: 'y' }}", "y-x")]
    [InlineData("{{ func $l; ret 1; end; $l }}", "1")]
    [InlineData("{{ [1,2,3] | array.filter @(do; ret $0 > 1; end) }}", "[2, 3]")]
    [InlineData("{{ func f; x = 5; end; f; x }}", "5")]
    [InlineData("{{ x = 1; func f(p); x = p; end; f 3; x }}", "3")]
    [InlineData("{{ func f; ret; end; f }}|", "|")]
    [InlineData("{{ func f; for i in 1..3; if i == 2; ret i; end; end; end; f }}", "2")]
    [InlineData("{{ func f(x); ret 1..x; end; f 3 }}", "[1, 2, 3]")]
    [InlineData("{{ f }}{{ func f; ret 1; end }}", "")]
    [InlineData("{{ func f; ret 1; end; g = @f; g }}", "1")]
    [InlineData("{{ func f; ret 1; end; f() + f() }}", "2")]
    [InlineData("{{ func f(x); ret x; end; f(1) + 2 }}", "3")]
    [InlineData("{{ func f; ret 1; end; f + 1 }}", "2")]
    [InlineData("{{ o = {f: @string.upcase}; o.f 'a' }}", "A")]
    [InlineData("{{ func f; $ ; end; f 1 2 }}", "[1, 2]")]
    [InlineData("{{ func w; '<'; $$; $$; '>'; end; wrap w; 'x'; end }}", "<xx>")]
    [InlineData("{{ func w(t); '<' + t + '>'; $$; end; wrap w 'b'; 'x'; end }}", "<b>x")]
    public void A_function_does_what_the_language_says(string template, string expected) => Assert.Equal(expected, Rendered.Text(template));
}
