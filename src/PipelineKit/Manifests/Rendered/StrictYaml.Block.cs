namespace PipelineKit.Manifests.Rendered;

/// <summary>Block collections (YAML 1.2.2, section 8.2).</summary>
internal ref partial struct StrictYaml
{
    /// <summary>A node at the position, which is the first content of a line or follows a <c>-</c>.</summary>
    /// <param name="parent">The indentation of the collection it is in; -1 for a root.</param>
    private void BlockNode(int parent)
    {
        var (start, column) = (_at, _column);
        var hasProperties = false;
        if (_text[start] is (byte)'&' or (byte)'!')
        {
            if (!ReadProperties())
            {
                return;
            }

            if (AtLineEnd())
            {
                NodeOnNextLine(parent, mayBeIndentless: false);
                return;
            }

            hasProperties = true;
        }

        var b = _text[_at];
        if (b is (byte)'-' or (byte)'?' && IsBlankOrEnd(_at + 1))
        {
            if (hasProperties)
            {
                Fail(_at, "an anchor or tag stands before a list or mapping on the same line", "Put the list on the next line.");
            }
            else if (b == '-')
            {
                Sequence(column);
            }
            else
            {
                Mapping(column, Open(YamlKind.Mapping, start, CellFlags.None), hasKey: false);
            }
        }
        else if (b is (byte)'"' or (byte)'\'')
        {
            QuotedOrKey(parent, start, column, hasProperties);
        }
        else if (b is (byte)'[' or (byte)'{' or (byte)'*' or (byte)'|' or (byte)'>')
        {
            Indicated(parent, b);
        }
        else
        {
            PlainOrKey(parent, start, column, hasProperties);
        }
    }

    private void PlainOrKey(int parent, int start, int column, bool hasProperties)
    {
        if (!StartsPlain())
        {
            return;
        }

        var from = _at;
        var end = PlainLine();
        if (_at < _text.Length && _text[_at] == ':')
        {
            FirstKey(start, hasProperties, from, end - from, ScalarStyle.Plain, CellFlags.None, column);
        }
        else
        {
            PlainLines(parent, from, end);
        }
    }

    private void QuotedOrKey(int parent, int start, int column, bool hasProperties)
    {
        if (!Quoted(parent))
        {
            return;
        }

        _at = AfterBlanks(_at);
        if (AtColon() && (_flags & CellFlags.ManyLines) == CellFlags.None)
        {
            FirstKey(start, hasProperties, _start, _length, _style, _flags, column);
            return;
        }

        AddScalar();
        EndOfValue();
    }

    /// <summary>A mapping whose first key has just been read; the position is at its colon.</summary>
    private void FirstKey(int start, bool hasProperties, int keyStart, int keyLength, ScalarStyle style, CellFlags flags, int column)
    {
        if (hasProperties)
        {
            GivePropertiesToKey();
        }

        var mapping = Open(YamlKind.Mapping, start, CellFlags.None);
        SetKey(keyStart, keyLength, style, flags);
        Mapping(column, mapping, hasKey: true);
    }

    /// <summary>The entries of a mapping in a block.</summary>
    /// <param name="indent">Its indentation.</param>
    /// <param name="mapping">Its node.</param>
    /// <param name="hasKey">Whether the first key has been read and the position is at its colon.</param>
    private void Mapping(int indent, int mapping, bool hasKey)
    {
        var keys = _keys.Top;
        var end = _at;
        while (!_failed)
        {
            if (hasKey || Key())
            {
                _at++;
                if (AddKey(keys))
                {
                    Value(indent);
                }
            }
            else if (!_failed)
            {
                ExplicitEntry(indent, keys);
            }

            hasKey = false;
            end = _at;
            if (_column < indent)
            {
                break;
            }

            if (_column > indent)
            {
                Fail(_at, "the indentation fits none of the mappings and lists above", "Indent the line as its neighbours are, or put a text of several lines in quotes or after `|`.");
            }
        }

        CloseKeys(keys);
        Close(mapping, end);
    }

    private void Sequence(int indent)
    {
        var sequence = Open(YamlKind.Sequence, _at, CellFlags.None);
        var end = _at;
        while (!_failed)
        {
            Item(indent);
            end = _at;
            if (_column != indent)
            {
                if (_column > indent)
                {
                    Fail(_at, "the indentation fits none of the mappings and lists above", "Indent the line as its neighbours are, or put a text of several lines in quotes or after `|`.");
                }

                break;
            }

            if (_text[_at] != '-' || !IsBlankOrEnd(_at + 1))
            {
                break;
            }
        }

        Close(sequence, end);
    }

    private void Item(int indent)
    {
        _at++;
        var dash = _at;
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }

        if (_at < _text.Length && _text[_at] == '\t')
        {
            var tab = _at;
            _at = AfterBlanks(_at);
            if (!AtLineEnd())
            {
                Fail(tab, "a tab is used for indentation", "Write a space after the `-`.");
                return;
            }
        }

        if (!AtLineEnd())
        {
            _column = _at - _line;
            BlockNode(indent);
            return;
        }

        NextLine();
        if (_column > indent)
        {
            BlockNode(indent);
        }
        else if (!_failed)
        {
            AddMissing(dash);
        }
    }

    /// <summary>The value after a colon or after properties, when its line has nothing more.</summary>
    private void NodeOnNextLine(int indent, bool mayBeIndentless)
    {
        var at = _at;
        NextLine();
        if (_column > indent)
        {
            BlockNode(indent);
        }
        else if (mayBeIndentless && _column == indent && _column >= 0 && _text[_at] == '-' && IsBlankOrEnd(_at + 1))
        {
            Sequence(indent);
        }
        else if (!_failed)
        {
            AddMissing(at);
        }
    }
}
