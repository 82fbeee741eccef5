namespace PipelineKit.Manifests;

/// <summary>Quoted scalars.</summary>
internal ref partial struct YamlParser
{
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
}
