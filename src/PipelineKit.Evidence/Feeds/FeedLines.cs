using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The lines of a text file, bounded.</summary>
internal sealed class FeedLines(Stream content, string name, EvidenceLimits limits)
{
    private const int LongestLine = 4096;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _read;

    /// <summary>The file.</summary>
    public string Name => name;

    /// <summary>The 1-based line that was read last.</summary>
    public int Line { get; private set; }

    /// <summary>The next line without its end; null behind the last.</summary>
    public string? Next()
    {
        while (true)
        {
            var there = _buffer.AsSpan(_start, _end - _start);
            var end = there.IndexOf((byte)'\n');
            if (end >= 0)
            {
                _start += end + 1;
                return Take(there[..end]);
            }

            if (there.Length > LongestLine)
            {
                Line++;
                throw Wrong($"is longer than {LongestLine} bytes: this is no such file");
            }

            there.CopyTo(_buffer);
            (_start, _end) = (0, there.Length);
            var count = content.Read(_buffer.AsSpan(_end));
            _read += count;
            if (_read > limits.Bytes)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, name, $"is larger than the {limits.Bytes} bytes that are read");
            }

            if (count == 0)
            {
                _start = _end;
                return there.IsEmpty ? null : Take(_buffer.AsSpan(0, there.Length));
            }

            _end += count;
        }
    }

    /// <summary>What is wrong with the line that was read last.</summary>
    public EvidenceException Wrong(string message) => new(EvidenceProblem.Damaged, name, $"line {Line} {message}", Line);

    private string Take(ReadOnlySpan<byte> line)
    {
        Line++;
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        return line.Length > LongestLine || !Ascii.IsValid(line) ? throw Wrong("is no line of printable ASCII: this is no such file") : Encoding.ASCII.GetString(line);
    }
}
