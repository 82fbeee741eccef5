using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>Expressions written back as code, the way messages show them: without the blanks and comments of the template.</summary>
internal static partial class SyntaxText
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
}
