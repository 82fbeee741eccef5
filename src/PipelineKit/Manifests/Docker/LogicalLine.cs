using System.Text;

namespace PipelineKit.Manifests.Docker;

/// <summary>
/// An instruction's text with its continuation lines joined, one character per byte (Latin-1), and the byte of the file each character is.
/// </summary>
internal sealed class LogicalLine
{
    private readonly StringBuilder _text = new();
    private readonly List<(int At, int Offset)> _runs = [];
    private string? _joined;

    /// <summary>The joined text.</summary>
    internal string Text => _joined ??= _text.ToString();

    /// <summary>Appends a run of the file's bytes.</summary>
    internal void Append(ReadOnlySpan<byte> bytes, int offset)
    {
        _runs.Add((_text.Length, offset));
        _text.Append(Encoding.Latin1.GetString(bytes));
        _joined = null;
    }

    /// <summary>The file's bytes behind these characters, or null when they do not stand side by side.</summary>
    internal ByteSpan? Span(int start, int end)
    {
        var first = RunOf(start);
        var last = end > start ? RunOf(end - 1) : first;
        return first == last ? new ByteSpan(_runs[first].Offset + start - _runs[first].At, end - start) : null;
    }

    /// <summary>The file's byte behind this character.</summary>
    internal int Offset(int at)
    {
        var run = RunOf(at);
        return _runs[run].Offset + at - _runs[run].At;
    }

    private int RunOf(int at)
    {
        var low = 0;
        for (var high = _runs.Count - 1; low < high;)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _runs[middle].At <= at ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
