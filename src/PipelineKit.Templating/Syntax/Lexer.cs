using System.Runtime.CompilerServices;

namespace PipelineKit.Templating.Syntax;

/// <summary>Cuts a template into tokens, one at a time. Comments and blanks between tokens are left out; so is text that white-space control removes.</summary>
internal sealed partial class Lexer
{
    private const int MaxErrors = 1000;

    private readonly List<(int Offset, string Message)> _errors = [];
    private readonly Stack<char> _quotes = new();
    private string _text = "";
    private string _marker = "";
    private int _position;
    private Mode _mode;
    private bool _isScript;
    private bool _expectsMarker;
    private bool _opensPart;
    private bool _closesPart;
    private int _braces;
    private int _percents;

    private enum Mode : byte
    {
        Text,
        Escape,
        Code,
    }

    /// <summary>Errors so far, in the order of the text.</summary>
    public List<(int Offset, string Message)> Errors => _errors;

    public void Start(string text, TemplateParseOptions options)
    {
        _text = text;
        _marker = options.FrontMatterMarker;
        _position = 0;
        _isScript = options.Mode == TemplateMode.ScriptOnly;
        _mode = _isScript ? Mode.Code : Mode.Text;
        _expectsMarker = options.Mode is TemplateMode.FrontMatterOnly or TemplateMode.FrontMatterAndContent;
        _opensPart = _closesPart = false;
        _braces = _percents = 0;
        _errors.Clear();
        _quotes.Clear();
    }

    /// <summary>The next token; <see cref="TokenKind.Eof"/> at the end, any number of times.</summary>
    public Token Next()
    {
        while (_position < _text.Length)
        {
            Token token;
            switch (_mode)
            {
                case Mode.Text when IsOpener(_position):
                    return ReadOpener();
                case Mode.Text when _expectsMarker && TryReadMarker(out token):
                    _mode = Mode.Code;
                    return token;
                case Mode.Text:
                    if (TryReadText(out token))
                    {
                        return token;
                    }

                    continue;
                case Mode.Escape:
                    return IsCloser(_position) ? ReadCloser() : ReadEscaped();
                case Mode.Code when !_isScript && IsCloser(_position):
                    return ReadCloser();
                case Mode.Code when _expectsMarker && TryReadMarker(out token):
                    _expectsMarker = false;
                    _mode = Mode.Text;
                    return token;
                default:
                    if (TryReadCode(out token))
                    {
                        return token;
                    }

                    continue;
            }
        }

        return new Token(TokenKind.Eof, _text.Length, _text.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private char At(int index) => (uint)index < (uint)_text.Length ? _text[index] : '\0';

    private void Error(int offset, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add((offset, message));
        }
    }

    private bool TryReadMarker(out Token token)
    {
        token = default;
        if (_marker.Length == 0 || string.CompareOrdinal(_text, _position, _marker, 0, _marker.Length) != 0)
        {
            return false;
        }

        var end = _position + _marker.Length;
        while (At(end) is ' ' or '\t')
        {
            end++;
        }

        if (At(end) is not ('\n' or '\r'))
        {
            return false;
        }

        end += At(end) == '\r' && At(end + 1) == '\n' ? 2 : 1;
        token = new Token(TokenKind.FrontMatterMarker, _position, end);
        _position = end;
        return true;
    }
}
