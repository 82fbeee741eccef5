using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// Reads the part of TOML 1.0 that ignore files use: tables, arrays of tables, dotted keys, the four kinds of strings, booleans, dates, arrays and inline tables. Numbers and local times are refused, as is everything that is no TOML.
/// </summary>
internal sealed partial class TomlReader
{
    private const int MaximumBytes = 1 << 20;
    private const int MaximumDepth = 16;
    private readonly string _text;
    private readonly YamlSource _source;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private TomlReader(string text, YamlSource source)
    {
        _text = text;
        _source = source;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private int Column => _at - _lineStart + 1;

    /// <summary>The table of the whole file.</summary>
    /// <exception cref="FailureException">It is not TOML, or has what is not read.</exception>
    internal static YamlValue Read(ReadOnlyMemory<byte> content, string name)
    {
        var source = new YamlSource(name, FailureCodes.BadPolicy);
        return new TomlReader(ImportText.Decode(content.Span, MaximumBytes, name), source).Document().ToValue(source);
    }

    private TomlNode Document()
    {
        var root = new TomlNode(YamlShape.Mapping, 1, 1);
        var table = root;
        for (SkipBlank(); _at < _text.Length; SkipBlank())
        {
            if (Current == '[')
            {
                table = Header(root);
            }
            else
            {
                Assignment(table, depth: 0);
            }

            SkipSpaces();
            if (_at < _text.Length && Current is not ('#' or '\n' or '\r'))
            {
                throw Error($"`{Current}` stands where the line should end");
            }
        }

        return root;
    }

    private TomlNode Header(TomlNode root)
    {
        var isArray = At("[[");
        _at += isArray ? 2 : 1;
        var keys = Keys();
        if (!At(isArray ? "]]" : "]"))
        {
            throw Error(isArray ? "`]]` is missing after the name of the table" : "`]` is missing after the name of the table");
        }

        _at += isArray ? 2 : 1;
        var parent = Descend(root, keys);
        var (name, line, column) = keys[^1];
        var there = parent.Member(name);
        var table = new TomlNode(YamlShape.Mapping, line, column) { HasHeader = true };
        switch (there, isArray)
        {
            case (null, true):
                var list = new TomlNode(YamlShape.Sequence, line, column);
                list.Add(table);
                parent.Add(name, line, column, list, _source);
                return table;
            case (null, false):
                parent.Add(name, line, column, table, _source);
                return table;
            case ({ Shape: YamlShape.Sequence, IsClosed: false }, true):
                there.Add(table);
                return table;
            case ({ Shape: YamlShape.Mapping, HasHeader: false, IsClosed: false }, false):
                there.HasHeader = true;
                return there;
            default:
                throw _source.Error($"`{name}` is already there, in line {there!.Line}", "Keep one of the two.", line, column);
        }
    }

    private void Assignment(TomlNode table, int depth)
    {
        var keys = Keys();
        if (Current != '=')
        {
            throw Error($"`=` is missing after `{keys[^1].Name}`");
        }

        _at++;
        SkipSpaces();
        var target = Descend(table, keys);
        var (name, line, column) = keys[^1];
        if (target.Member(name) is { } there)
        {
            throw _source.Error($"`{name}` is already there, in line {there.Line}", "Keep one of the two.", line, column);
        }

        target.Add(name, line, column, Value(depth), _source);
    }

    // Down the keys before the last one, making tables that are not there yet.
    private TomlNode Descend(TomlNode table, List<(string Name, int Line, int Column)> keys)
    {
        foreach (var (name, line, column) in keys.Take(keys.Count - 1))
        {
            var next = table.Member(name);
            if (next is null)
            {
                next = new TomlNode(YamlShape.Mapping, line, column);
                table.Add(name, line, column, next, _source);
            }

            next = next is { Shape: YamlShape.Sequence, IsClosed: false } ? next.Last! : next;
            if (next.Shape != YamlShape.Mapping || next.IsClosed)
            {
                throw _source.Error($"`{name}` is no table that can be added to", remedy: null, line, column);
            }

            table = next;
        }

        return table;
    }

    private List<(string Name, int Line, int Column)> Keys()
    {
        var keys = new List<(string, int, int)>();
        do
        {
            _at += keys.Count > 0 ? 1 : 0;
            SkipSpaces();
            var (line, column) = (_line, Column);
            keys.Add((Key(), line, column));
            SkipSpaces();
        }
        while (Current == '.' && keys.Count < MaximumDepth);
        return keys;
    }

    private string Key()
    {
        if (Current is '"' or '\'')
        {
            return QuotedLine();
        }

        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '_')
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Error("a key is missing here");
    }

    private void SkipBlank()
    {
        for (; _at < _text.Length; _at++)
        {
            SkipSpaces();
            if (Current == '#')
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }

            if (Current == '\r' && At("\r\n"))
            {
                _at++;
            }

            if (Current != '\n')
            {
                return;
            }

            NewLine();
        }
    }

    private void SkipSpaces()
    {
        while (Current is ' ' or '\t')
        {
            _at++;
        }
    }

    // Called on the line feed itself.
    private void NewLine()
    {
        _line++;
        _lineStart = _at + 1;
    }

    private bool At(string expected) => _text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal);

    private FailureException Error(string what, string? remedy = null) => _source.Error("not valid TOML for this file: " + what, remedy, _line, Column);
}
