namespace PipelineKit.Manifests;

/// <summary>Implicit keys: what stands before a colon on one line.</summary>
internal ref partial struct YamlParser
{
    /// <summary>Reads an implicit key and its colon, all on this line; else leaves the position where it is.</summary>
    private bool TryKey(out string key, out ByteSpan span)
    {
        var restore = _at;
        while (IsProperty(flow: false))
        {
            Property(flow: false);
            SkipBlanks();
        }

        if (KeyEnd(out span, out key) is var colon and >= 0)
        {
            _at = colon + 1;
            return true;
        }

        _at = restore;
        return false;
    }

    /// <summary>The colon after the key at this place, or -1.</summary>
    private int KeyEnd(out ByteSpan span, out string key)
    {
        key = "";
        span = new ByteSpan(_at, 0);
        if (AtLineEnd())
        {
            return -1;
        }

        int after;
        var quote = _text[_at];
        if (quote is (byte)'"' or (byte)'\'')
        {
            var close = QuoteEnd(_at + 1, quote, LineEnd());
            if (close < 0)
            {
                return -1;
            }

            span = new ByteSpan(_at + 1, close - _at - 1);
            after = AfterBlanks(close + 1);
        }
        else if (quote == '[' || (quote == '{' && !IsTemplate(_at)))
        {
            after = BracketsEnd(_at, LineEnd());
            if (after < 0)
            {
                return -1;
            }

            span = new ByteSpan(_at, after - _at);
            after = AfterBlanks(after);
        }
        else
        {
            after = PlainKeyColon(_at);
            if (after < 0)
            {
                return -1;
            }

            span = Trimmed(_at, after);
        }

        if (after >= _text.Length || _text[after] != ':' || !IsBlankOrEnd(after + 1))
        {
            return -1;
        }

        key = quote switch
        {
            (byte)'"' or (byte)'\'' when !IsVerbatim(span, quote) => _sources.Quoted(quote).Decode(span),
            (byte)'[' => "",
            (byte)'{' when !IsTemplate(span.Start) => "",
            _ => _keys.Get(_text.Slice(span.Start, span.Length)),
        };
        return after;
    }

    /// <summary>The first colon before a blank or line end that is not in a template or comment, on this line; or -1.</summary>
    private int PlainKeyColon(int at)
    {
        var end = LineEnd(at);
        while (at < end)
        {
            var next = _text[at..end].IndexOfAny(":#{"u8);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (_text[at] == ':' && IsBlankOrEnd(at + 1))
            {
                return at;
            }

            if (IsComment(at))
            {
                return -1;
            }

            at = IsTemplate(at) && TemplateEnd(at, acrossLines: false) is var close and >= 0 ? close : at + 1;
        }

        return -1;
    }
}
