namespace PipelineKit.Templating.Builtins;

/// <summary>
/// Takes out of a text what looks like HTML: scripts, comments and styles with their content, and tags. Its time is linear in the text, whatever the text is: an end that was
/// not found once is not looked for again, nor is a place walked twice from which no tag ends.
/// </summary>
internal sealed class HtmlTags
{
    private readonly string _text;
    private readonly bool[] _isDead;
    private readonly List<int> _walked = [];
    private int _lastScriptEnd = int.MaxValue;
    private int _lastCommentEnd = int.MaxValue;
    private int _lastStyleEnd = int.MaxValue;
    private int _lastQuote = int.MaxValue;
    private int _lastApostrophe = int.MaxValue;

    private HtmlTags(string text)
    {
        _text = text;
        _isDead = new bool[text.Length + 1];
    }

    /// <summary>The text without them.</summary>
    public static string Strip(string text, RenderContext context)
    {
        var at = text.IndexOf('<', StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var tags = new HtmlTags(text);
        var result = new BoundedText(context);
        var kept = 0;
        while (at >= 0)
        {
            var end = tags.EndOf(at);
            if (end > 0)
            {
                result.Append(text.AsSpan(kept, at - kept));
                kept = end;
            }

            at = text.IndexOf('<', end > 0 ? end : at + 1);
        }

        result.Append(text.AsSpan(kept));
        return result.ToString();
    }

    /// <summary>Where what begins at a <c>&lt;</c> ends; -1 when nothing does.</summary>
    private int EndOf(int start)
    {
        var end = EndOf(start, "<script", "</script>", ref _lastScriptEnd);
        end = end < 0 ? EndOf(start, "<!--", "-->", ref _lastCommentEnd) : end;
        end = end < 0 ? EndOf(start, "<style", "</style>", ref _lastStyleEnd) : end;
        return end < 0 ? EndOfTag(start + 1) : end;
    }

    private int EndOf(int start, string opening, string closing, ref int limit)
    {
        if (start >= limit || string.Compare(_text, start, opening, 0, opening.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return -1;
        }

        var found = _text.IndexOf(closing, start + opening.Length, StringComparison.OrdinalIgnoreCase);
        if (found < 0)
        {
            limit = start;
            return -1;
        }

        return found + closing.Length;
    }

    /// <summary>
    /// Where a tag ends: at the first <c>&gt;</c> outside the values of attributes. A value is quoted, or goes to the next white space or <c>&gt;</c>; one whose quote is not
    /// closed makes it no tag.
    /// </summary>
    private int EndOfTag(int position)
    {
        _walked.Clear();
        while (position < _text.Length && !_isDead[position])
        {
            if (_text[position] == '>')
            {
                return position + 1;
            }

            _walked.Add(position);
            position = _text[position] == '=' ? EndOfValue(position + 1) : position + 1;
            if (position < 0)
            {
                break;
            }
        }

        foreach (var dead in _walked)
        {
            _isDead[dead] = true;
        }

        return -1;
    }

    private int EndOfValue(int start)
    {
        if (start >= _text.Length)
        {
            return -1;
        }

        switch (_text[start])
        {
            case '"':
                return EndOfQuoted(start, ref _lastQuote);
            case '\'':
                return EndOfQuoted(start, ref _lastApostrophe);
            default:
                var end = start + 1;
                while (end < _text.Length && _text[end] != '>' && !char.IsWhiteSpace(_text[end]))
                {
                    end++;
                }

                return end;
        }
    }

    private int EndOfQuoted(int start, ref int limit)
    {
        var end = start < limit ? _text.IndexOf(_text[start], start + 1) : -1;
        if (end < 0)
        {
            limit = Math.Min(limit, start);
        }

        return end < 0 ? -1 : end + 1;
    }
}
