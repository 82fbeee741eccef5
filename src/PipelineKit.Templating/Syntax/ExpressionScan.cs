namespace PipelineKit.Templating.Syntax;

/// <summary>How far an expression goes.</summary>
internal enum ExpressionMode : byte
{
    /// <summary>Operators, calls, pipes and all.</summary>
    Full,

    /// <summary>As <see cref="Full"/>, but a colon ends it: the branches of <c>c ? a : b</c>.</summary>
    NoNamedArgument,

    /// <summary>A literal, a path, or something in brackets.</summary>
    Basic,
}

/// <summary>The state of one expression being parsed: what it stands in, and the call that it may turn out to be.</summary>
internal record struct ExpressionScan(SyntaxForm Form)
{
    /// <summary>Whether it is an operand among the arguments of a space call, where a name takes no arguments.</summary>
    public bool IsInCall { get; init; }

    /// <summary>Only operators that bind tighter belong to it.</summary>
    public int Precedence { get; init; }

    public ExpressionMode Mode { get; init; }

    public bool AllowsAssignment { get; init; } = true;

    /// <summary>Whether <c>||</c> separates it from the next value of a <c>when</c>.</summary>
    public bool EndsAtOr { get; init; }

    /// <summary>Which operand of a space call is being read, 1-based.</summary>
    public int Operands { get; set; }

    /// <summary>The function of the space call whose arguments are being read.</summary>
    public Expression? Callee { get; set; }

    /// <summary>Where the arguments of that call begin among those that wait.</summary>
    public int ArgumentMark { get; set; }

    /// <summary>Where that call ends so far.</summary>
    public int CallEnd { get; set; }
}

/// <summary>How to go on after a part of an expression.</summary>
internal enum ScanStep : byte
{
    /// <summary>The operand may go on.</summary>
    Continue,

    /// <summary>Another argument of the space call follows.</summary>
    NextOperand,

    /// <summary>The operand is complete, and the expression with it.</summary>
    Done,

    /// <summary>The expression is the operand as it is, whatever call was open.</summary>
    Return,
}
