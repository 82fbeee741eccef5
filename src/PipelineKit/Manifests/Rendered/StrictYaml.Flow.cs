namespace PipelineKit.Manifests.Rendered;

/// <summary>Flow collections (YAML 1.2.2, section 7.4). Their lines may be indented as they like, as all readers of Kubernetes objects allow.</summary>
internal ref partial struct StrictYaml
{
    private static bool IsFlowSign(byte b) => b is (byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}';

    private void FlowCollection()
    {
        var isMapping = _text[_at] == '{';
        var open = _at;
        var collection = Open(isMapping ? YamlKind.Mapping : YamlKind.Sequence, open, CellFlags.Flow);
        var close = isMapping ? (byte)'}' : (byte)']';
        var keys = _keys.Top;
        _at++;
        while (ToFlowContent(open) && _text[_at] != close)
        {
            if (isMapping)
            {
                FlowEntry(keys, open);
            }
            else
            {
                FlowItem(open);
            }

            if (_failed || !ToFlowContent(open))
            {
                break;
            }

            if (_text[_at] == ',')
            {
                _at++;
            }
            else if (_text[_at] != close)
            {
                Fail(_at, $"a `,` or `{(char)close}` is missing", "Separate the values with commas, and close the bracket.");
            }
        }

        if (!_failed)
        {
            _at++;
        }

        CloseKeys(keys);
        Close(collection, _at);
    }

    /// <summary>Over blanks, comments and line breaks. False at the end of the document, which is a fault here.</summary>
    private bool ToFlowContent(int open)
    {
        while (!_failed)
        {
            _at = AfterBlanks(_at);
            if (_at < _text.Length && _text[_at] is not ((byte)'\n' or (byte)'\r') && !IsComment(_at))
            {
                return true;
            }

            if (_at < _text.Length)
            {
                _at = Math.Min(LineEnd(_at) + 1, _text.Length);
            }

            if (_at >= _text.Length || IsMarker(_at))
            {
                Fail(open, $"`{(char)_text[open]}` is not closed", $"Close it with `{(_text[open] == '{' ? '}' : ']')}`.");
            }
        }

        return false;
    }

    private void FlowItem(int open)
    {
        var isExplicit = _text[_at] == '?' && IsBlankOrEnd(_at + 1);
        if (isExplicit)
        {
            FlowPair(_at, open);
            return;
        }

        if (_text[_at] is (byte)'&' or (byte)'!' && (!ReadProperties() || !ToFlowContent(open)))
        {
            return;
        }

        var start = _at;
        var b = _text[_at];
        if (b is (byte)'[' or (byte)'{' or (byte)'*')
        {
            FlowNode(open);
        }
        else if (FlowScalar())
        {
            _at = AfterBlanks(_at);
            if (_at < _text.Length && _text[_at] == ':')
            {
                if ((_flags & CellFlags.ManyLines) != CellFlags.None)
                {
                    Fail(start, "a key goes over several lines", "Write it on one line.");
                    return;
                }

                _at = start;
                FlowPair(start, open);
                return;
            }

            AddScalar();
        }
    }

    /// <summary>A pair in a list, which is a mapping of its own (<c>[a: b]</c>).</summary>
    private void FlowPair(int start, int open)
    {
        if (_anchorLength > 0 || _tagged)
        {
            Fail(start, "an anchor or tag stands before a pair in a list", "Put the pair in braces.");
            return;
        }

        var mapping = Open(YamlKind.Mapping, start, CellFlags.Flow);
        var keys = _keys.Top;
        FlowEntry(keys, open);
        CloseKeys(keys);
        Close(mapping, _at);
    }

    private void FlowEntry(int keys, int open)
    {
        if (_text[_at] == '?' && IsBlankOrEnd(_at + 1))
        {
            _at++;
            if (!ToFlowContent(open))
            {
                return;
            }
        }

        if (_text[_at] is (byte)'&' or (byte)'!')
        {
            if (!ReadProperties() || !ToFlowContent(open))
            {
                return;
            }

            GivePropertiesToKey();
        }

        if (_text[_at] is (byte)'[' or (byte)'{' or (byte)'*')
        {
            Fail(_at, "a key is not text", "Kubernetes takes text only: write the key out, or put it in quotes.");
            return;
        }

        if (!FlowScalar())
        {
            return;
        }

        if ((_flags & CellFlags.ManyLines) != CellFlags.None)
        {
            Fail(_start, "a key goes over several lines", "Write it on one line.");
            return;
        }

        var keyEnd = _start + _length;
        SetKey(_start, _length, _style, _flags);
        if (_failed || !AddKey(keys))
        {
            return;
        }

        _at = AfterBlanks(_at);
        if (_at >= _text.Length || _text[_at] != ':')
        {
            AddMissing(keyEnd);
            return;
        }

        _at++;
        if (_style == ScalarStyle.Plain && _at < _text.Length && IsFlowSign(_text[_at]))
        {
            Fail(_at, "no blank follows the colon of a key in brackets", "Write a blank after the colon, or put the text in quotes; readers disagree on what this means.");
            return;
        }

        if (ToFlowContent(open))
        {
            FlowNode(open);
        }
    }

    private void FlowNode(int open)
    {
        if (_text[_at] is (byte)'&' or (byte)'!' && (!ReadProperties() || !ToFlowContent(open)))
        {
            return;
        }

        var b = _text[_at];
        if (b is (byte)',' or (byte)'}' or (byte)']')
        {
            AddMissing(_at);
        }
        else if (b == '*')
        {
            Alias();
        }
        else if (b is (byte)'[' or (byte)'{')
        {
            FlowCollection();
            if (!_failed && AfterBlanks(_at) is var after && after < _text.Length && _text[after] == ':')
            {
                Fail(after, "a key is not text", "Kubernetes takes text only: write the key out, or put it in quotes.");
            }
        }
        else if (FlowScalar())
        {
            AddScalar();
        }
    }
}
