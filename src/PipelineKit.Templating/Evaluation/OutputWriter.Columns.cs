using System.Buffers;

namespace PipelineKit.Templating.Evaluation;

/// <summary>The column, and what is aligned to it.</summary>
internal sealed partial class OutputWriter
{
    private static readonly SearchValues<char> Indicators = SearchValues.Create("+-123456789");

    private bool _skipsEmptyLines;

    /// <summary>The column of the next character in the current segment, 0-based.</summary>
    public int Column
    {
        get
        {
            var line = Line(out var before);
            _context.ChargeText(line.Length);
            return before + Characters(line);
        }
    }

    /// <summary>The bytes of the line that is being written; of a very long one the tail.</summary>
    private ReadOnlySpan<byte> Line(out int before)
    {
        var segment = _buffer.AsSpan(Start, _length - Start);
        var newLine = segment.LastIndexOf((byte)'\n');
        before = newLine < 0 && _segmentCount == 0 ? _flushedColumn : 0;
        return segment[(newLine + 1)..];
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            // Bytes that continue a character do not count.
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary>How many blanks go before the further lines of a value; 0 when only the indent of the code block does.</summary>
    /// <param name="text">The value, of more than one line.</param>
    /// <param name="prefix">The indent; null when blanks take its place.</param>
    private int Alignment(string text, ref byte[]? prefix)
    {
        var newLine = text.IndexOf('\n', StringComparison.Ordinal);
        if (newLine == text.Length - 1 || newLine == 0 || (newLine == 1 && text[0] == '\r'))
        {
            // One line, or a text whose author placed it by beginning with a new line.
            return 0;
        }

        var line = Line(out var before);
        if (before + line.Length == 0)
        {
            return 0;
        }

        if (before == 0 && prefix is not null && line.SequenceEqual(prefix))
        {
            return 0;
        }

        prefix = null;
        return IsBlockScalarHeader(text.AsSpan(0, newLine)) ? before + Lead(line) : before + Characters(line);
    }

    /// <summary>Whether a line is <c>|</c> or <c>&gt;</c> with indicators (YAML 1.2, 8.1.1).</summary>
    private static bool IsBlockScalarHeader(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd('\r');
        if (line.Length is 0 or > 3 || line[0] is not ('|' or '>'))
        {
            return false;
        }

        return line[1..].IndexOfAnyExcept(Indicators) < 0;
    }

    /// <summary>The columns of blanks and sequence dashes a line begins with.</summary>
    private static int Lead(ReadOnlySpan<byte> line)
    {
        var at = 0;
        while (at < line.Length && (line[at] == (byte)' ' || (line[at] == (byte)'-' && at + 1 < line.Length && line[at + 1] == (byte)' ')))
        {
            at++;
        }

        return at;
    }
}
