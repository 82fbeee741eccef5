namespace PipelineKit.Templating.Builtins;

/// <summary>Joining, cutting, replacing.</summary>
internal static partial class StringBuiltins
{
    private static ScriptValue Append(NativeCall call) => Joined(call, call.Text(0), call.Text(1));

    private static ScriptValue Prepend(NativeCall call) => Joined(call, call.Text(1), call.Text(0));

    private static string Joined(NativeCall call, string first, string second)
    {
        call.Context.CheckLength((long)first.Length + second.Length);
        return string.Concat(first, second);
    }

    private static ScriptValue Remove(NativeCall call) =>
        call.Text(1).Length == 0 || call.Text(0).Length == 0 ? call[0] : call.Text(0).Replace(call.Text(1), "", StringComparison.Ordinal);

    private static ScriptValue RemoveFirst(NativeCall call) => ReplacedOnce(call, "", fromEnd: false);

    private static ScriptValue RemoveLast(NativeCall call) => ReplacedOnce(call, "", fromEnd: true);

    private static ScriptValue ReplaceFirst(NativeCall call) => ReplacedOnce(call, call.Text(2), call[3].AsBoolean);

    private static ScriptValue Replace(NativeCall call)
    {
        var (text, match, by) = (call.Text(0), call.Text(1), call.Text(2));
        if (text.Length == 0)
        {
            return "";
        }

        if (match.Length == 0)
        {
            throw call.Context.Error("The value cannot be an empty string. (Parameter 'oldValue')");
        }

        if (by.Length <= match.Length)
        {
            return text.Replace(match, by, StringComparison.Ordinal);
        }

        var result = new BoundedText(call.Context);
        var rest = text.AsSpan();
        for (var at = rest.IndexOf(match, StringComparison.Ordinal); at >= 0; at = rest.IndexOf(match, StringComparison.Ordinal))
        {
            result.Append(rest[..at]);
            result.Append(by);
            rest = rest[(at + match.Length)..];
        }

        result.Append(rest);
        return result.ToString();
    }

    // Unlike `replace`, this one ignores case, and so do `remove_first` and `remove_last`.
    private static string ReplacedOnce(NativeCall call, string by, bool fromEnd)
    {
        var (text, match) = (call.Text(0), call.Text(1));
        if (match.Length == 0)
        {
            return text;
        }

        var at = fromEnd ? text.LastIndexOf(match, StringComparison.OrdinalIgnoreCase) : text.IndexOf(match, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return text;
        }

        call.Context.CheckLength((long)text.Length - match.Length + by.Length);
        return string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + match.Length));
    }

    private static ScriptValue Slice(NativeCall call)
    {
        var text = call.Text(0);
        var length = call.IntegerOrNull(2) ?? text.Length;
        if (length < 0 && call.Integer(1) < text.Length)
        {
            throw call.Context.Error("Length cannot be less than zero. (Parameter 'length')");
        }

        return Cut(text, call.Integer(1), length);
    }

    private static ScriptValue SliceOne(NativeCall call) => Cut(call.Text(0), call.Integer(1), call.Integer(2));

    /// <summary>The part of a text that a start, from the end when negative, and a length mark; what lies outside the text is not there.</summary>
    private static string Cut(string text, int start, int length)
    {
        var from = start < 0 ? (long)start + text.Length : start;
        var to = Math.Min(from + length, text.Length);
        from = Math.Max(from, 0);
        return from < to ? text[(int)from..(int)to] : "";
    }

    private static ScriptValue Split(NativeCall call)
    {
        var (text, separator) = (call.Text(0), call.Text(1));
        var result = new ScriptArray { IsSequence = true };
        for (var start = 0; start < text.Length;)
        {
            var found = separator.Length == 0 ? -1 : text.IndexOf(separator, start, StringComparison.Ordinal);
            var end = found < 0 ? text.Length : found;
            if (end > start)
            {
                call.Context.Iterate();
                result.AddTo(call.Context, text[start..end]);
            }

            start = end + separator.Length;
        }

        return result;
    }

    private static ScriptValue Truncate(NativeCall call)
    {
        var text = call.Text(0);
        var length = call.Integer(1);
        if (text.Length == 0 || text.Length <= length)
        {
            return text;
        }

        var ellipsis = call.TextOrNull(2) ?? "...";
        var kept = (int)Math.Max((long)length - ellipsis.Length, 0);
        call.Context.CheckLength((long)kept + ellipsis.Length);
        return string.Concat(text.AsSpan(0, kept), ellipsis);
    }

    // The dots are always three and always there, whatever the ellipsis given: so does Scriban.
    private static ScriptValue TruncateWords(NativeCall call)
    {
        var text = call.Text(0);
        if (text.Length == 0)
        {
            return "";
        }

        var result = new BoundedText(call.Context);
        var start = 0;
        for (var left = call.Integer(1); left > 0 && start <= text.Length; left--)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (start > 0)
            {
                result.Append(' ');
            }

            result.Append(text.AsSpan(start, end - start));
            for (start = end + 1; start < text.Length && char.IsWhiteSpace(text[start]); start++)
            {
            }
        }

        result.Append("...");
        return result.ToString();
    }
}
