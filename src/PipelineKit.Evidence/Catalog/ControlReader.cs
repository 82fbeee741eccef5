using System.Text;

namespace PipelineKit.Evidence;

/// <summary>Paragraphs of fields <c>Name: value</c>, as dpkg (deb-control(5)), Python metadata and jar manifests have them.</summary>
/// <param name="content">The file, UTF-8.</param>
/// <param name="isStrict">Whether a line that is no field, and a field given twice, are errors. Otherwise the former are skipped, and values of the latter are joined by line feeds.</param>
internal sealed class ControlReader(ReadOnlyMemory<byte> content, bool isStrict)
{
    private readonly string _text = Decode(content.Span);
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);
    private int _position;
    private string? _last;

    /// <summary>The line that was read last, 1-based.</summary>
    internal int Line { get; private set; }

    /// <summary>The value of a field, its first line; empty without one.</summary>
    internal string this[string name] => _fields.GetValueOrDefault(name, "");

    /// <summary>Text of a file; bytes that are no UTF-8 are replaced, zero bytes are what no text has.</summary>
    internal static string Decode(ReadOnlySpan<byte> content) =>
        content.Contains((byte)0)
            ? throw new UnreadableFileException("it has zero bytes in it, so it is damaged")
            : Encoding.UTF8.GetString(content.StartsWith("\uFEFF"u8) ? content[3..] : content);

    /// <summary>The first line from here on, without its end; false when there is none.</summary>
    internal static bool TryTakeLine(string text, ref int position, out ReadOnlySpan<char> line)
    {
        line = default;
        if (position >= text.Length)
        {
            return false;
        }

        var end = text.IndexOf('\n', position);
        end = end < 0 ? text.Length : end;
        line = text.AsSpan(position, end - position).TrimEnd('\r');
        position = end + 1;
        return true;
    }

    /// <summary>Goes to the next paragraph; false when there is none.</summary>
    internal bool Next()
    {
        _fields.Clear();
        _last = null;
        while (TryTakeLine(_text, ref _position, out var line))
        {
            Line++;
            if (line.IsWhiteSpace())
            {
                if (_fields.Count > 0)
                {
                    return true;
                }
            }
            else if (line[0] is ' ' or '\t')
            {
                Continue(line[1..]);
            }
            else
            {
                Take(line);
            }
        }

        return _fields.Count > 0;
    }

    private void Take(ReadOnlySpan<char> line)
    {
        var colon = line.IndexOf(':');
        if (colon <= 0)
        {
            _last = isStrict ? throw new UnreadableFileException($"line {Line} is no field") : null;
            return;
        }

        var name = line[..colon].ToString();
        var value = line[(colon + 1)..].Trim().ToString();
        if (!_fields.TryAdd(name, value))
        {
            _fields[name] = isStrict ? throw new UnreadableFileException($"line {Line} gives `{name}` a second time") : _fields[name] + "\n" + value;
        }

        _last = name;
    }

    // Only jar manifests go on in the middle of a word; further lines of the others are not asked for.
    private void Continue(ReadOnlySpan<char> rest)
    {
        if (_last is null)
        {
            _ = isStrict ? throw new UnreadableFileException($"line {Line} goes on with a field that is not there") : _last;
        }
        else if (!isStrict)
        {
            _fields[_last] += rest.ToString();
        }
    }
}
