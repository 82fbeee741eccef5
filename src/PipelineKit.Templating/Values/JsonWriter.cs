using System.Globalization;
using System.Text;
using PipelineKit.Templating.Builtins;

namespace PipelineKit.Templating;

/// <summary>One value being written as JSON.</summary>
internal sealed class JsonWriter(RenderContext? context, bool indented, bool escapeNonAscii)
{
    private readonly StringBuilder _builder = new();
    private readonly int _maxDepth = context is null ? ScriptJson.MaxDepth : context.Limits.ObjectRecursionLimit;
    private readonly List<ScriptReference> _path = [];
    private int _depth;

    /// <summary>What was written.</summary>
    public override string ToString() => _builder.ToString();

    /// <summary>Writes a value.</summary>
    public void Write(ScriptValue value)
    {
        if (++_depth > _maxDepth && _maxDepth != 0)
        {
            throw Error("Structure is too deeply nested or contains reference loops.", TemplateErrorKind.Limit);
        }

        context?.CheckLength(_builder.Length);
        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                _builder.Append("null");
                break;
            case ScriptValueKind.Boolean:
                _builder.Append(value.AsBoolean ? "true" : "false");
                break;
            case ScriptValueKind.String:
                Text(value.AsString!);
                break;
            case ScriptValueKind.Date:
                _builder.Append('"').Append(Date(value.AsDate)).Append('"');
                break;
            case ScriptValueKind.TimeSpan:
                Text(value.AsTimeSpan.ToString());
                break;
            case ScriptValueKind.Array or ScriptValueKind.Range:
                List(value);
                break;
            case ScriptValueKind.Object:
                Members(value.AsObject!);
                break;
            case ScriptValueKind.Function:
                throw Error("Can not serialize functions to JSON. (Parameter 'value')");
            default:
                _builder.Append(Number(value));
                break;
        }

        _depth--;
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~' && c is not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`');

    private void List(ScriptValue list)
    {
        var reference = (ScriptReference?)list.AsArray ?? list.AsRange!;
        Enter(reference);
        _builder.Append('[');
        var isFirst = true;
        var array = list.AsArray;
        var count = array is null ? list.AsRange!.Count : (ulong)array.Count;
        for (var i = 0UL; i < count; i++)
        {
            Separate(ref isFirst);
            Write(array is null ? list.AsRange![i] : array[(int)i]);
        }

        Close(']', isFirst);
        Leave();
    }

    private void Members(ScriptObject value)
    {
        Enter(value);
        _builder.Append('{');
        var isFirst = true;
        for (var i = 0; i < value.Count; i++)
        {
            Separate(ref isFirst);
            Text(value.Keys[i]);
            _builder.Append(indented ? ": " : ":");
            Write(value.Values[i]);
        }

        Close('}', isFirst);
        Leave();
    }

    private void Enter(ScriptReference reference)
    {
        if (_path.Contains(reference))
        {
            throw Error("Structure is too deeply nested or contains reference loops.", TemplateErrorKind.Limit);
        }

        _path.Add(reference);
    }

    private void Leave() => _path.RemoveAt(_path.Count - 1);

    private void Separate(ref bool isFirst)
    {
        if (!isFirst)
        {
            _builder.Append(',');
        }

        isFirst = false;
        if (context?.Profile == TemplateProfile.Manifest)
        {
            context.Iterate();
        }

        NewLine(_depth);
    }

    private void Close(char bracket, bool isEmpty)
    {
        if (!isEmpty)
        {
            NewLine(_depth - 1);
        }

        _builder.Append(bracket);
    }

    private void NewLine(int level)
    {
        if (indented)
        {
            _builder.Append('\n').Append(' ', level * 2);
        }
    }

    private void Text(string text)
    {
        _builder.Append('"');
        foreach (var c in text)
        {
            if (IsPlain(c) || (!escapeNonAscii && c is >= ' ' and not ('"' or '\\' or '\u007F' or '\u2028' or '\u2029') && !char.IsSurrogate(c)))
            {
                _builder.Append(c);
            }
            else
            {
                Escape(c);
            }
        }

        _builder.Append('"');
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '\\':
                _builder.Append("\\\\");
                break;
            case '"' when !escapeNonAscii:
                _builder.Append("\\\"");
                break;
            case '\n':
                _builder.Append("\\n");
                break;
            case '\r':
                _builder.Append("\\r");
                break;
            case '\t':
                _builder.Append("\\t");
                break;
            case '\b':
                _builder.Append("\\b");
                break;
            case '\f':
                _builder.Append("\\f");
                break;
            default:
                if (!escapeNonAscii && char.IsSurrogate(c))
                {
                    _builder.Append(c);
                }
                else
                {
                    _builder.Append("\\u").Append(((int)c).ToString("X4"));
                }

                break;
        }
    }

    private string Date(DateTime date)
    {
        var text = date.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return text + (date.Kind == DateTimeKind.Utc ? "Z" : context is null ? string.Empty : DateZone.OffsetText(context, date));
    }

    private string Number(ScriptValue value)
    {
        if (value.Kind is ScriptValueKind.Float or ScriptValueKind.Double && !double.IsFinite(value.AsDouble))
        {
            throw Error(".NET number values such as positive and negative infinity cannot be written as valid JSON.");
        }

        return value.Kind switch
        {
            ScriptValueKind.Float => ((float)value.AsDouble).ToString(CultureInfo.InvariantCulture),
            ScriptValueKind.Double => value.AsDouble.ToString(CultureInfo.InvariantCulture),
            ScriptValueKind.Decimal => value.AsDecimal.ToString(CultureInfo.InvariantCulture),
            ScriptValueKind.BigInteger => value.AsBigInteger.ToString(CultureInfo.InvariantCulture),
            _ => value.AsLong.ToString(CultureInfo.InvariantCulture),
        };
    }

    private Exception Error(string message, TemplateErrorKind kind = TemplateErrorKind.Runtime) =>
        context is null ? new InvalidOperationException(message) : context.Error(message, kind);
}
