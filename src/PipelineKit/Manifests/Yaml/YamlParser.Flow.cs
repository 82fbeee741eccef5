namespace PipelineKit.Manifests;

/// <summary>Flow collections: structure by brackets.</summary>
internal ref partial struct YamlParser
{
    /// <summary>A flow collection in block context. One that is never closed is damage: its first line becomes an opaque scalar, the next lines are read as if it were not there.</summary>
    private YamlNode BlockFlow(string? anchor)
    {
        var start = _at;
        var lineStart = _lineStart;
        _isUnclosed = false;
        _flowLimit = MaySpanLines ? _text.Length : LineEnd();
        var node = FlowCollection(anchor);
        if (!_isUnclosed)
        {
            return node;
        }

        _wasted += _at - start;
        _at = start;
        _lineStart = lineStart;
        return Damaged(LineEnd());
    }

    private YamlNode FlowCollection(string? anchor)
    {
        var start = _at;
        var isMapping = _text[_at] == '{';
        if (_depth >= YamlReader.MaximumDepth)
        {
            return OpaqueFlow();
        }

        _depth++;
        _at++;
        var entries = isMapping ? new List<YamlEntry>() : null;
        var items = isMapping ? null : new List<YamlNode>();
        while (NextFlow())
        {
            var before = _at;
            if (_text[_at] is (byte)']' or (byte)'}')
            {
                _at++;
                break;
            }

            if (_text[_at] == ',')
            {
                _at++;
                continue;
            }

            FlowEntry(entries, items);
            _at = Math.Max(_at, before + 1);
        }

        _depth--;
        _end = _at;
        return new YamlNode
        {
            Kind = isMapping ? YamlKind.Mapping : YamlKind.Sequence,
            Span = new ByteSpan(start, _at - start),
            Entries = entries ?? [],
            Items = items ?? [],
            Anchor = anchor,
        };
    }

    private void FlowEntry(List<YamlEntry>? entries, List<YamlNode>? items)
    {
        var start = _at;
        var isExplicit = IsIndicator((byte)'?');
        if (isExplicit)
        {
            _at++;
            if (!NextFlow())
            {
                return;
            }
        }

        var key = IsFlowColon(afterQuoted: false) || _text[_at] is (byte)',' or (byte)']' or (byte)'}' ? Missing(_at, null, null) : FlowNode();
        var keyEnd = _at;
        var isPair = NextFlow() && IsFlowColon(key.Kind != YamlKind.Scalar || key.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted);
        if (!isPair && !isExplicit && items is not null)
        {
            items.Add(key);
            return;
        }

        var value = isPair ? FlowValue() : Missing(keyEnd, null, null);
        var entry = new YamlEntry(key.Text, key.Span, value);
        entries?.Add(entry);
        items?.Add(new YamlNode { Kind = YamlKind.Mapping, Span = new ByteSpan(start, Math.Max(_end, keyEnd) - start), Entries = new List<YamlEntry> { entry } });
    }

    private YamlNode FlowValue()
    {
        _at++;
        _end = _at;
        var missingAt = _at;
        return NextFlow() && _text[_at] is not ((byte)',' or (byte)']' or (byte)'}') ? FlowNode() : Missing(missingAt, null, null);
    }

    private YamlNode FlowNode()
    {
        string? anchor = null;
        while (IsProperty(flow: true))
        {
            anchor = Property(flow: true) ?? anchor;
            var after = _at;
            if (!NextFlow() || _text[_at] is (byte)',' or (byte)']' or (byte)'}' || IsFlowColon(afterQuoted: false))
            {
                return Missing(after, null, anchor);
            }
        }

        return _text[_at] switch
        {
            (byte)'[' => FlowCollection(anchor),
            (byte)'{' when !IsTemplate(_at) => FlowCollection(anchor),
            (byte)'"' or (byte)'\'' => Quoted(flow: true, anchor),
            (byte)'*' when !IsBlankOrEnd(_at + 1) => Alias(flow: true, anchor),
            _ => FlowPlain(anchor),
        };
    }

    private readonly bool IsFlowColon(bool afterQuoted) =>
        _at < _text.Length && _text[_at] == ':' && (afterQuoted || IsBlankOrEnd(_at + 1) || _text[_at + 1] is (byte)',' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}');

    /// <summary>Moves to the next content inside brackets, over lines and comments; false, and the collection is unclosed, when there is none.</summary>
    private bool NextFlow()
    {
        while (_at < _flowLimit)
        {
            var b = _text[_at];
            if (IsBreak(b))
            {
                _at = AfterBreak(_at);
                _lineStart = _at;
                if (IsMarker(_at))
                {
                    break;
                }
            }
            else if (IsBlank(b))
            {
                _at++;
            }
            else if (IsComment(_at))
            {
                _at = LineEnd();
            }
            else
            {
                return true;
            }
        }

        _isUnclosed = true;
        return false;
    }

    /// <summary>After the bracket that closes the one at this place, or -1 when that is not before <paramref name="limit"/>. Brackets in quotes do not count.</summary>
    private readonly int BracketsEnd(int at, int limit)
    {
        var open = 0;
        while (at < limit)
        {
            var next = _text[at..limit].IndexOfAny(BracketStops);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            switch (_text[at])
            {
                case (byte)'[' or (byte)'{':
                    open++;
                    break;
                case (byte)'"' or (byte)'\'' when IsBlank(_text[at - 1]) || _text[at - 1] is (byte)'[' or (byte)'{' or (byte)',' or (byte)':':
                    at = QuoteEnd(at + 1, _text[at], limit);
                    if (at < 0)
                    {
                        return -1;
                    }

                    break;
                case (byte)']' or (byte)'}' when --open == 0:
                    return at + 1;
            }

            at++;
        }

        return -1;
    }

    /// <summary>Beyond the depth bound: everything between the brackets, as one scalar.</summary>
    private YamlNode OpaqueFlow()
    {
        var start = _at;
        var end = BracketsEnd(_at, _flowLimit);
        _isUnclosed |= end < 0;
        MoveTo(end < 0 ? _flowLimit : end);
        _end = _at;
        return new YamlNode { Kind = YamlKind.Scalar, Span = new ByteSpan(start, _at - start), Style = ScalarStyle.Plain, Source = _sources.Folded };
    }
}
