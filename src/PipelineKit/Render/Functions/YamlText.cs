using System.Globalization;
using System.Text;
using PipelineKit.Templating;

namespace PipelineKit.Render.Functions;

/// <summary>A value as block-style YAML: two blanks a level, sequences indented, members in their order. It ends in a newline only where a block scalar ends it that would lose its last one.</summary>
internal static class YamlText
{
    private const int Step = 2;

    /// <summary>Writes a value. Text of several lines becomes a literal block where that is exact.</summary>
    /// <exception cref="TemplateException">A function, or nesting deeper than the limit.</exception>
    public static string Of(RenderContext context, ScriptValue value)
    {
        var output = new StringBuilder();
        Append(context, output, value, 0, 0, isInline: false);
        return Ended(context, output, EndsInBlock(value));
    }

    /// <summary>Writes text as one scalar.</summary>
    public static string Quoted(RenderContext context, string text)
    {
        var output = new StringBuilder(text.Length + 8);
        AppendText(context, output, text);
        return output.ToString();
    }

    /// <summary>Writes text as a literal block, or in quotes where a block cannot hold it.</summary>
    public static string Block(RenderContext context, string text)
    {
        if (!YamlScalarText.IsBlock(text))
        {
            return Quoted(context, text);
        }

        context.CheckLength(text.Length + (Step * (text.AsSpan().Count('\n') + 1L)));
        var output = new StringBuilder(text.Length + 16);
        YamlScalarText.AppendBlock(output, text, Step);
        return Ended(context, output, text.EndsWith('\n'));
    }

    // The last line break of a block is part of its text, also when this goes into another text. The line of the template has one too, which takes its place there;
    // the profile `scriban` knows no such rule.
    private static string Ended(RenderContext context, StringBuilder output, bool needsLineBreak) =>
        (needsLineBreak && context.Profile == TemplateProfile.Manifest ? output.Append('\n') : output).ToString();

    private static bool EndsInBlock(ScriptValue value) =>
        value.AsObject is { Count: > 0 } members ? EndsInBlock(members.Values[members.Count - 1])
        : value.AsArray is { Count: > 0 } items ? EndsInBlock(items.Items[^1])
        : value.AsString is { } text && text.EndsWith('\n') && YamlScalarText.IsBlock(text);

    // isInline: something stands before the value on its line (`key: `), so that a collection begins on the next one.
    private static void Append(RenderContext context, StringBuilder output, ScriptValue value, int indent, int depth, bool isInline)
    {
        context.Iterate();
        context.CheckLength(output.Length);
        if (depth > context.Limits.ObjectRecursionLimit)
        {
            throw context.Error($"to_yaml: the value is nested deeper than {context.Limits.ObjectRecursionLimit} levels", TemplateErrorKind.Limit);
        }

        if (value.AsObject is { } members)
        {
            AppendObject(context, output, members, indent, depth, isInline);
        }
        else if (value.AsArray is { } items)
        {
            AppendItems(context, output, items.Items, indent, depth, isInline);
        }
        else if (value.AsRange is { } range)
        {
            AppendItems(context, output, Materialized(context, range), indent, depth, isInline);
        }
        else
        {
            AppendScalar(context, output, value, indent);
        }
    }

    private static void AppendObject(RenderContext context, StringBuilder output, ScriptObject members, int indent, int depth, bool isInline)
    {
        if (members.Count == 0)
        {
            output.Append("{}");
            return;
        }

        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0 || isInline)
            {
                output.Append('\n').Append(' ', indent);
            }

            AppendText(context, output, members.Keys[i]);
            output.Append(':');
            AppendAfterMark(context, output, members.Values[i], indent + Step, depth);
        }
    }

    private static void AppendItems(RenderContext context, StringBuilder output, ReadOnlySpan<ScriptValue> items, int indent, int depth, bool isInline)
    {
        if (items.Length == 0)
        {
            output.Append("[]");
            return;
        }

        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0 || isInline)
            {
                output.Append('\n').Append(' ', indent);
            }

            output.Append("- ");
            Append(context, output, items[i], indent + Step, depth + 1, isInline: false);
        }
    }

    private static void AppendAfterMark(RenderContext context, StringBuilder output, ScriptValue value, int indent, int depth)
    {
        if (value.Kind is ScriptValueKind.Object or ScriptValueKind.Array or ScriptValueKind.Range)
        {
            var isEmpty = value.AsObject is { Count: 0 } || value.AsArray is { Count: 0 } || value.AsRange is { Count: 0 };
            output.Append(isEmpty ? " " : "");
            Append(context, output, value, indent, depth + 1, isInline: true);
            return;
        }

        output.Append(' ');
        Append(context, output, value, indent, depth + 1, isInline: true);
    }

    private static void AppendScalar(RenderContext context, StringBuilder output, ScriptValue value, int indent)
    {
        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                output.Append("null");
                break;
            case ScriptValueKind.String when value.AsString!.Contains('\n', StringComparison.Ordinal) && YamlScalarText.IsBlock(value.AsString):
                context.CheckLength(output.Length + value.AsString.Length + (indent * (value.AsString.AsSpan().Count('\n') + 1L)));
                YamlScalarText.AppendBlock(output, value.AsString, Math.Max(indent, Step));
                break;
            case ScriptValueKind.String:
                AppendText(context, output, value.AsString!);
                break;
            case ScriptValueKind.Double or ScriptValueKind.Float when !double.IsFinite(value.AsDouble):
                output.Append(double.IsNaN(value.AsDouble) ? ".nan" : value.AsDouble > 0 ? ".inf" : "-.inf");
                break;
            case ScriptValueKind.Date:
                AppendText(context, output, value.AsDate.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            case ScriptValueKind.TimeSpan:
                AppendText(context, output, context.ToText(value));
                break;
            case ScriptValueKind.Function:
                throw context.Error("to_yaml: a function has no YAML form");
            default:
                output.Append(context.ToText(value));
                break;
        }
    }

    private static void AppendText(RenderContext context, StringBuilder output, string text)
    {
        context.CheckLength(output.Length + text.Length);
        try
        {
            YamlScalarText.Append(output, text);
        }
        catch (ArgumentException problem)
        {
            throw context.Error(problem.Message);
        }
    }

    private static ScriptValue[] Materialized(RenderContext context, ScriptRange range)
    {
        context.Iterate(range.Count > int.MaxValue ? int.MaxValue : (long)range.Count);
        var items = new ScriptValue[range.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = range[(ulong)i];
        }

        return items;
    }
}
