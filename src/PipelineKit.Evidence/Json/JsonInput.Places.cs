using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Evidence;

internal sealed partial class JsonInput
{
    private const int LongestPath = 300;

    /// <summary>What a reader threw, with the place where it happened. Only for what was thrown by this input and its readers.</summary>
    public EvidenceException Explain(JsonException wrong)
    {
        var (line, column) = (wrong.LineNumber, wrong.BytePositionInLine) is ({ } l, { } b) ? Locate(PlaceOf(l, b)) : default((int?, int?));
        var text = wrong.Message;
        var position = text.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        text = position > 0 ? text[..position] : text;
        var path = Path(long.MaxValue);
        return new EvidenceException(
            text.Contains("maximum configured depth", StringComparison.Ordinal) ? EvidenceProblem.TooLarge : EvidenceProblem.Damaged,
            Name, $"{(path.Length > 0 ? path : "the document")} is not well-formed JSON: {text}", line, column, wrong);
    }

    /// <summary>As for the other; the message says what is wrong with the value at the path.</summary>
    public EvidenceException Explain(JsonWrongException wrong)
    {
        var (line, column) = Locate(_start + (int)wrong.TokenStart);
        var path = Path(wrong.TokenStart);
        return new EvidenceException(EvidenceProblem.Damaged, Name, $"{(path.Length > 0 ? path : "the document")} {wrong.Message}", line, column);
    }

    /// <summary>An error of the document as a whole, or of the value that is read next, at its place.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="message">What is wrong.</param>
    public EvidenceException Refuse(EvidenceProblem problem, string message)
    {
        var (line, column) = Locate(_start);
        return new EvidenceException(problem, Name, message, line, column);
    }

    /// <summary>The path of what is being read, <c>Results[3].Vulnerabilities[0]</c>; empty for the document.</summary>
    public string Path() => Path(0);

    private string Path(long inside)
    {
        var steps = new List<Frame>(_frames);
        if (inside > 0 && !_isSkipping)
        {
            AddInside(steps, (int)Math.Min(inside, _end - _start));
        }

        var path = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.IsArray)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{Math.Max(step.Index, 0)}]");
            }
            else if (step.Name is { } name)
            {
                path.Append(path.Length > 0 ? "." : "").Append(name.AsSpan(0, Math.Min(name.Length, 64)));
            }

            if (path.Length > LongestPath)
            {
                path.Length = LongestPath;
                return path.Append("...").ToString();
            }
        }

        return path.ToString();
    }

    /// <summary>The steps from the value that was opened last to the token that begins there: it is read once more.</summary>
    private void AddInside(List<Frame> steps, int length)
    {
        var outer = steps.Count;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, length), isFinalBlock: false, _state);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                {
                    if (steps.Count > outer)
                    {
                        steps.RemoveAt(steps.Count - 1);
                    }
                }
                else if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    steps[^1].Name = reader.ValueIsEscaped ? Encoding.UTF8.GetString(reader.ValueSpan) : Texts.Get(reader.ValueSpan);
                }
                else
                {
                    Step(steps, outer);
                    if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    {
                        steps.Add(new Frame(reader.TokenType == JsonTokenType.StartArray));
                    }
                }
            }
        }
        catch (JsonException)
        {
            // As far as it could be read: that is where the error is.
            return;
        }

        // The token at the end of what was read is the next element.
        Step(steps, outer);
    }

    private static void Step(List<Frame> steps, int outer)
    {
        if (steps.Count > outer && steps[^1].IsArray)
        {
            steps[^1].Index++;
        }
    }

    /// <summary>1-based line and column in characters of a place in the buffer; no column when the line begins before what is in memory.</summary>
    private (int? Line, int? Column) Locate(int place)
    {
        var before = _buffer.AsSpan(0, place);
        var begin = before.LastIndexOf((byte)'\n') is >= 0 and var last ? last + 1 : -_lineBytes;
        return (ToNumber(_lines + before.Count((byte)'\n') + 1), begin >= 0 ? Encoding.UTF8.GetCharCount(before[(int)begin..]) + 1 : null);
    }

    /// <summary>The place in the buffer that the framework's reader gives as a line and bytes in it. It counts from where it was last, and knows nothing of the values that were read without it.</summary>
    private int PlaceOf(long line, long bytes)
    {
        var (thisLine, bytesHere) = Here();
        if (line == thisLine)
        {
            return (int)Math.Min(_start + bytes - bytesHere, _end);
        }

        var begin = _start;
        for (var i = thisLine; i < line; i++)
        {
            begin += _buffer.AsSpan(begin, _end - begin).IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(begin + bytes, _end);
    }

    /// <summary>0-based line, and bytes in it, of what is read next, as the framework's reader counts: told that the document ends here, it says it. Behind the end of the document's value that is no error; one more letter is.</summary>
    private (long Line, long Bytes) Here() => Here([]) ?? Here("x"u8) ?? (0, 0);

    private (long Line, long Bytes)? Here(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: true, _state);
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            return (e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
        }

        return null;
    }

    private static int? ToNumber(long number) => number <= int.MaxValue ? (int)number : null;

    private static int InvalidAt(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    /// <summary>How many bytes at the end are the beginning of a character.</summary>
    private static int UnfinishedLength(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var b = text[^back];
            if (b >= 0xC0)
            {
                var length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return length > back ? back : 0;
            }

            if (b < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private static string? Utf16Hint(ReadOnlySpan<byte> text) => text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
        ? "is UTF-16 text, as Windows PowerShell writes it for `>`; let the scanner write the file itself (`--output FILE`)"
        : null;
}
