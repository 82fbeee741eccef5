using System.Buffers;
using System.Globalization;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The characters of an XML document, with the place for errors.</summary>
internal sealed class XmlSource(string text, string name)
{
    private int _at;
    private int _placed;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd => _at == text.Length;

    /// <summary>The next character; 0 at the end.</summary>
    public char Next => _at < text.Length ? text[_at] : '\0';

    /// <summary>Where the next character is.</summary>
    public int Position => _at;

    /// <summary>Takes the word, when it is what follows.</summary>
    public bool Take(string word)
    {
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    /// <summary>Takes the word, which must follow.</summary>
    public void Expect(string word)
    {
        if (!Take(word))
        {
            throw Wrong($"`{word}` is expected here");
        }
    }

    /// <summary>Takes everything up to the word, and the word.</summary>
    public ReadOnlySpan<char> TakeUntil(string word, string what)
    {
        var length = text.AsSpan(_at).IndexOf(word, StringComparison.Ordinal);
        if (length < 0)
        {
            throw Wrong($"{what} has no end");
        }

        var taken = text.AsSpan(_at, length);
        _at += length + word.Length;
        return taken;
    }

    /// <summary>Takes what comes before any of these characters.</summary>
    public ReadOnlySpan<char> TakeUntilAny(SearchValues<char> characters)
    {
        var length = text.AsSpan(_at).IndexOfAny(characters);
        var taken = text.AsSpan(_at, length < 0 ? text.Length - _at : length);
        _at += taken.Length;
        return taken;
    }

    /// <summary>Takes blanks; whether there were any.</summary>
    public bool TakeBlanks()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }

        return _at > start;
    }

    /// <summary>Takes a name (XML 1.0, production 5; of characters beyond ASCII all letters and marks are taken as name characters).</summary>
    public string TakeName()
    {
        var start = _at;
        while (_at < text.Length && IsName(text[_at], first: _at == start))
        {
            _at++;
        }

        return _at > start ? text[start.._at] : throw Wrong("a name is expected here");
    }

    /// <summary>Takes a reference, from behind its <c>&amp;</c>: one of the five that XML has, or a character by number. There are no others: a document cannot declare any.</summary>
    public string TakeReference()
    {
        var body = TakeUntil(";", "a reference (`&`)").ToString();
        switch (body)
        {
            case "lt":
                return "<";
            case "gt":
                return ">";
            case "amp":
                return "&";
            case "apos":
                return "'";
            case "quot":
                return "\"";
        }

        var isHex = body.StartsWith("#x", StringComparison.Ordinal);
        var number = 0;
        var isNumber = body.StartsWith('#')
            && int.TryParse(body.AsSpan(isHex ? 2 : 1), isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return isNumber && Rune.IsValid(number) && IsCharacter(number)
            ? new Rune(number).ToString()
            : throw Wrong($"`&{(body.Length > 20 ? body[..20] : body)};` is no reference; there are &lt; &gt; &amp; &apos; &quot; and characters by number");
    }

    /// <summary>An error at the next character.</summary>
    public EvidenceException Wrong(string message)
    {
        var (line, column) = Place(_at);
        return new EvidenceException(EvidenceProblem.Damaged, name, $"is not well-formed XML: {message}", line, column);
    }

    /// <summary>1-based line and column; places that are asked for in their order cost one pass over the text.</summary>
    public (int Line, int Column) Place(int at)
    {
        if (at < _placed)
        {
            (_placed, _line, _lineStart) = (0, 1, 0);
        }

        var passed = text.AsSpan(_placed, at - _placed);
        var last = passed.LastIndexOf('\n');
        _line += passed.Count('\n');
        _lineStart = last < 0 ? _lineStart : _placed + last + 1;
        _placed = at;
        return (_line, at - _lineStart + 1);
    }

    /// <summary>Whether XML allows the character (XML 1.0, production 2).</summary>
    public static bool IsCharacter(int character) => character is '\t' or '\n' or '\r' or (>= 0x20 and < 0xFFFE) or >= 0x10000;

    private static bool IsName(char c, bool first) =>
        char.IsAsciiLetter(c) || c is '_' or ':' || c >= '\x00C0' || (!first && (char.IsAsciiDigit(c) || c is '-' or '.' or '\x00B7'));
}
