namespace PipelineKit.Templating;

/// <summary>Which side of an operator an error belongs to.</summary>
internal enum ErrorOperand
{
    /// <summary>The operator itself.</summary>
    None,

    /// <summary>The left side.</summary>
    Left,

    /// <summary>The right side.</summary>
    Right,
}

public sealed partial class RenderContext
{
    private ValueState? _values;

    /// <summary>Where the next error of a binary expression is reported; back to none once it is.</summary>
    internal ErrorOperand ErrorOperand { get; set; }

    /// <summary>What values and builtins keep for the length of one rendering.</summary>
    internal ValueState Values => _values ??= new ValueState();

    /// <summary>An error at a side of the operator that is being evaluated.</summary>
    internal TemplateException OperandError(ErrorOperand operand, string message, TemplateErrorKind kind = TemplateErrorKind.Runtime)
    {
        ErrorOperand = operand;
        return Error(message, kind);
    }
}

/// <summary>What values and builtins keep for the length of one rendering.</summary>
internal sealed class ValueState
{
    /// <summary>How dates are printed: <c>date.format</c> as a template set it; null until one does.</summary>
    public string? DateFormat { get; set; }

    /// <summary>The source of <c>math.random</c> and <c>math.uuid</c>; null until one is asked for.</summary>
    public Random? Random { get; set; }

    /// <summary>How deep a comparison of arrays is in arrays.</summary>
    public int ComparisonDepth { get; set; }
}
