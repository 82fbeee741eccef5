namespace PipelineKit.Manifests.Rendered;

/// <summary>Literal and folded text (YAML 1.2.2, section 8.1).</summary>
internal ref partial struct StrictYaml
{
    private void BlockScalar(int parent)
    {
        var flags = _text[_at] == '>' ? CellFlags.Folded : CellFlags.None;
        if (parent < 0)
        {
            Fail(_at, "the whole document is a text after `|` or `>`", "Readers disagree on its indentation: put it in quotes.");
            return;
        }

        if (!Header(parent, out var indent, out var chomp))
        {
            return;
        }

        var header = _at;
        var line = LineEnd(_at) + 1;
        var isDetected = indent < 0;
        var widestBlank = 0;
        var start = -1;
        var end = header;
        while (line < _text.Length)
        {
            var at = line;
            while (at < _text.Length && _text[at] == ' ')
            {
                at++;
            }

            var column = at - line;
            if (IsBreakOrEnd(at) && (indent < 0 || column <= indent))
            {
                widestBlank = Math.Max(widestBlank, column);
                line = LineEnd(at) + 1;
                continue;
            }

            if (indent < 0)
            {
                indent = Math.Max(parent + 1, column);
            }

            if (column < indent || (column == 0 && IsMarker(line)))
            {
                if (at < _text.Length && _text[at] == '\t')
                {
                    Fail(at, "a tab is used for indentation", "Indent the text with spaces.");
                    return;
                }

                break;
            }

            if (start < 0)
            {
                start = line + indent;
                if (isDetected && widestBlank > indent)
                {
                    Fail(line, "an empty line before the text has more blanks than the text is indented", "Remove the blanks, or say the indentation as in `|2`.");
                    return;
                }
            }

            end = LineEnd(at);
            line = end + 1;
        }

        FinishBlockScalar(header, line, start, end, indent, chomp, flags);
    }

    private void FinishBlockScalar(int header, int line, int start, int end, int indent, byte chomp, CellFlags flags)
    {
        while (start >= 0 && end > start && _text[end - 1] == '\r')
        {
            end--;
        }

        var from = start < 0 ? header : start;
        var cell = Add(YamlKind.Scalar, ScalarStyle.Block, from, start < 0 ? 0 : end - start, flags);
        _cells[cell].Extra = Math.Max(indent, 0) | (chomp << 16);
        if (line > _text.Length)
        {
            _at = _text.Length;
            _column = -1;
            return;
        }

        // The line break before the line that ended the text.
        _at = line - 1;
        NextLine();
    }

    private bool Header(int parent, out int indent, out byte chomp)
    {
        indent = -1;
        chomp = (byte)' ';
        for (_at++; _at < _text.Length; _at++)
        {
            var b = _text[_at];
            if (b is (byte)'+' or (byte)'-' && chomp == ' ')
            {
                chomp = b;
            }
            else if (b is >= (byte)'1' and <= (byte)'9' && indent < 0)
            {
                indent = parent + b - '0';
            }
            else
            {
                break;
            }
        }

        if (!IsBlankOrEnd(_at))
        {
            Fail(_at, "what follows `|` or `>` is neither an indentation, `+`, `-` nor a comment", "Start the text on the next line, or put it in quotes.");
            return false;
        }

        _at = AfterBlanks(_at);
        if (!AtLineEnd())
        {
            Fail(_at, "text follows `|` or `>` on the same line", "Start the text on the next line, or put it in quotes.");
            return false;
        }

        return true;
    }
}
