namespace PipelineKit.Manifests;

/// <summary>Block collections: structure by indentation.</summary>
internal ref partial struct YamlParser
{
    /// <summary>Reads the node that starts here or on a later line, after its key, dash or document start.</summary>
    /// <param name="minColumn">Content further left belongs to somebody else.</param>
    /// <param name="sequenceColumn">The one column further left where a dash still belongs here: that of the key.</param>
    /// <param name="afterKey">Whether a collection would have to start on a line of its own.</param>
    private YamlNode BlockNode(int minColumn, int sequenceColumn, bool afterKey)
    {
        string? anchor = null;
        var compact = !afterKey;
        var missingAt = _at;
        SkipBlanks();
        var start = _at;
        var column = Column;
        while (AtLineEnd() || IsProperty(flow: false))
        {
            if (!AtLineEnd())
            {
                if (compact && TryEntry(out var first))
                {
                    return BlockMapping(start, column, first, anchor);
                }

                // A key would have been found behind all the properties of the line.
                compact = false;
                anchor = Property(flow: false) ?? anchor;
                missingAt = _at;
                SkipBlanks();
                continue;
            }

            var comment = CommentAfter(_at);
            if (!NextContent() || (Column < minColumn && !(Column == sequenceColumn && IsIndicator((byte)'-'))))
            {
                return Missing(missingAt, comment, anchor);
            }

            compact = true;
            start = _at;
            column = Column;
        }

        if (_depth >= YamlReader.MaximumDepth)
        {
            return Opaque(minColumn);
        }

        _depth++;
        var node = Content(minColumn, start, column, compact, anchor);
        _depth--;
        return node;
    }

    private YamlNode Content(int minColumn, int start, int column, bool compact, string? anchor)
    {
        if (compact && IsIndicator((byte)'-'))
        {
            return BlockSequence(start, column, anchor);
        }

        if (compact && TryEntry(out var entry))
        {
            return BlockMapping(start, column, entry, anchor);
        }

        return _text[_at] switch
        {
            (byte)'|' or (byte)'>' when BlockScalarHeader(out var header) => BlockScalar(header, minColumn - 1, anchor),
            (byte)'[' => BlockFlow(anchor),
            (byte)'{' when !IsTemplate(_at) => BlockFlow(anchor),
            (byte)'"' or (byte)'\'' => Quoted(flow: false, anchor),
            (byte)'*' when !IsBlankOrEnd(_at + 1) => Alias(flow: false, anchor),
            _ => BlockPlain(minColumn, anchor),
        };
    }

    private YamlNode BlockMapping(int start, int column, YamlEntry first, string? anchor)
    {
        var entries = new List<YamlEntry> { first };
        while (true)
        {
            SkipRestOfLine();
            if (!NextContent() || Column < column)
            {
                return new YamlNode { Kind = YamlKind.Mapping, Span = new ByteSpan(start, _end - start), Entries = entries, Anchor = anchor };
            }

            var before = _at;
            var last = entries[^1];
            if (IsIndicator((byte)'-') || (Column > column && (last.Value.Kind != YamlKind.Scalar || last.Value.Style == ScalarStyle.Missing)))
            {
                entries[^1] = last with { Value = Absorb(last.Value, BlockNode(column, -1, afterKey: false)) };
            }
            else if (TryEntry(out var entry))
            {
                entries.Add(entry);
            }

            EnsureProgress(before);
        }
    }

    private YamlNode BlockSequence(int start, int column, string? anchor)
    {
        var items = new List<YamlNode>();
        while (true)
        {
            if (IsIndicator((byte)'-'))
            {
                var minColumn = Column + 1;
                _at++;
                _end = _at;
                items.Add(BlockNode(minColumn, -1, afterKey: false));
            }
            else
            {
                var before = _at;
                items[^1] = Absorb(items[^1], BlockNode(column + 1, -1, afterKey: false));
                EnsureProgress(before);
            }

            SkipRestOfLine();
            if (!NextContent() || Column < column || (Column == column && !IsIndicator((byte)'-')))
            {
                return new YamlNode { Kind = YamlKind.Sequence, Span = new ByteSpan(start, _end - start), Items = items, Anchor = anchor };
            }
        }
    }

    /// <summary>Reads a key with its value, if a key starts here; else leaves the position where it is.</summary>
    private bool TryEntry([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out YamlEntry? entry)
    {
        entry = null;
        var column = Column;
        if (_depth >= YamlReader.MaximumDepth)
        {
            return false;
        }

        if (IsIndicator((byte)'?'))
        {
            _at++;
            _end = _at;
            _depth++;
            entry = ComplexEntry(column);
            _depth--;
            return true;
        }

        if (!TryKey(out var key, out var span))
        {
            return false;
        }

        _end = _at;
        _depth++;
        entry = new YamlEntry(key, span, BlockNode(column + 1, column, afterKey: true));
        _depth--;
        return true;
    }

    /// <summary>After <c>?</c>: the key as a node, and the value after a colon in the same column.</summary>
    private YamlEntry ComplexEntry(int column)
    {
        var key = BlockNode(column + 1, column, afterKey: false);
        var after = _end;
        SkipRestOfLine();
        if (NextContent() && Column == column && IsIndicator((byte)':'))
        {
            _at++;
            _end = _at;
            return new YamlEntry(key.Text, key.Span, BlockNode(column + 1, column, afterKey: false));
        }

        return new YamlEntry(key.Text, key.Span, Missing(after, null, null));
    }

    /// <summary>Beyond the depth bound: everything that is indented like this node, as one scalar.</summary>
    private YamlNode Opaque(int minColumn)
    {
        var start = _at;
        do
        {
            _at = LineEnd();
            _end = _at;
        }
        while (NextContent() && Column >= minColumn);

        return new YamlNode { Kind = YamlKind.Scalar, Span = new ByteSpan(start, _end - start), Style = ScalarStyle.Plain, Source = _sources.Folded };
    }

    private readonly ByteSpan Trimmed(int start, int end)
    {
        while (end > start && IsBlank(_text[end - 1]))
        {
            end--;
        }

        return new ByteSpan(start, end - start);
    }
}
