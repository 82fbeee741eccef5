using System.Buffers;

namespace PipelineKit.Manifests;

/// <summary>A run of characters of a text whose variables were replaced by their defaults.</summary>
/// <param name="Start">Where it stands in the text.</param>
/// <param name="Length">Its length; at least 1.</param>
/// <param name="Variable">0 for what stands outside of variables; else a number for the variable whose default it is.</param>
internal readonly record struct TextPiece(int Start, int Length, int Variable)
{
    internal int End => Start + Length;
}

/// <summary>
/// Variables and expressions in a value: <c>${V}</c>, <c>$V</c>, <c>$(v)</c>, <c>$[ v ]</c>, <c>${{ v }}</c>, <c>{{ v }}</c>. The only ones whose value is known
/// are those with a default: <c>${V:-default}</c>, <c>${V-default}</c>, <c>${V:=default}</c>, <c>${V=default}</c>, also nested.
/// </summary>
internal sealed class VariableText
{
    private const int MaximumDepth = 8;
    private static readonly SearchValues<char> Punctuation = SearchValues.Create(":/@ .-\"'");
    private readonly string _text;
    private readonly List<TextPiece> _pieces = [];
    private int _variables;

    private VariableText(string text)
    {
        _text = text;
        IsKnown = Expand(0, text.Length, 0, 0);
        Value = IsKnown ? string.Concat(_pieces.Select(p => text.Substring(p.Start, p.Length))) : text;
    }

    /// <summary>Whether every variable has a default.</summary>
    internal bool IsKnown { get; }

    /// <summary>The text with the defaults filled in; the text itself when one is not known.</summary>
    internal string Value { get; }

    /// <summary>What <see cref="Value"/> is made of, in order; only when it is known.</summary>
    internal IReadOnlyList<TextPiece> Pieces => _pieces;

    internal static VariableText Of(string text) => new(text);

    /// <summary>Whether the text is made of template expressions and the punctuation of references between them, and nothing literal.</summary>
    internal static bool IsOnlyTemplates(string text)
    {
        var at = text.IndexOf("{{", StringComparison.Ordinal);
        var from = 0;
        while (at >= 0 && IsPunctuation(text.AsSpan(from, at - from)))
        {
            var close = text.IndexOf("}}", at, StringComparison.Ordinal);
            if (close < 0)
            {
                return false;
            }

            from = close + 2;
            at = text.IndexOf("{{", from, StringComparison.Ordinal);
        }

        return from > 0 && at < 0 && IsPunctuation(text.AsSpan(from));
    }

    private static bool IsPunctuation(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Punctuation);

    private bool Expand(int at, int end, int variable, int depth)
    {
        if (depth > MaximumDepth)
        {
            return false;
        }

        var literal = at;
        while (at < end)
        {
            if (_text[at] == '{' && at + 1 < end && _text[at + 1] == '{')
            {
                return false;
            }

            if (_text[at] != '$' || at + 1 >= end || !IsVariableStart(_text[at + 1]))
            {
                at++;
                continue;
            }

            Add(literal, at, variable);
            if (_text[at + 1] != '{' || Close(at + 2, end) is not (var close and >= 0) || Default(at + 2, close) is not (var start and >= 0))
            {
                return false;
            }

            if (!Expand(start, close, ++_variables, depth + 1))
            {
                return false;
            }

            at = close + 1;
            literal = at;
        }

        Add(literal, end, variable);
        return true;
    }

    private static bool IsVariableStart(char c) => c is '{' or '(' or '[' or '$' or '_' || char.IsAsciiLetter(c);

    private void Add(int start, int end, int variable)
    {
        if (end > start)
        {
            _pieces.Add(new TextPiece(start, end - start, variable));
        }
    }

    private int Close(int at, int end)
    {
        var open = 1;
        for (; at < end; at++)
        {
            open += _text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (open == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Where the default starts in <c>NAME:-default</c>, or -1 for anything else.</summary>
    private int Default(int at, int close)
    {
        var name = at;
        while (at < close && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] == '_'))
        {
            at++;
        }

        var isNamed = at > name;
        at += at < close && _text[at] == ':' ? 1 : 0;
        return isNamed && at < close && _text[at] is '-' or '=' ? at + 1 : -1;
    }
}
