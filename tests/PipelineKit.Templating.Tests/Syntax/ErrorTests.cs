using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class ErrorTests
{
    private const string If = "if <expression> ... end|else|else if";

    [Theory]
    [InlineData("{{ 1 + }}", "(1,8) : error : Error while parsing binary expression: Expecting an <expression> to the right of the operator instead of `}}` in: <expression> operator <expression>")]
    [InlineData("{{ 1 +", "(0,0) : error : Error while parsing binary expression: Expecting an <expression> to the right of the operator instead of `<eof>` in: <expression> operator <expression>")]
    [InlineData("{{ if }}x{{ end }}", "(1,7) : error : Error while parsing if statement: Expecting <expression> instead of `}}` in: " + If)]
    [InlineData("{{ if true }}x", "(1,14) : error : Error while parsing if statement: The <end> statement was not found in: " + If)]
    [InlineData("{{ a b = 1 }}", "(1,6) : error : Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>")]
    [InlineData("{{ if x = 1 }}{{ end }}", "(1,7) : error : Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>")]
    [InlineData("{{ 5 = 1 }}", "(1,4) : error : Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>")]
    [InlineData("{{ x = y = 1 }}", "(1,8) : error : Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>")]
    [InlineData("{{ end }}", "(1,6) : error : Error while parsing ScriptPage: Found <end> statement without a corresponding beginning of a block in: ...")]
    [InlineData("{{ 1 2 ) }}", "(1,8) : error : Invalid token found `)`. Expecting <EOL>/end of line.")]
    [InlineData("{{ 1 : 2 }}", "(1,4) : error : Expecting a simple global or local variable before `:` in order to create a named argument\n(1,6) : error : Invalid token found `:`. Expecting <EOL>/end of line.")]
    [InlineData("{{ ) }}", "(1,4) : error : Unexpected token )")]
    [InlineData("{{ a.1 }}", "(1,6) : error : Invalid token `Integer`. The dot operator is expected to be followed by a plain identifier\n(1,5) : error : Invalid token found `.`. Expecting <EOL>/end of line.")]
    [InlineData("{{ (1 }}", "(1,7) : error : Invalid token `}}`. Expecting a closing `)`.")]
    [InlineData("{{ [1, }}", "(1,8) : error : Error while parsing array initializer: Expecting <expression> instead of `}}` in: [item1, item2,...]\n(1,8) : error : Unexpected token found `}}` while expecting `]`.")]
    [InlineData("{{ a[ ] }}", "(1,7) : error : Error while parsing indexer expression: Expecting <index_expression> instead of `]` in: <expression>[<index_expression>]")]
    [InlineData("{{ a[1 }}", "(1,8) : error : Unexpected `}}`. Expecting ']'")]
    [InlineData("{{ a | }}", "(1,8) : error : Error while parsing pipe expression: Expecting <expression> instead of `}}` in: <expression> | <expression>")]
    [InlineData("{{ ! }}", "(1,6) : error : Error while parsing unary expression: Expecting <expression> instead of `}}` in: <operator> <expression>")]
    [InlineData("{{ ++1 }}", "(1,8) : error : The operand of an increment or decrement operator must be a variable, property or indexer")]
    [InlineData("{{ f(1,) }}", "(1,8) : error : Expecting an expression for argument function calls instead of this token.\n(1,8) : error : Expecting a closing parenthesis for a function call.\n(1,8) : error : Invalid token found `)`. Expecting <EOL>/end of line.")]
    [InlineData("{{ g = f(x) = 2 }}", "(1,8) : error : Error while parsing function call expression: Creating a function is only allowed for a top level assignment in: <target_expression> <arguemnt[0]> ... <arguement[n]>")]
    [InlineData("{{ x.true }}", "(1,11) : error : Unexpected literal member `{member}`")]
    [InlineData("{{ a ? 1 }}", "(1,10) : error : Unexpected token found `}}` while expecting `:`.\n(0,0) : error : Error while parsing conditional expression: Expecting <expression> instead of `<eof>` in: <condition> ? <then_value> : <else_value>")]
    public void Expressions(string template, string expected) => AssertErrors(template, expected);

    [Theory]
    [InlineData("{{ else }}", "(1,9) : error : Error while parsing else statement: The <end> statement was not found in: else | else if <expression> ... end|else|else if\n(1,4) : error : A else condition must be preceded by another if/else/when condition or a for loop.")]
    [InlineData("{{ for }}{{ end }}", "(1,8) : error : Error while parsing for statement: Expecting <expression> instead of `}}` in: for <variable> in <expression> ... end\n(1,15) : error : Error while parsing ScriptPage: Found <end> statement without a corresponding beginning of a block in: ...")]
    [InlineData("{{ for x of y; end }}", "(1,4) : error : Error while parsing for statement: Expecting 'in' word instead of `of` in: for <variable> in <expression> ... end")]
    [InlineData("{{ for 1 in y; end }}", "(1,4) : error : Error while parsing for statement: Expecting a variable instead of `1` in: for <variable> in <expression> ... end")]
    [InlineData("{{ for.foo }}", "(1,4) : error : The loop variable <for.foo> is not supported")]
    [InlineData("{{ while.last }}", "(1,4) : error : The loop variable <while.last> is invalid")]
    [InlineData("{{ for.col }}", "(1,4) : error : The loop variable <for.col> is invalid")]
    [InlineData("{{ case 1\n x\n when 1\n end }}", "(2,2) : error : Unexpected statement/expression `x` in the body of a `case` statement. Only `when`/`else` are expected.")]
    [InlineData("{{ case 1; when; end }}", "(1,16) : error : When is expecting at least one value.")]
    [InlineData("{{ when 1; end }}", "(1,4) : error : A `when` condition must be preceded by another `when`/`else`/`case` condition")]
    [InlineData("{{ capture; end }}", "(1,11) : error : Error while parsing capture statement: Expecting <expression> instead of `;` in: capture <variable> ... end")]
    [InlineData("{{ readonly 5 }}", "(1,4) : error : Error while parsing readonly statement: Expecting a variable instead of `5` in: readonly <variable>\n(1,13) : error : Invalid token found `5`. Expecting <EOL>/end of line.")]
    [InlineData("{{ func f(a=x); end }}", "(1,11) : error : Expecting only a literal for an optional parameter value.")]
    [InlineData("{{ func f(a=1, b); end }}", "(1,16) : error : Cannot declare a normal parameter after an optional parameter.")]
    [InlineData("{{ func f(a..., b=1); end }}", "(1,17) : error : Cannot declare an optional parameter after a variable parameter (`...`).")]
    [InlineData("{{ func f(a..., b...); end }}", "(1,17) : error : Cannot declare multiple variable parameters.")]
    [InlineData("{{ func f($a); end }}", "(1,11) : error : Expecting only a simple name parameter for a function")]
    [InlineData("{{ f(a; b }}", "(1,7) : error : Expecting a comma to separate arguments in a function call.\n(1,7) : error : Expecting an expression for argument function calls instead of this token.\n(1,7) : error : Expecting a closing parenthesis for a function call.")]
    [InlineData("{{ x = $$ }}", "(1,11) : error : Cannot use block delegate $$ in a nested expression\n(1,8) : error : Error while parsing assign expression: Cannot use block delegate $$ outside an expression statement in: <target_expression> = <value_expression>")]
    [InlineData("{{ for x in y; else if z; end; end }}", "(1,21) : error : Invalid if/else combination within a for statement.\n(1,34) : error : Error while parsing ScriptPage: Found <end> statement without a corresponding beginning of a block in: ...")]
    public void Statements(string template, string expected) => AssertErrors(template, expected);

    [Theory]
    [InlineData("{{ } }}", "(1,4) : error : Unexpected token }\n(1,4) : error : Unexpected } while no matching {")]
    [InlineData("{{ \"a\\q\" }}", "(1,7) : error : Unexpected escape character `q` in string. Only 0 ' \\ \" b f n r t v u0000-uFFFF x00-xFF are allowed")]
    [InlineData("{{ \"\\x4g\" }}", "(1,8) : error : Unexpected hex number `g` following `\\x`. Expecting `\\x00` to `\\xff`\n(1,8) : error : Unexpected escape character `g` in string. Only 0 ' \\ \" b f n r t v u0000-uFFFF x00-xFF are allowed")]
    [InlineData("{{ \"abc", "(1,7) : error : Unexpected token c\n(1,7) : error : Unexpected end of file while parsing a string not terminated by a \"")]
    [InlineData("{{ `abc", "(1,7) : error : Unexpected token c\n(1,7) : error : Unexpected end of file while parsing a verbatim string not terminated by a `")]
    [InlineData("{{ 1e-2 }}", "(1,4) : error : Unable to parse the integer 1e-2")]
    [InlineData("{{ 1_0.5 }}", "(1,4) : error : Unable to parse double value `1_0.5`")]
    [InlineData("{{ 0xg }}", "(1,4) : error : Unexpected token 0x\n(1,4) : error : Invalid hex number, expecting at least a hex digit [0-9a-fA-F] after 0x")]
    [InlineData("{{ $\"{a;}\" }}", "(1,8) : error : Opened interpolated expression not closed on the same line.\n(1,8) : error : Unexpected token `;` while parsing expression\n(1,9) : error : Unexpected token }")]
    [InlineData("{{ $\"{}\" }}", "(1,7) : error : Error while parsing interpolated string expression: Expecting <expression> instead of `}` in: $\"string{<expression>}string\"")]
    [InlineData("{{ {a:} }}", "(1,7) : error : Unexpected token `}`. Expecting an expression for the value of the member.\n(1,7) : error : Invalid token found `}`. Expecting <EOL>/end of line.")]
    [InlineData("{{ {a} }}", "(1,6) : error : Unexpected token `}` Expecting a colon : after identifier `a` for object initializer member name\n(1,6) : error : Invalid token found `}`. Expecting <EOL>/end of line.")]
    [InlineData("{{ {1:2} }}", "(1,5) : error : Unexpected token `1` while parsing object initializer. Expecting a simple identifier for the member name.\n(1,5) : error : Expecting a simple global or local variable before `:` in order to create a named argument\n(1,6) : error : Invalid token found `:`. Expecting <EOL>/end of line.")]
    [InlineData("{{ & }}", "(1,4) : error : Unexpected token &")]
    public void Literals_and_symbols(string template, string expected) => AssertErrors(template, expected);

    [Fact]
    public void Errors_name_the_template_and_the_line()
    {
        var parsed = Parser.Parse(new TemplateSource("a.sbn", "x\r\ny\r{{ 1 +\n}}"), TemplateParseOptions.Default);
        Assert.StartsWith("a.sbn(3,7) : error : ", parsed.Diagnostics[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("instead of `\\n` in", parsed.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(parsed.Body.Statements);
    }

    [Fact]
    public void Front_matter_that_is_not_there_is_an_error()
    {
        var options = new TemplateParseOptions { Mode = TemplateMode.FrontMatterAndContent };
        Assert.Equal(
            "text(1,1) : error : When `FrontMatterAndContent` is enabled, expecting a `+++` at the beginning of the text instead of `x`",
            Parser.Parse(new TemplateSource("text", "x"), options).Diagnostics.Single().ToString());
        Assert.Contains(
            "End of frontmatter `+++` not found",
            string.Join('\n', Parser.Parse(new TemplateSource("text", "+++\nx"), options).Diagnostics),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    [InlineData("f(", ")")]
    [InlineData("x.", "", "x")]
    [InlineData("x[", "]")]
    [InlineData("!", "")]
    [InlineData("1+", "")]
    [InlineData("a|", "")]
    [InlineData("c?1:", "")]
    [InlineData("$'{", "}'")]
    [InlineData("if x;", ";end")]
    [InlineData("case x;when 1;", ";end")]
    [InlineData("f = do;", ";end")]
    public void Nothing_nests_deeper_than_the_limit(string open, string close, string inner = "1")
    {
        const int Depth = 20_000;
        var template = "{{ " + string.Concat(Enumerable.Repeat(open, Depth)) + inner + string.Concat(Enumerable.Repeat(close, Depth)) + " }}";
        var parsed = Parser.Parse(new TemplateSource("text", template), TemplateParseOptions.Default);
        Assert.Equal("The statement depth limit `250` was reached when parsing this statement", Assert.Single(parsed.Diagnostics).Message);
        var unlimited = Parser.Parse(new TemplateSource("text", template), new TemplateParseOptions { ExpressionDepthLimit = 0 });
        Assert.True(unlimited.Diagnostics.Count <= 1);
    }

    private static void AssertErrors(string template, string expected)
    {
        var parsed = Parser.Parse(new TemplateSource("", template), TemplateParseOptions.Default);
        Assert.Equal(expected, string.Join('\n', parsed.Diagnostics));
        Assert.Empty(parsed.Body.Statements);
    }
}
