namespace PipelineKit.Manifests;

/// <summary>Plain scalars of block context, aliases, and the properties before a node.</summary>
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
}
