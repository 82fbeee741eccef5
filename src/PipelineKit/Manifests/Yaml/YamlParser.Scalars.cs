namespace PipelineKit.Manifests;

/// <summary>Plain and quoted scalars, aliases, and the properties before a node.</summary>
internal ref partial struct YamlParser
{
    private static YamlNode Missing(int at, ByteSpan? comment, string? anchor) =>
        new() { Kind = YamlKind.Scalar, Span = new ByteSpan(at, 0), Style = ScalarStyle.Missing, Text = "", Comment = comment, Anchor = anchor };

    private YamlNode Scalar(ByteSpan span, ScalarStyle style, YamlScalarSource source, bool isVerbatim, string? anchor)
    {
        _end = _at;
        return new YamlNode
        {
            Kind = YamlKind.Scalar,
            Span = span,
            Style = style,
            Source = source,
            IsVerbatim = isVerbatim,
            Comment = CommentAfter(_at),
            Anchor = anchor,
        };
    }

    /// <summary>What stands for a damaged value: the bytes up to <paramref name="end"/>, not to be edited.</summary>
    private YamlNode Damaged(int end)
    {
        var span = Trimmed(_at, end);
        _at = end;
        return Scalar(span, ScalarStyle.Plain, _sources.Folded, isVerbatim: false, null);
    }

    /// <summary>Whether a tag or an anchor starts here.</summary>
    private readonly bool IsProperty(bool flow) =>
        _at < _text.Length && (_text[_at] == '!' || (_text[_at] == '&' && !IsBlankOrEnd(_at + 1) && !(flow && IsFlowIndicator(_text[_at + 1]))));

    private static bool IsFlowIndicator(byte b) => b is (byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}';

    /// <summary>Reads a tag or an anchor; returns the anchor's name, or null for a tag.</summary>
    private string? Property(bool flow)
    {
        var start = _at;
        var isTag = _text[_at] == '!';
        _at = NameEnd(flow);
        _end = _at;
        return isTag ? null : _keys.Get(_text[(start + 1).._at]);
    }

    private readonly int NameEnd(bool flow)
    {
        var at = _at + 1;
        while (!IsBlankOrEnd(at) && !(flow && IsFlowIndicator(_text[at])))
        {
            at++;
        }

        return at;
    }

    private YamlNode Alias(bool flow, string? anchor)
    {
        var start = _at + 1;
        _at = NameEnd(flow);
        return Scalar(new ByteSpan(start, _at - start), ScalarStyle.Alias, _sources.Verbatim, isVerbatim: false, anchor);
    }

    private readonly bool IsVerbatim(ByteSpan span, byte quote)
    {
        var bytes = _text.Slice(span.Start, span.Length);
        return bytes.IndexOfAny((byte)'\n', (byte)'\r', quote == '"' ? (byte)'\\' : quote) < 0 && System.Text.Unicode.Utf8.IsValid(bytes);
    }

    /// <summary>The quote that closes the scalar whose text starts here, or -1 when there is none before <paramref name="limit"/>.</summary>
    private readonly int QuoteEnd(int at, byte quote, int limit)
    {
        while (at < limit)
        {
            var next = quote == '"' ? _text[at..limit].IndexOfAny((byte)'"', (byte)'\\') : _text[at..limit].IndexOf(quote);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            var isPair = _text[at] == '\\' || (quote == '\'' && at + 1 < limit && _text[at + 1] == quote);
            if (!isPair)
            {
                return at;
            }

            at += 2;
        }

        return -1;
    }

    private YamlNode Quoted(bool flow, string? anchor)
    {
        var start = _at;
        var quote = _text[_at];
        var close = QuoteEnd(start + 1, quote, MaySpanLines ? _text.Length : LineEnd());
        if (close < 0 || !IsGoodEnd(close + 1, flow) || HasMarker(start, close))
        {
            _wasted += (close < 0 ? _text.Length : close) - start;
            close = TemplateQuoteEnd(quote, flow);
            if (close < 0)
            {
                return flow ? FlowPlain(anchor) : Damaged(PlainEnd(_at, LineEnd()));
            }
        }

        MoveTo(close + 1);
        var span = new ByteSpan(start + 1, close - start - 1);
        var verbatim = IsVerbatim(span, quote);
        var style = quote == '"' ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted;
        return Scalar(span, style, verbatim ? _sources.Verbatim : _sources.Quoted(quote), verbatim, anchor);
    }

    /// <summary>Whether a quoted scalar may end here: nothing follows but a comment, or what separates nodes in brackets.</summary>
    private readonly bool IsGoodEnd(int at, bool flow)
    {
        var after = AfterBlanks(at);
        return IsBreakOrEnd(after) || IsComment(after) || (flow && (IsFlowIndicator(_text[after]) || _text[after] == ':'));
    }

    private readonly bool HasMarker(int start, int end)
    {
        while (start < end && _text[start..end].IndexOfAny((byte)'\n', (byte)'\r') is var next and >= 0)
        {
            start += next + 1;
            if (IsMarker(start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The closing quote on this line when quotes inside <c>{{ }}</c> do not count, as in <c>"{{ include "name" . }}"</c>; or -1.</summary>
    private int TemplateQuoteEnd(byte quote, bool flow)
    {
        var at = _at + 1;
        var end = LineEnd();
        while (at < end)
        {
            var next = _text[at..end].IndexOfAny(quote, (byte)'{');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (_text[at] == quote)
            {
                return IsGoodEnd(at + 1, flow) ? at : -1;
            }

            at = IsTemplate(at) && TemplateEnd(at, acrossLines: false) is var close and >= 0 ? close : at + 1;
        }

        return -1;
    }

    private YamlNode BlockPlain(int minColumn, string? anchor)
    {
        var start = _at;
        var isOneLine = true;
        while (true)
        {
            var lineEnd = LineEnd();
            var end = PlainEnd(_at, lineEnd);
            _at = start + Trimmed(start, end).Length;
            if (end < lineEnd || !Continues(minColumn, out var next))
            {
                break;
            }

            MoveTo(next);
            isOneLine = false;
        }

        return Plain(start, isOneLine, anchor);
    }

    private YamlNode Plain(int start, bool isOneLine, string? anchor)
    {
        var span = new ByteSpan(start, _at - start);
        var verbatim = isOneLine && System.Text.Unicode.Utf8.IsValid(_text.Slice(span.Start, span.Length));
        return Scalar(span, ScalarStyle.Plain, isOneLine ? _sources.Verbatim : _sources.Folded, verbatim, anchor);
    }

    /// <summary>Where a plain scalar ends on this line: at its comment or at the line end.</summary>
    private int PlainEnd(int at, int lineEnd)
    {
        while (at < lineEnd)
        {
            var next = _text[at..lineEnd].IndexOfAny((byte)'#', (byte)'{');
            if (next < 0)
            {
                return lineEnd;
            }

            at += next;
            if (_text[at] == '#' && IsBlank(_text[at - 1]))
            {
                return at;
            }

            at = IsTemplate(at) && TemplateEnd(at, acrossLines: false) is var close and >= 0 ? close : at + 1;
        }

        return lineEnd;
    }

    /// <summary>Whether the next line that is not blank goes on with the plain scalar: indented, and not a key, a comment or a template line.</summary>
    private bool Continues(int minColumn, out int next)
    {
        next = LineEnd();
        var lineStart = next;
        while (next < _text.Length && IsBreak(_text[next]))
        {
            lineStart = AfterBreak(next);
            next = AfterBlanks(lineStart);
        }

        return next < _text.Length
            && next - lineStart >= minColumn
            && _text[next] != '#'
            && !(next == lineStart && IsMarker(next))
            && !(IsTemplate(next) && TemplateLineEnd(next) >= 0)
            && PlainKeyColon(next) < 0;
    }

    private YamlNode FlowPlain(string? anchor)
    {
        var start = _at;
        var isOneLine = true;
        while (true)
        {
            FlowPlainLine(start);
            var next = AfterBlanks(_at);
            if (next >= _flowLimit || !IsBreak(_text[next]))
            {
                break;
            }

            var lineStart = next;
            while (next < _flowLimit && IsBreak(_text[next]))
            {
                lineStart = AfterBreak(next);
                next = AfterBlanks(lineStart);
            }

            var ends = next >= _flowLimit
                || IsFlowIndicator(_text[next])
                || _text[next] == '#'
                || (_text[next] == ':' && (IsBlankOrEnd(next + 1) || IsFlowIndicator(_text[next + 1])))
                || (next == lineStart && IsMarker(next));
            if (ends)
            {
                break;
            }

            MoveTo(next);
            isOneLine = false;
        }

        return Plain(start, isOneLine, anchor);
    }

    /// <summary>Moves to the end of what one line holds of a plain scalar in brackets, trailing blanks left out.</summary>
    private void FlowPlainLine(int start)
    {
        var at = _at;
        while (at < _flowLimit)
        {
            var next = _text[at.._flowLimit].IndexOfAny(FlowStops);
            if (next < 0)
            {
                at = _flowLimit;
                break;
            }

            at += next;
            if (IsTemplate(at) && TemplateEnd(at, acrossLines: false) is var close and >= 0)
            {
                at = close;
                continue;
            }

            var isText = _text[at] switch
            {
                (byte)':' => !IsBlankOrEnd(at + 1) && !IsFlowIndicator(_text[at + 1]),
                (byte)'#' => at == start || !IsBlank(_text[at - 1]),
                _ => at == start,
            };
            if (!isText)
            {
                break;
            }

            at++;
        }

        _at = Math.Max(_at, Trimmed(start, at).End);
    }
}
