namespace PipelineKit.Manifests.Rendered;

/// <summary>Values after a colon, and plain scalars (YAML 1.2.2, section 7.3.3).</summary>
internal ref partial struct StrictYaml
{
    /// <summary>What follows the colon of a key in a block, or the marker of a document (then the indentation is -1).</summary>
    private void Value(int indent)
    {
        _at = AfterBlanks(_at);
        if (_at >= _text.Length || AtLineEnd())
        {
            NodeOnNextLine(indent, mayBeIndentless: true);
            return;
        }

        var b = _text[_at];
        if (b is (byte)'&' or (byte)'!')
        {
            if (!ReadProperties())
            {
                return;
            }

            if (AtLineEnd())
            {
                NodeOnNextLine(indent, mayBeIndentless: true);
                return;
            }

            b = _text[_at];
        }

        if (b is (byte)'"' or (byte)'\'')
        {
            if (Quoted(indent))
            {
                AddScalar();
                EndOfValue();
            }
        }
        else if (b is (byte)'[' or (byte)'{' or (byte)'*' or (byte)'|' or (byte)'>')
        {
            Indicated(indent, b);
        }
        else if (StartsPlain())
        {
            var start = _at;
            var end = PlainLine();
            if (_at < _text.Length && _text[_at] == ':')
            {
                Fail(_at, "a plain text has a colon and a blank in it, as a key has", "Put the text in quotes, or the key on a line of its own.");
                return;
            }

            PlainLines(indent, start, end);
        }
    }

    /// <summary>A value whose first byte says what it is, in a block.</summary>
    private void Indicated(int indent, byte indicator)
    {
        if (indicator is (byte)'|' or (byte)'>')
        {
            BlockScalar(indent);
            return;
        }

        if (indicator == '*')
        {
            Alias();
        }
        else
        {
            _flowIndent = indent;
            FlowCollection();
        }

        if (!_failed)
        {
            _at = AfterBlanks(_at);
            if (AtColon())
            {
                Fail(_at, "a key is not text", "Kubernetes takes text only: write the key out, or put it in quotes.");
                return;
            }

            EndOfValue();
        }
    }

    /// <summary>Whether a plain scalar may start with what is at the position; else a fault.</summary>
    private bool StartsPlain()
    {
        var b = _text[_at];
        switch (b)
        {
            case (byte)'-' or (byte)'?' or (byte)':':
                if (!IsBlankOrEnd(_at + 1))
                {
                    return true;
                }

                Fail(
                    _at,
                    b == '-' ? "a list item stands where it cannot" : b == ':' ? "a colon has no key before it" : "an explicit key stands where it cannot",
                    "Put it on a line of its own with the indentation of its neighbours, or put the text in quotes.");
                return false;
            case (byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'#' or (byte)'&' or (byte)'*' or (byte)'!' or (byte)'|' or (byte)'>' or (byte)'\''
                or (byte)'"' or (byte)'%' or (byte)'@' or (byte)'`':
                Fail(_at, $"a plain text cannot start with `{(char)b}`", "Put the text in quotes.");
                return false;
            default:
                return true;
        }
    }

    /// <summary>
    /// One line of a plain scalar in a block. The position moves to what stops it: the line end, a comment, or a colon that makes it a key.
    /// </summary>
    /// <returns>After its last byte that is not a blank.</returns>
    private int PlainLine()
    {
        var from = _at;
        var at = from;
        while (true)
        {
            var next = _text[at..].IndexOfAny((byte)':', (byte)'\n', (byte)'#');
            if (next < 0)
            {
                at = _text.Length;
                break;
            }

            at += next;
            var b = _text[at];
            if (b == '\n' || (b == ':' ? IsBlankOrEnd(at + 1) : at > from && IsBlank(_text[at - 1])))
            {
                break;
            }

            at++;
        }

        _at = at;
        return WithoutBlanks(from, at);
    }

    /// <summary>The end of a line of plain text, which blanks at it do not belong to (section 7.3.3).</summary>
    private readonly int WithoutBlanks(int from, int end)
    {
        while (end > from && _text[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            end--;
        }

        return end;
    }

    /// <summary>The rest of a plain scalar whose first line has been read, and the way to the next content.</summary>
    private void PlainLines(int indent, int start, int end)
    {
        var flags = CellFlags.None;
        while (true)
        {
            var endsWithComment = _at < _text.Length && _text[_at] == '#';
            NextLine(indent);
            if (_column <= indent || endsWithComment || _afterComment || _failed)
            {
                break;
            }

            end = PlainLine();
            flags = CellFlags.ManyLines;
            if (_at < _text.Length && _text[_at] == ':')
            {
                Fail(_at, "a plain text goes on over a line that looks like a key", "Correct the indentation of the line, or put the text in quotes.");
                break;
            }
        }

        Add(YamlKind.Scalar, ScalarStyle.Plain, start, end - start, flags);
    }
}
