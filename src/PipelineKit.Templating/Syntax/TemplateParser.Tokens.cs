using System.Runtime.CompilerServices;
using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>The tokens at hand, and the errors about them.</summary>
internal sealed partial class TemplateParser
{
    private const int MaxErrors = 1000;

    /// <summary>Tokens that were looked at before their turn, new lines included.</summary>
    private readonly Queue<Token> _queue = new();
    private List<TemplateDiagnostic>? _errors;
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

    private void ErrorIn(SyntaxForm form, Token token, string message) => Error(token, $"Error while parsing {form.Name}: {message} in: {form.Example}");

    private void ErrorIn(SyntaxForm form, int offset, string message) => Error(offset, $"Error while parsing {form.Name}: {message} in: {form.Example}");

    /// <summary>An error at a token; the end of the text has no line and column in this language.</summary>
    private void Error(Token token, string message)
    {
        if (token.Kind == TokenKind.Eof)
        {
            Add(new TemplatePlace(_source.Name, 0, 0), message);
        }
        else
        {
            Error(token.Start, message);
        }
    }

    private void Error(int offset, string message)
    {
        if (!_isTooDeep)
        {
            Add(_source.PlaceOf(offset), message);
        }
    }

    private void Add(TemplatePlace place, string message)
    {
        _errors ??= [];
        if (!_isTooDeep && _errors.Count < MaxErrors)
        {
            _errors.Add(new TemplateDiagnostic(TemplateErrorKind.Syntax, place, message));
        }
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
