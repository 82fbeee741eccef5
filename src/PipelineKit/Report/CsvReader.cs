using System.Text;

namespace PipelineKit.Report;

/// <summary>Reads comma-separated values row by row (RFC 4180): quotes around a value, doubled inside it; line breaks inside quotes.</summary>
/// <param name="text">All of it.</param>
internal sealed class CsvReader(string text)
{
    private int _at;

    /// <summary>The line the next row begins on, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next row, or null at the end.</summary>
    public List<string>? Read()
    {
        if (_at >= text.Length)
        {
            return null;
        }

        var row = new List<string>();
        while (true)
        {
            row.Add(_at < text.Length && text[_at] == '"' ? Quoted() : Plain());
            if (_at >= text.Length || text[_at] != ',')
            {
                break;
            }

            _at++;
        }

        _at += text.AsSpan(_at).StartsWith("\r\n") ? 2 : 1;
        Line++;
        return row;
    }

    private string Plain()
    {
        var length = text.AsSpan(_at).IndexOfAny(',', '\r', '\n');
        var value = length < 0 ? text[_at..] : text.Substring(_at, length);
        _at += value.Length;
        return value;
    }

    // What stands between the closing quote and the next comma is taken as it is.
    private string Quoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != '"')
            {
                Line += text[_at] == '\n' ? 1 : 0;
                value.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
            {
                value.Append('"');
                _at++;
            }
            else
            {
                _at++;
                break;
            }
        }

        return value.Append(Plain()).ToString();
    }
}
