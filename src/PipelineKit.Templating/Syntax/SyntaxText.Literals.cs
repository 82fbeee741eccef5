using System.Globalization;
using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>Literals, names and symbols as messages show them.</summary>
internal static partial class SyntaxText
{
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
    private static string SymbolOf(BinaryOperator @operator) => @operator is BinaryOperator.Subtract ? " - " : Operators.Sign(@operator);
}
