namespace PipelineKit.Manifests.Rendered;

/// <summary>The stream: directives, markers, documents (YAML 1.2.2, chapter 9).</summary>
internal ref partial struct StrictYaml
{
    /// <summary>Reads every document; the table has one line per document.</summary>
    internal void Read(YamlDocumentTable documents)
    {
        var isFirst = true;
        ToFirstContent();
        while (true)
        {
            if (_column >= 0)
            {
                if (_text[_at] == '%' && _column == 0)
                {
                    Directives();
                }
                else if (isFirst)
                {
                    Document(documents, _line, isExplicit: false);
                }
                else
                {
                    Fail(_at, "content follows the end of a document", "Start the next document with a line `---`.");
                }
            }
            else if (!_failed && _at >= _text.Length)
            {
                return;
            }
            else if (!_failed && _text[_at] == '.')
            {
                EndMarker();
            }
            else if (!_failed)
            {
                Document(documents, _at, isExplicit: true);
            }

            isFirst = false;
            if (_failed)
            {
                if (_faults.Count >= _limits.MaximumFaults)
                {
                    return;
                }

                _failed = false;
                Recover();
            }
        }
    }

    private void ToFirstContent()
    {
        // As if a line had just ended before the first.
        _at--;
        var at = _at + 1;
        _column = 0;
        if (at >= _text.Length)
        {
            _at = at;
            _column = -1;
            return;
        }

        FirstLine(at);
    }

    private void FirstLine(int at)
    {
        _line = at;
        while (at < _text.Length && _text[at] == ' ')
        {
            at++;
        }

        _at = at;
        _column = at - _line;
        if (AtLineEnd())
        {
            NextLine();
        }
        else if (_text[at] == '\t')
        {
            Fail(at, "a tab is used for indentation", "Indent with spaces, and leave empty lines empty.");
        }
        else if (_column == 0 && IsMarker(at))
        {
            _column = -1;
        }
    }

    private void Document(YamlDocumentTable documents, int from, bool isExplicit)
    {
        _document = documents.Count;
        _anchors.Clear();
        _expanded = 0;
        var root = _count;
        if (isExplicit)
        {
            _at = AfterBlanks(_at + 3);
            _line = _at;
            documents.Add(IsBreakOrEnd(_at) ? Math.Min(LineEnd(_at) + 1, _text.Length) : _at, root);
            Value(-1);
        }
        else
        {
            documents.Add(from, root);
            BlockNode(-1);
        }

        if (_column >= 0)
        {
            Fail(_at, "content follows the value that is the whole document", "Correct the indentation, or start a new document with a line `---`.");
        }

        if (_count == root)
        {
            AddMissing(_at);
        }

        documents.End(_failed ? NextMarker(_at) : _at, _failed);
    }

    private void EndMarker()
    {
        _at = AfterBlanks(_at + 3);
        if (AtLineEnd())
        {
            NextLine();
        }
        else
        {
            Fail(_at, "text follows the `...` that ends the document", "Start the next document with a line `---`.");
        }
    }

    private void Directives()
    {
        var first = _at;
        var hasVersion = false;
        while (_column == 0 && _text[_at] == '%' && !_failed)
        {
            var line = _text[_at..LineEnd(_at)].TrimEnd((byte)'\r');
            if (line.StartsWith("%YAML "u8) && !hasVersion && line[6..].TrimEnd((byte)' ') is var version && (version.SequenceEqual("1.2"u8) || version.SequenceEqual("1.1"u8)))
            {
                hasVersion = true;
                _at = LineEnd(_at);
                NextLine();
            }
            else
            {
                Fail(_at, "the directive is none that Kubernetes objects need", "Remove it; only one `%YAML 1.2` is allowed.");
            }
        }

        if (!_failed && (_column >= 0 || _at >= _text.Length || _text[_at] != '-'))
        {
            Fail(first, "no document follows the directive", "Start the document with a line `---`.");
        }
    }

    /// <summary>After a fault: to the next line that starts a document.</summary>
    private void Recover()
    {
        _at = NextMarker(_at);
        _column = -1;
        _depth = 0;
        _parent = -1;
        _keys.Top = 0;
        _anchorLength = 0;
        _tagged = false;
        _keyStyle = ScalarStyle.Missing;
        _keyLength = 0;
        _keyFlags = CellFlags.None;
    }

    private readonly int NextMarker(int at)
    {
        at = Math.Max(0, at - 1);
        while (_text[at..].IndexOf("\n---"u8) is var next and >= 0)
        {
            at += next + 1;
            if (IsMarker(at))
            {
                return at;
            }
        }

        return _text.Length;
    }
}
