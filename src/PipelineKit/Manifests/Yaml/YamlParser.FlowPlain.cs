namespace PipelineKit.Manifests;

/// <summary>Plain scalars inside brackets.</summary>
internal ref partial struct YamlParser
{
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
