using System.Text;
using PipelineKit.Templating.Builtins;

namespace PipelineKit.Templating;

/// <summary>Values as text, the way the language prints them.</summary>
internal static class ValueText
{
    private const string TooDeep = "Structure is too deeply nested or contains reference loops.";

    /// <summary>The text of a value; of null, the empty text.</summary>
    public static string ToText(RenderContext context, ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.String => value.AsString!,
        ScriptValueKind.Null => string.Empty,
        ScriptValueKind.Boolean => value.AsBoolean ? "true" : "false",
        ScriptValueKind.Integer => ((int)value.AsLong).ToString(context.Culture),
        ScriptValueKind.Long => value.AsLong.ToString(context.Culture),
        ScriptValueKind.BigInteger => Number(context, value),
        ScriptValueKind.Float => ((float)value.AsDouble).ToString(context.Culture),
        ScriptValueKind.Double => value.AsDouble.ToString(context.Culture),
        ScriptValueKind.Decimal => value.AsDecimal.ToString(context.Culture),
        ScriptValueKind.Date => DateText.Format(context, value.AsDate),
        ScriptValueKind.TimeSpan => value.AsTimeSpan.ToString(),
        ScriptValueKind.Function => "<function>",
        _ => Composite(context, value),
    };

    /// <summary>Appends the text of a value.</summary>
    public static void Append(RenderContext context, ScriptValue value, StringBuilder builder)
    {
        if (value.AsString is { } text)
        {
            builder.Append(text);
        }
        else if (IsComposite(value.Kind))
        {
            AppendTop(context, value, builder);
        }
        else
        {
            builder.Append(ToText(context, value));
        }
    }

    /// <summary>Writes an integer, boolean or binary number without a string in between; false where <see cref="ToText"/> is needed, or the room is too small.</summary>
    public static bool TryFormatUtf8(RenderContext context, ScriptValue value, Span<byte> destination, out int written)
    {
        written = 0;
        if (value.IsWhole)
        {
            return value.AsLong.TryFormat(destination, out written, default, context.Culture);
        }

        switch (value.Kind)
        {
            case ScriptValueKind.Boolean:
                var text = value.AsBoolean ? "true"u8 : "false"u8;
                if (!text.TryCopyTo(destination))
                {
                    return false;
                }

                written = text.Length;
                return true;
            case ScriptValueKind.Double:
                return value.AsDouble.TryFormat(destination, out written, default, context.Culture);
            case ScriptValueKind.Float:
                return ((float)value.AsDouble).TryFormat(destination, out written, default, context.Culture);
            default:
                return false;
        }
    }

    private static bool IsComposite(ScriptValueKind kind) => kind is ScriptValueKind.Array or ScriptValueKind.Range or ScriptValueKind.Object;

    private static string Number(RenderContext context, ScriptValue value)
    {
        var number = value.AsBigInteger;
        var bits = number.GetBitLength();
        context.CheckLength(bits * 3 / 10);

        // The digits of a number take time with the square of its length.
        context.Step(bits / 64 * (bits / 64) / 16);
        return number.ToString(context.Culture);
    }

    private static string Composite(RenderContext context, ScriptValue value)
    {
        if (ReferenceEquals(value.AsObject, ScriptObject.Empty))
        {
            return string.Empty;
        }

        var builder = new StringBuilder();
        AppendTop(context, value, builder);
        return builder.ToString();
    }

    private static void AppendTop(RenderContext context, ScriptValue value, StringBuilder builder)
    {
        if (ReferenceEquals(value.AsObject, ScriptObject.Empty))
        {
            return;
        }

        var start = builder.Length;
        AppendNested(context, value, builder, start, level: 1);
        if (IsFull(context, builder, start))
        {
            builder.Length = start + context.Limits.StringLength;
            builder.Append("...");
        }
    }

    /// <summary>Whether Scriban's limit cuts here; in the manifest profile the limit is an error instead.</summary>
    private static bool IsFull(RenderContext context, StringBuilder builder, int start)
    {
        var limit = context.Limits.StringLength;
        if (limit == 0 || builder.Length - start < limit)
        {
            return false;
        }

        if (context.Profile == TemplateProfile.Manifest)
        {
            context.CheckLength(builder.Length - start);
            return false;
        }

        return true;
    }

    private static void AppendNested(RenderContext context, ScriptValue value, StringBuilder builder, int start, int level)
    {
        if (context.Limits.ObjectRecursionLimit != 0 && level > context.Limits.ObjectRecursionLimit)
        {
            throw context.Error(TooDeep, TemplateErrorKind.Limit);
        }

        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                builder.Append("null");
                break;
            case ScriptValueKind.String:
                StringEscapes.AppendLiteral(builder, value.AsString);
                break;
            case ScriptValueKind.Array or ScriptValueKind.Range:
                AppendList(context, value, builder, start, level);
                break;
            case ScriptValueKind.Object when ReferenceEquals(value.AsObject, ScriptObject.Empty):
                builder.Append("null");
                break;
            case ScriptValueKind.Object:
                AppendObject(context, value.AsObject!, builder, start, level);
                break;
            default:
                builder.Append(ToText(context, value));
                break;
        }
    }

    private static void AppendList(RenderContext context, ScriptValue list, StringBuilder builder, int start, int level)
    {
        builder.Append('[');
        var items = ScriptItems.Of(context, list, chargesLoops: false);
        var isFirst = true;
        while (items.MoveNext(out var item))
        {
            if (!isFirst)
            {
                builder.Append(", ");
            }

            isFirst = false;
            AppendNested(context, item, builder, start, level + 1);
            if (IsFull(context, builder, start))
            {
                return;
            }
        }

        builder.Append(']');
    }

    private static void AppendObject(RenderContext context, ScriptObject value, StringBuilder builder, int start, int level)
    {
        builder.Append('{');
        for (var i = 0; i < value.Count; i++)
        {
            if (i > 0)
            {
                builder.Append(", ");
            }

            AppendKey(builder, value.Keys[i]);
            builder.Append(": ");
            AppendNested(context, value.Values[i], builder, start, level + 1);
            if (IsFull(context, builder, start))
            {
                return;
            }
        }

        builder.Append('}');
    }

    private static void AppendKey(StringBuilder builder, string key)
    {
        if (IsIdentifier(key))
        {
            builder.Append(key);
        }
        else
        {
            StringEscapes.AppendLiteral(builder, key);
        }
    }

    private static bool IsIdentifier(string key)
    {
        if (key.Length == 0 || !(char.IsLetter(key[0]) || key[0] == '_'))
        {
            return false;
        }

        foreach (var c in key)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
