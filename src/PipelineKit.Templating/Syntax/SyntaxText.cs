using System.Globalization;
using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>Expressions written back as code, the way messages show them: without the blanks and comments of the template.</summary>
internal static class SyntaxText
{
    /// <summary>Longest text: a message shows what it is about, it does not repeat the template.</summary>
    private const int MaxLength = 1024;

    public static string Of(Expression expression)
    {
        var builder = new StringBuilder();
        Append(builder, expression);
        return builder.ToString();
    }

    /// <summary>A call with blanks that is not a node yet.</summary>
    public static string OfCall(Expression target, ReadOnlySpan<Argument> arguments)
    {
        var builder = new StringBuilder();
        AppendCall(builder, target, arguments, isExplicit: false);
        return builder.ToString();
    }

    private static void Append(StringBuilder builder, Expression? expression)
    {
        if (builder.Length > MaxLength)
        {
            return;
        }

        switch (expression)
        {
            case LiteralExpression literal:
                AppendLiteral(builder, literal);
                break;
            case GlobalVariable variable:
                builder.Append(variable.Name);
                break;
            case LocalVariable variable:
                builder.Append('$').Append(variable.Name);
                break;
            case ArgumentVariable variable:
                builder.Append('$').Append(variable.Index);
                break;
            case ArgumentsVariable:
                builder.Append('$');
                break;
            case BodyVariable:
                builder.Append("$$");
                break;
            case ThisVariable:
                builder.Append("this");
                break;
            case LoopVariable variable:
                builder.Append(NameOf(variable.Kind)).Append('.').Append(NameOf(variable.Member));
                break;
            case MemberExpression member:
                Append(builder, member.Target);
                builder.Append(IsWrittenConditional(member) ? "?." : ".").Append(member.Name);
                break;
            case IndexExpression index:
                Append(builder, index.Target);
                builder.Append('[');
                Append(builder, index.Index);
                builder.Append(']');
                break;
            case ParenthesizedExpression nested:
                builder.Append('(');
                Append(builder, nested.Inner);
                builder.Append(')');
                break;
            case CallExpression call:
                AppendCall(builder, call.Target, call.Arguments, call.IsExplicit);
                break;
            case FunctionReference reference:
                builder.Append('@');
                Append(builder, reference.Target);
                break;
            default:
                AppendOperation(builder, expression);
                break;
        }
    }

    /// <summary>A plain dot behind a null-conditional member counts as one, but is written as it was.</summary>
    private static bool IsWrittenConditional(MemberExpression member) => member.IsNullConditional && member.NameSpan.Start - member.Target.Span.End != 1;

    private static void AppendOperation(StringBuilder builder, Expression? expression)
    {
        switch (expression)
        {
            case UnaryExpression unary:
                builder.Append(unary.Operator switch
                {
                    UnaryOperator.Not => '!',
                    UnaryOperator.Negate => '-',
                    _ => '+',
                });
                Append(builder, unary.Operand);
                break;
            case IncrementExpression increment:
                var sign = increment.Delta > 0 ? "++" : "--";
                builder.Append(increment.IsPrefix ? sign : "");
                Append(builder, increment.Operand);
                builder.Append(increment.IsPrefix ? "" : sign);
                break;
            case BinaryExpression binary:
                Append(builder, binary.Left);
                builder.Append(SymbolOf(binary.Operator));
                Append(builder, binary.Right);
                break;
            case PipeExpression pipe:
                Append(builder, pipe.Source);
                builder.Append('|');
                Append(builder, pipe.Target);
                break;
            case ConditionalExpression conditional:
                Append(builder, conditional.Condition);
                builder.Append('?');
                Append(builder, conditional.Then);
                builder.Append(':');
                Append(builder, conditional.Otherwise);
                break;
            case ArrayExpression array:
                builder.Append('[');
                for (var i = 0; i < array.Items.Length; i++)
                {
                    builder.Append(i > 0 ? "," : "");
                    Append(builder, array.Items[i]);
                }

                builder.Append(']');
                break;
            case ObjectExpression obj:
                builder.Append('{');
                for (var i = 0; i < obj.Members.Length; i++)
                {
                    builder.Append(i > 0 ? "," : "").Append(obj.Members[i].Key).Append(':');
                    Append(builder, obj.Members[i].Value);
                }

                builder.Append('}');
                break;
            case InterpolatedString text:
                AppendInterpolated(builder, text);
                break;
            case FunctionExpression:
                builder.Append("do; ... end");
                break;
        }
    }

