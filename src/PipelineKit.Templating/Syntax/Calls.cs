namespace PipelineKit.Templating.Syntax;

/// <summary>An argument of a call.</summary>
/// <param name="Span">The whole argument, with the name.</param>
/// <param name="Name">Of a named argument; null of a positional one.</param>
/// <param name="Value">The value; null of a named argument without one.</param>
/// <param name="IsSpread"><c>^list</c>: every item is an argument.</param>
internal sealed record Argument(SourceSpan Span, string? Name, Expression? Value, bool IsSpread);

/// <summary><c>f a b</c> and <c>f(a, b)</c>.</summary>
internal sealed partial class CallExpression(SourceSpan span, Expression target, Argument[] arguments) : Expression(span)
{
    public Expression Target { get; } = target;

    public Argument[] Arguments { get; } = arguments;

    /// <summary>Whether it was written with parentheses.</summary>
    public bool IsExplicit { get; init; }
}

/// <summary><c>a | f b</c>: the value of the source is the first argument of the target.</summary>
internal sealed partial class PipeExpression(SourceSpan span, Expression source, Expression target) : Expression(span)
{
    public Expression Source { get; } = source;

    /// <summary>A <see cref="CallExpression"/>, or a function by name or path.</summary>
    public Expression Target { get; } = target;
}

/// <summary><c>@f</c>: the function itself.</summary>
internal sealed partial class FunctionReference(SourceSpan span, Expression target) : Expression(span)
{
    public Expression Target { get; } = target;
}

/// <summary><c>do; … end</c>: a function without a name.</summary>
internal sealed partial class FunctionExpression(SourceSpan span, FunctionDefinition definition) : Expression(span)
{
    public FunctionDefinition Definition { get; } = definition;
}

/// <summary>A parameter of a function of a template.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasDefault">Whether it may be left out.</param>
/// <param name="Default">What it is then.</param>
/// <param name="IsVariadic"><c>rest...</c>: takes all further arguments.</param>
internal sealed record FunctionParameter(string Name, bool HasDefault, ScriptValue Default, bool IsVariadic);

/// <summary>A function of a template.</summary>
/// <param name="span">The whole definition.</param>
/// <param name="name">Its name as written (<c>f</c>, <c>$f</c>); null of a function without a name.</param>
/// <param name="parameters">Null of a simple function, whose arguments are in <c>$</c>.</param>
/// <param name="body">A <see cref="Block"/>; of an inline function (<c>f(x) = e</c>) a block of one <see cref="ReturnStatement"/>.</param>
internal sealed partial class FunctionDefinition(SourceSpan span, string? name, FunctionParameter[]? parameters, Block body) : Node(span)
{
    public string? Name { get; } = name;

    public FunctionParameter[]? Parameters { get; } = parameters;

    public Block Body { get; } = body;
}
