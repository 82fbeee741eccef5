using System.Runtime.CompilerServices;
using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>The tokens at hand.</summary>
internal sealed partial class TemplateParser
{
    /// <summary>Tokens that were looked at before their turn, new lines included.</summary>
    private readonly Queue<Token> _queue = new();
    private Token _current;
    private Token _previous;

    /// <summary>Within brackets, braces and behind a pipe new lines mean nothing.</summary>
    private int _newLinesHidden;
    private int _expressionLevel;
    private int _depth;

    /// <summary>Members, indexes and calls in a row on the way to here: they nest the tree without nesting the code.</summary>
    private int _links;

    /// <summary>A statement did not end where it should: nothing after it can be understood.</summary>
    private bool _isFatal;

    /// <summary>Nested too deep: nothing more is read or reported.</summary>
    private bool _isTooDeep;

    private void StartTokens()
    {
        _newLinesHidden = _expressionLevel = _depth = _links = 0;
        _isFatal = _isTooDeep = false;
        _queue.Clear();
        _lexer.Start(_source.Text, _options);
        _current = new Token(TokenKind.Invalid, 0, 1);
        Next();
    }

    private void Next()
    {
        _previous = _current;
        if (_isTooDeep)
        {
            _current = new Token(TokenKind.Eof, _source.Text.Length, _source.Text.Length);
            return;
        }

        do
        {
            _current = _queue.Count > 0 ? _queue.Dequeue() : _lexer.Next();
        }
        while (_current.Kind == TokenKind.NewLine && _newLinesHidden > 0);
    }

    private Token Peek()
    {
        foreach (var waiting in _queue)
        {
            if (waiting.Kind != TokenKind.NewLine || _newLinesHidden == 0)
            {
                return waiting;
            }
        }

        while (true)
        {
            var token = _lexer.Next();
            _queue.Enqueue(token);
            if (token.Kind != TokenKind.NewLine || _newLinesHidden == 0)
            {
                return token;
            }
        }
    }

    private SourceSpan SpanFrom(int start) => new(start, Math.Max(start, _previous.End));

    private ReadOnlySpan<char> TextOf(Token token) =>
        token.Kind == TokenKind.Eof ? "<eof>"
        : token.Start < token.End ? _source.Text.AsSpan(token.Start, token.End - token.Start)
        : "<error>";

    private bool IsBlankBeforeCurrent() => _current.Start > 0 && char.IsWhiteSpace(_source.Text[_current.Start - 1]);

    /// <summary>One level deeper; false at the limit, when the parser gives up.</summary>
    private bool Enter()
    {
        _depth++;
        if (_isTooDeep)
        {
            return false;
        }

        var limit = _options.ExpressionDepthLimit;
        return ((limit <= 0 || _depth <= limit) && RuntimeHelpers.TryEnsureSufficientExecutionStack()) || GiveUp(limit);
    }

    /// <summary>One more member, index or call behind an operand; false at the limit.</summary>
    private bool Link()
    {
        var limit = _options.ExpressionDepthLimit;
        return !_isTooDeep && (limit <= 0 || ++_links <= limit * 4L || GiveUp(limit));
    }

    private bool GiveUp(int limit)
    {
        Error(_previous, $"The statement depth limit `{limit}` was reached when parsing this statement");
        _isTooDeep = _isFatal = true;
        _current = new Token(TokenKind.Eof, _source.Text.Length, _source.Text.Length);
        return false;
    }

    private void Expect(TokenKind kind, string symbol)
    {
        if (_current.Kind != kind)
        {
            Error(_current, $"Unexpected token found `{Shown(_current)}` while expecting `{symbol}`.");
        }

        Next();
    }

    /// <summary>A token as messages show it: control characters escaped.</summary>
    private string Shown(Token token)
    {
        var text = TextOf(token);
        var builder = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            builder = c switch
            {
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\v' => builder.Append("\\v"),
                '\f' => builder.Append("\\f"),
                '\b' => builder.Append("\\b"),
                '\a' => builder.Append("\\a"),
                '\0' => builder.Append("\\0"),
                _ when char.IsControl(c) => builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => builder.Append(c),
            };
        }

        return builder.ToString();
    }
}
