namespace PipelineKit.Manifests.Rendered;

/// <summary>Lines: blanks, comments and document markers. A line ends with LF or CR LF; <see cref="StreamBytes"/> has refused everything else.</summary>
internal ref partial struct StrictYaml
{
    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private readonly bool IsBlankOrEnd(int at) => at >= _text.Length || _text[at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    private readonly bool IsBreakOrEnd(int at) => at >= _text.Length || _text[at] is (byte)'\n' or (byte)'\r';

    /// <summary>Whether the byte is a <c>#</c> that starts a comment: at the start of a line or after a blank.</summary>
    private readonly bool IsComment(int at) =>
        at < _text.Length && _text[at] == '#' && (at == 0 || _text[at - 1] is (byte)' ' or (byte)'\t' or (byte)'\n');

    /// <summary>Whether a line starts here with <c>---</c> or <c>...</c>.</summary>
    private readonly bool IsMarker(int at) =>
        at + 2 < _text.Length
        && _text[at] is (byte)'-' or (byte)'.'
        && _text[at + 1] == _text[at]
        && _text[at + 2] == _text[at]
        && IsBlankOrEnd(at + 3);

    private readonly int LineEnd(int at)
    {
        var length = _text[at..].IndexOf((byte)'\n');
        return length < 0 ? _text.Length : at + length;
    }

    private readonly int AfterBlanks(int at)
    {
        while (at < _text.Length && IsBlank(_text[at]))
        {
            at++;
        }

        return at;
    }

    private readonly bool AtLineEnd() => IsBreakOrEnd(_at) || IsComment(_at);

    /// <summary>
    /// From within a line, nothing of which is left but a comment, to the next content. Sets the column; -1 where the document ends.
    /// </summary>
    /// <param name="plainIndent">
    /// In a plain scalar, the indentation its lines must exceed: after that much a tab is as good as a blank. Elsewhere a tab cannot be indentation.
    /// </param>
    private void NextLine(int plainIndent = int.MaxValue)
    {
        var at = _at;
        _afterComment = false;
        while (true)
        {
            if (at < _text.Length && _text[at] != '\n')
            {
                _afterComment |= _text[at] == '#';
                at = LineEnd(at);
            }

            if (++at > _text.Length)
            {
                at = _text.Length;
                break;
            }

            var line = at;
            while (at < _text.Length && _text[at] == ' ')
            {
                at++;
            }

            if (at >= _text.Length)
            {
                break;
            }

            var b = _text[at];
            if (b == '\n')
            {
                continue;
            }

            if (b is (byte)'#' or (byte)'\r')
            {
                continue;
            }

            _line = line;
            _column = at - line;
            if (b == '\t')
            {
                if (_column <= plainIndent)
                {
                    Fail(at, "a tab is used for indentation", "Indent with spaces, and leave empty lines empty.");
                    return;
                }

                at = AfterBlanks(at);
                if (at >= _text.Length)
                {
                    break;
                }

                if (IsBreakOrEnd(at) || _text[at] == '#')
                {
                    continue;
                }
            }
            else if (_column == 0 && IsMarker(at))
            {
                break;
            }
            else if (_column == 0 && _text[at..].StartsWith("---"u8))
            {
                Fail(at, "a line begins with `---` and goes on", "Some readers start a document here. Put what follows `---` on a line of its own, or in quotes.");
                return;
            }

            _at = at;
            return;
        }

        _at = at;
        _column = -1;
    }

    /// <summary>After a value that ends within a line: only a comment may follow.</summary>
    private void EndOfValue()
    {
        if (_failed)
        {
            return;
        }

        _at = AfterBlanks(_at);
        if (AtLineEnd())
        {
            NextLine();
        }
        else if (_text[_at] == ':')
        {
            Fail(_at, "a key with its value stands where only a value can", "Put the text in quotes, or the key on a line of its own.");
        }
        else
        {
            Fail(_at, "text follows the end of the value", "Put the whole value in quotes, or start a comment with ` #`.");
        }
    }

    private readonly bool AtColon() => _at < _text.Length && _text[_at] == ':' && IsBlankOrEnd(_at + 1);
}
