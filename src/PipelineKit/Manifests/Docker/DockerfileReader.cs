namespace PipelineKit.Manifests.Docker;

/// <summary>
/// Reads a Dockerfile's bytes into instructions by the rules of BuildKit's parser: directives only at the very top, continuation by the escape
/// character (comments and empty lines between continued lines belong to neither), and here-document bodies that are no instructions. Never fails.
/// </summary>
internal ref struct DockerfileReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<DockerInstruction> _instructions = [];

    // Names that end no here-document from here on, and how many more of them are looked for: keeps hostile files linear.
    private readonly HashSet<string> _unclosed = new(StringComparer.Ordinal);
    private int _searches = 64;
    private int _at;
    private byte _escape = (byte)'\\';

    private DockerfileReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The instructions, the bytes of the reference in a <c># syntax=</c> directive if there is one, and the escape character.</summary>
    internal static (IReadOnlyList<DockerInstruction> Instructions, ByteSpan? Syntax, char Escape) Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new DockerfileReader(bytes);
        var syntax = reader.ReadDirectives();
        while (reader._at < bytes.Length)
        {
            reader.ReadInstruction();
        }

        return (reader._instructions, syntax, (char)reader._escape);
    }

    // `# name=value` lines, until the first line that has not this form. A #! line may stand before them.
    private ByteSpan? ReadDirectives()
    {
        _at = _bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (_bytes[_at..].StartsWith("#!"u8))
        {
            _at = NextLine(_at);
        }

        ByteSpan? syntax = null;
        while (_at < _bytes.Length && DockerDirective.TryParse(_bytes, _at, EndOfLine(_at), out var name, out var value))
        {
            if (name == "escape" && value.Length == 1)
            {
                _escape = _bytes[value.Start];
            }
            else if (name == "syntax")
            {
                syntax ??= value;
            }

            _at = NextLine(_at);
        }

        return syntax;
    }

    private void ReadInstruction()
    {
        var line = new LogicalLine();
        var more = false;
        for (var first = true; _at < _bytes.Length && (first || more); _at = NextLine(_at))
        {
            var end = EndOfLine(_at);
            var content = _bytes[_at..end].TrimStart(" \t\r\v\f"u8);
            if (content.IsEmpty || content[0] == '#')
            {
                if (first)
                {
                    _at = NextLine(_at);
                    return;
                }

                continue;
            }

            more = Continues(_at, ref end);
            line.Append(_bytes[_at..end], _at);
            first = false;
        }

        if (ToInstruction(line) is { } instruction)
        {
            _instructions.Add(instruction);
            if (instruction.Keyword is "RUN" or "COPY" or "ADD")
            {
                SkipHereDocuments(instruction);
            }
        }
    }

    // The escape character ends the line, with at most white space after it, and is not itself escaped.
    private readonly bool Continues(int start, ref int end)
    {
        var last = end;
        while (last > start && _bytes[last - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            last--;
        }

        if (last == start || _bytes[last - 1] != _escape || (last - 1 > start && _bytes[last - 2] == _escape))
        {
            return false;
        }

        end = last - 1;
        return true;
    }

    private readonly DockerInstruction? ToInstruction(LogicalLine line)
    {
        var words = DockerWords.Split(line, 0, (char)_escape);
        var skip = words.Count > 1 && words[0].Text.Equals("ONBUILD", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        return words.Count == 0 ? null : new DockerInstruction(words[skip].Text.ToUpperInvariant(), line, words.GetRange(skip + 1, words.Count - skip - 1));
    }

    // A here-document that is never closed is none: the lines below stay instructions.
    private void SkipHereDocuments(DockerInstruction instruction)
    {
        foreach (var word in instruction.Words)
        {
            if (HereDocument.TryParse(word.Text, out var name, out var stripTabs) && EndOfHereDocument(name, stripTabs) is { } end)
            {
                _at = end;
            }
        }
    }

    private int? EndOfHereDocument(string name, bool stripTabs)
    {
        if (_searches == 0 || _unclosed.Contains(name))
        {
            return null;
        }

        for (var at = _at; at < _bytes.Length; at = NextLine(at))
        {
            var line = _bytes[at..EndOfLine(at)];
            if (HereDocument.Ends(stripTabs ? line.TrimStart((byte)'\t') : line, name))
            {
                return NextLine(at);
            }
        }

        _unclosed.Add(name);
        _searches--;
        return null;
    }

    private readonly int EndOfLine(int at)
    {
        var length = _bytes[at..].IndexOf((byte)'\n');
        var end = length < 0 ? _bytes.Length : at + length;
        return end > at && _bytes[end - 1] == '\r' ? end - 1 : end;
    }

    private readonly int NextLine(int at)
    {
        var length = _bytes[at..].IndexOf((byte)'\n');
        return length < 0 ? _bytes.Length : at + length + 1;
    }
}
