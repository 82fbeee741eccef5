namespace PipelineKit.Manifests;

/// <summary>Lines: blanks, comments, document markers and template lines.</summary>
internal ref partial struct YamlParser
{
    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static bool IsBreak(byte b) => b is (byte)'\n' or (byte)'\r';

    private readonly bool IsBlankOrEnd(int at) => at >= _text.Length || IsBlank(_text[at]) || IsBreak(_text[at]);

    private readonly bool IsBreakOrEnd(int at) => at >= _text.Length || IsBreak(_text[at]);

    /// <summary>Whether the byte is a <c>#</c> that starts a comment: at the start of a line or after a blank.</summary>
    private readonly bool IsComment(int at) =>
        at < _text.Length && _text[at] == '#' && (at == _lineStart || IsBlank(_text[at - 1]) || IsBreak(_text[at - 1]));

    private readonly bool IsTemplate(int at) => at + 1 < _text.Length && _text[at] == '{' && _text[at + 1] == '{';

    private readonly bool IsMarker(int at) =>
        at + 2 < _text.Length
        && _text[at] is (byte)'-' or (byte)'.'
        && _text[at + 1] == _text[at]
        && _text[at + 2] == _text[at]
        && IsBlankOrEnd(at + 3);

    private readonly bool IsIndicator(byte indicator) => _at < _text.Length && _text[_at] == indicator && IsBlankOrEnd(_at + 1);

    /// <summary>The end of the line, before its break.</summary>
    private int LineEnd() => LineEnd(_at);

    private int LineEnd(int from)
    {
        if (_lineEndFrom < 0 || from < _lineEndFrom || from > _lineEnd)
        {
            var length = _text[from..].IndexOfAny((byte)'\n', (byte)'\r');
            _lineEndFrom = from;
            _lineEnd = length < 0 ? _text.Length : from + length;
        }

        return _lineEnd;
    }

    private readonly int AfterBreak(int at) =>
        at >= _text.Length ? at : _text[at] == '\r' && at + 1 < _text.Length && _text[at + 1] == '\n' ? at + 2 : at + 1;

    private readonly int AfterBlanks(int at)
    {
        while (at < _text.Length && IsBlank(_text[at]))
        {
            at++;
        }

        return at;
    }

    private void SkipBlanks() => _at = AfterBlanks(_at);

    private void SkipLine()
    {
        _at = AfterBreak(LineEnd());
        _lineStart = _at;
    }

    /// <summary>Passes over what is left of a line, unless the position is already at content that nobody has read.</summary>
    private void SkipRestOfLine()
    {
        if (_at != _freshAt)
        {
            _at = LineEnd();
        }
    }

    private readonly bool AtLineEnd() => IsBreakOrEnd(_at) || IsComment(_at);

    /// <summary>Moves to the next content of the document; false at its end, which is a marker or the end of the file.</summary>
    private bool NextContent()
    {
        while (_at < _text.Length)
        {
            SkipBlanks();
            if (_at >= _text.Length)
            {
                break;
            }

            if (IsBreak(_text[_at]))
            {
                _at = AfterBreak(_at);
                _lineStart = _at;
            }
            else if (IsComment(_at))
            {
                _at = LineEnd();
            }
            else if (_at != _freshAt && IsTemplate(_at) && TemplateLineEnd(_at) is var end and >= 0)
            {
                MoveTo(end);
            }
            else
            {
                _freshAt = _at;
                return Column != 0 || !IsMarker(_at);
            }
        }

        _freshAt = _at;
        return false;
    }

    /// <summary>Moves forward over line breaks.</summary>
    private void MoveTo(int at)
    {
        var last = _text[_at..at].LastIndexOfAny((byte)'\n', (byte)'\r');
        if (last >= 0)
        {
            _lineStart = _at + last + 1;
        }

        _at = at;
    }

    /// <summary>For a line of nothing but templates (and a comment), which may run over several lines: where it ends; else -1.</summary>
    private int TemplateLineEnd(int at)
    {
        var from = at;
        while (true)
        {
            var close = TemplateEnd(at, acrossLines: true);
            if (close < 0)
            {
                return -1;
            }

            at = AfterBlanks(close);
            if (IsBreakOrEnd(at))
            {
                return at;
            }

            if (at > close && _text[at] == '#')
            {
                return LineEnd(at);
            }

            if (!IsTemplate(at))
            {
                _wasted += at - from;
                return -1;
            }
        }
    }

    /// <summary>After the <c>}}</c> that ends the template at this place, or -1.</summary>
    private int TemplateEnd(int at, bool acrossLines)
    {
        var limit = acrossLines && MaySpanLines ? _text.Length : LineEnd(at);
        if (at >= _noTemplateEndFrom && limit <= _noTemplateEndUntil)
        {
            return -1;
        }

        var length = _text[at..limit].IndexOf("}}"u8);
        if (length >= 0)
        {
            return at + length + 2;
        }

        _noTemplateEndFrom = at;
        _noTemplateEndUntil = limit;
        return -1;
    }

    /// <summary>The comment that follows on this line, past separators of a flow collection; null without one.</summary>
    private ByteSpan? CommentAfter(int at)
    {
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t' or (byte)',' or (byte)']' or (byte)'}')
        {
            at++;
        }

        return IsComment(at) ? new ByteSpan(at, LineEnd(at) - at) : null;
    }
}