    private static void AppendInterpolated(StringBuilder builder, InterpolatedString text)
    {
        builder.Append("$\"");
        foreach (var part in text.Parts)
        {
            if (part is LiteralExpression { Value.AsString: { } literal })
            {
                AppendEscaped(builder, literal, '"', escapesBrace: true);
            }
            else
            {
                builder.Append('{');
                Append(builder, part);
                builder.Append('}');
            }
        }

        builder.Append('"');
    }

    private static void AppendCall(StringBuilder builder, Expression target, ReadOnlySpan<Argument> arguments, bool isExplicit)
    {
        Append(builder, target);
        builder.Append(isExplicit ? "(" : "");
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            builder.Append(!isExplicit ? " " : i > 0 ? "," : "");
            builder.Append(argument.IsSpread ? "^" : argument.Name is null ? "" : argument.Name + ":");
            Append(builder, argument.Value);
        }

        builder.Append(isExplicit ? ")" : "");
    }

    private static void AppendLiteral(StringBuilder builder, LiteralExpression literal)
    {
        var value = literal.Value;
        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                builder.Append("null");
                break;
            case ScriptValueKind.Boolean:
                builder.Append(value.AsBoolean ? "true" : "false");
                break;
            case ScriptValueKind.String when literal.Quote == '`':
                builder.Append('`').Append(value.AsString!.Replace("`", "``", StringComparison.Ordinal)).Append('`');
                break;
            case ScriptValueKind.String:
                builder.Append(literal.Quote);
                AppendEscaped(builder, value.AsString!, literal.Quote, escapesBrace: false);
                builder.Append(literal.Quote);
                break;
            case ScriptValueKind.Integer or ScriptValueKind.Long:
                builder.Append(value.AsLong);
                break;
            case ScriptValueKind.Double:
                AppendReal(builder, value.AsDouble.ToString("R", CultureInfo.InvariantCulture), "");
                break;
            case ScriptValueKind.Float:
                AppendReal(builder, ((float)value.AsDouble).ToString("R", CultureInfo.InvariantCulture), "f");
                break;
            case ScriptValueKind.Decimal:
                AppendReal(builder, value.AsDecimal.ToString(CultureInfo.InvariantCulture), "m");
                break;
            default:
                builder.Append(CultureInfo.InvariantCulture, $"{value.AsBigInteger}");
                break;
        }
    }

    private static void AppendReal(StringBuilder builder, string text, string suffix) =>
        builder.Append(text).Append(text.AsSpan().ContainsAny(".eEN∞") || text.EndsWith('y') ? "" : ".0").Append(suffix);

    private static void AppendEscaped(StringBuilder builder, string text, char quote, bool escapesBrace)
    {
        foreach (var c in text)
        {
            builder = c switch
            {
                '\\' => builder.Append("\\\\"),
                '\0' => builder.Append("\\0"),
                '\a' => builder.Append("\\a"),
                '\b' => builder.Append("\\b"),
                '\f' => builder.Append("\\f"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\v' => builder.Append("\\v"),
                '{' when escapesBrace => builder.Append("\\{"),
                _ when c == quote => builder.Append('\\').Append(c),
                _ when char.IsControl(c) => builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => builder.Append(c),
            };
        }
    }

    private static string NameOf(LoopKind kind) => kind switch
    {
        LoopKind.For => "for",
        LoopKind.While => "while",
        _ => "tablerow",
    };

    private static string NameOf(LoopMember member) => member switch
    {
        LoopMember.Index => "index",
        LoopMember.ReverseIndex => "rindex",
        LoopMember.First => "first",
        LoopMember.Last => "last",
        LoopMember.Even => "even",
        LoopMember.Odd => "odd",
        LoopMember.Changed => "changed",
        LoopMember.Length => "length",
        _ => "col",
    };

    /// <summary>Only the minus has blanks: it was once part of names.</summary>
    private static string SymbolOf(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => " - ",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.DivideRound => "//",
        BinaryOperator.Modulus => "%",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.And => "&&",
        BinaryOperator.Or => "||",
        BinaryOperator.EmptyCoalescing => "??",
        BinaryOperator.NotEmptyCoalescing => "?!",
        BinaryOperator.RangeInclude => "..",
        _ => "..<",
    };
}
