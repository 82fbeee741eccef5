namespace PipelineKit.Templating.Syntax;

/// <summary>What is being parsed: its name and its form as messages show them. Compared by identity.</summary>
/// <param name="name">The name.</param>
/// <param name="example">What it looks like.</param>
internal sealed class SyntaxForm(string name, string example)
{
    public static readonly SyntaxForm Page = new("ScriptPage", "...");
    public static readonly SyntaxForm FrontMatter = new("ScriptFrontMatter", "...");
    public static readonly SyntaxForm Parameter = new("ScriptParameter", "...");
    public static readonly SyntaxForm ExpressionStatement = new("expression statement", "<expression>");
    public static readonly SyntaxForm If = new("if statement", "if <expression> ... end|else|else if");
    public static readonly SyntaxForm Else = new("else statement", "else | else if <expression> ... end|else|else if");
    public static readonly SyntaxForm Case = new("case statement", "case <expression> ... end|when|else");
    public static readonly SyntaxForm When = new("when statement", "when <expression> ... end|when|else");
    public static readonly SyntaxForm For = new("for statement", "for <variable> in <expression> ... end");
    public static readonly SyntaxForm While = new("while statement", "while <expression> ... end");
    public static readonly SyntaxForm With = new("with statement", "with <variable> ... end");
    public static readonly SyntaxForm Wrap = new("wrap statement", "wrap <function_call> ... end");
    public static readonly SyntaxForm Capture = new("capture statement", "capture <variable> ... end");
    public static readonly SyntaxForm Import = new("import statement", "import <expression>");
    public static readonly SyntaxForm ReadOnly = new("readonly statement", "readonly <variable>");
    public static readonly SyntaxForm Return = new("return statement", "return <expression>?");
    public static readonly SyntaxForm Function = new("function statement", "func <variable> ... end");
    public static readonly SyntaxForm Assign = new("assign expression", "<target_expression> = <value_expression>");
    public static readonly SyntaxForm Binary = new("binary expression", "<expression> operator <expression>");
    public static readonly SyntaxForm Unary = new("unary expression", "<operator> <expression>");

    /// <summary><c>@f</c>: a unary expression whose operand takes no arguments.</summary>
    public static readonly SyntaxForm FunctionReference = new("unary expression", "<operator> <expression>");
    public static readonly SyntaxForm Increment = new("increment/decrement expression", "<operator> <expression> or <expression> <operator>");
    public static readonly SyntaxForm Conditional = new("conditional expression", "<condition> ? <then_value> : <else_value>");
    public static readonly SyntaxForm Nested = new("nested expression", "(<expression>)");
    public static readonly SyntaxForm Array = new("array initializer", "[item1, item2,...]");
    public static readonly SyntaxForm Object = new("object initializer expression", "{ member1: <expression>, member2: ... }");
    public static readonly SyntaxForm Index = new("indexer expression", "<expression>[<index_expression>]");

    // The language writes the misspelling, and tools compare the text.
    public static readonly SyntaxForm Call = new("function call expression", "<target_expression> <arguemnt[0]> ... <arguement[n]>");
    public static readonly SyntaxForm Pipe = new("pipe expression", "<expression> | <expression>");
    public static readonly SyntaxForm InterpolatedPart = new("interpolated string expression", "$\"string{<expression>}string\"");
    public static readonly SyntaxForm InterpolatedString = new("interpolated expression", "{<expression>}");

    public string Name { get; } = name;

    public string Example { get; } = example;
}
