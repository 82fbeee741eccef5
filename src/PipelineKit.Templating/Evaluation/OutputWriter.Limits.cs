using System.Buffers;
using System.Globalization;
using System.Text;

namespace PipelineKit.Templating.Evaluation;

/// <summary>The longest output: cut as Scriban does, or an error.</summary>
internal sealed partial class OutputWriter
{
    private long _outputLimit;
    private long _limitAt;
    private bool _isCut;

    /// <summary>Up to where in the buffer characters were counted; only when output is cut.</summary>
    private int _counted;

    private long _countedCharacters;

    private bool _cuts => _outputLimit > 0 && _context.Limits.CutsOutput;

    /// <summary>From which length of the buffer on the limit must be looked at: characters are never more than bytes.</summary>
    private void PlanLimit() => _limitAt = _outputLimit > 0 ? _outputLimit + Start - (_segmentCount == 0 ? _flushed : 0) : long.MaxValue;

    private void CheckLimit()
    {
        if (!_context.Limits.CutsOutput)
        {
            throw _context.Error(string.Create(CultureInfo.InvariantCulture, $"Exceeding the limit of `{_outputLimit}` bytes of output."), TemplateErrorKind.Limit);
        }

        var from = _counted;
        var before = _countedCharacters;
        CountTo(_length);
        if (_countedCharacters <= _outputLimit)
        {
            return;
        }

        _length = from + BytesOf(_buffer.AsSpan(from, _length - from), _outputLimit - before);
        EnsureRoom(3);
        "..."u8.CopyTo(_buffer.AsSpan(_length));
        _length += 3;
        _counted = _length;
        _isCut = true;
    }

    /// <summary>Counts characters up to a place in the buffer; what was counted before stays counted.</summary>
    private void CountTo(int end)
    {
        if (end > _counted)
        {
            _countedCharacters += Encoding.UTF8.GetCharCount(_buffer, _counted, end - _counted);
            _counted = end;
        }
    }

    /// <summary>How many bytes the first UTF-16 characters take; a pair that does not fit whole is left out.</summary>
    private static int BytesOf(ReadOnlySpan<byte> utf8, long characters)
    {
        var bytes = 0;
        while (bytes < utf8.Length && characters > 0)
        {
            // So many bytes hold at most so many characters; back to the start of the last one.
            var part = (int)Math.Min(characters, utf8.Length - bytes);
            while (part > 0 && bytes + part < utf8.Length && (utf8[bytes + part] & 0xC0) == 0x80)
            {
                part--;
            }

            if (part == 0)
            {
                if (Rune.DecodeFromUtf8(utf8[bytes..], out var rune, out part) != OperationStatus.Done || rune.Utf16SequenceLength > characters)
                {
                    break;
                }
            }

            characters -= Encoding.UTF8.GetCharCount(utf8.Slice(bytes, part));
            bytes += part;
        }

        return bytes;
    }
}
