namespace PipelineKit.Manifests;

/// <summary>Block scalars (<c>|</c> and <c>&gt;</c>): passed over by indentation.</summary>
internal ref partial struct YamlParser
{
    /// <summary>What follows the <c>|</c> or <c>&gt;</c>.</summary>
    /// <param name="IsFolded">Whether it is written with <c>&gt;</c>.</param>
    /// <param name="Chomp"><c>-</c>, <c>+</c>, or 0 for neither.</param>
    /// <param name="Indent">The indentation indicator, or 0.</param>
    /// <param name="End">The end of the header's line.</param>
    private readonly record struct BlockHeader(bool IsFolded, byte Chomp, int Indent, int End);

    private bool BlockScalarHeader(out BlockHeader header)
    {
        byte chomp = 0;
        var indent = 0;
        var at = _at + 1;
        for (; at < _text.Length; at++)
        {
            var b = _text[at];
            if (chomp == 0 && b is (byte)'-' or (byte)'+')
            {
                chomp = b;
            }
            else if (indent == 0 && b is >= (byte)'1' and <= (byte)'9')
            {
                indent = b - '0';
            }
            else
            {
                break;
            }
        }

        var after = AfterBlanks(at);
        var end = IsBreakOrEnd(after) ? after : after > at && _text[after] == '#' ? LineEnd(after) : -1;
        header = new BlockHeader(_text[_at] == '>', chomp, indent, end);
        return end >= 0;
    }

    private YamlNode BlockScalar(BlockHeader header, int parentColumn, string? anchor)
    {
        var indent = header.Indent > 0 ? Math.Max(parentColumn, 0) + header.Indent : 0;
        var start = header.End;
        var end = header.End;
        var lines = 0;
        var at = header.End;
        while (at < _text.Length)
        {
            var lineStart = AfterBreak(at);
            var content = lineStart;
            while (content < _text.Length && _text[content] == ' ' && (indent == 0 || content - lineStart < indent))
            {
                content++;
            }

            if (IsBreakOrEnd(content))
            {
                at = content;
                continue;
            }

            if (indent == 0 && content - lineStart > parentColumn && !(content == lineStart && IsMarker(content)))
            {
                indent = content - lineStart;
            }
            else if (indent == 0 || content - lineStart < indent || (content == lineStart && IsMarker(content)))
            {
                if (lines == 0 || !IsTemplate(AfterBlanks(content)) || BlockGoesOnAfter(AfterBlanks(content), indent) is not (var resume and >= 0))
                {
                    break;
                }

                at = resume;
                lines++;
                continue;
            }

            start = lines++ == 0 ? content : start;
            at = LineEnd(content);
            end = at;
        }

        _at = header.End;
        MoveTo(Math.Max(end, header.End));
        var span = new ByteSpan(start, end - start);
        var verbatim = lines == 1 && header.Chomp == '-' && AfterBreak(header.End) + indent == start && !IsBlank(_text[start]) && System.Text.Unicode.Utf8.IsValid(_text.Slice(start, span.Length));
        var source = verbatim ? _sources.Verbatim : _sources.Block(indent, header.IsFolded, (char)header.Chomp);
        _end = _at;
        return new YamlNode { Kind = YamlKind.Scalar, Span = span, Style = ScalarStyle.Block, Source = source, IsVerbatim = verbatim, Anchor = anchor };
    }

    /// <summary>Where the last of the template lines that start here ends, if the block's text goes on behind them; else -1.</summary>
    private int BlockGoesOnAfter(int at, int indent)
    {
        var from = at;
        while (true)
        {
            var end = TemplateLineEnd(at);
            if (end < 0)
            {
                return -1;
            }

            var lineStart = end;
            at = end;
            while (at < _text.Length && IsBreak(_text[at]))
            {
                lineStart = AfterBreak(at);
                at = AfterBlanks(lineStart);
            }

            if (at >= _text.Length || IsTemplate(at))
            {
                if (at >= _text.Length || at - lineStart >= indent)
                {
                    return at >= _text.Length ? Waste(from, at) : end;
                }

                continue;
            }

            return at - lineStart >= indent ? end : Waste(from, at);
        }
    }

    private int Waste(int from, int to)
    {
        _wasted += to - from;
        return -1;
    }
}
