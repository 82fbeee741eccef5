using System.Buffers;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Scalars in brackets (YAML 1.2.2, sections 7.3 and 7.4).</summary>
internal ref partial struct StrictYaml
{
    private static readonly SearchValues<byte> FlowStops = SearchValues.Create(":\n#,[]{}"u8);

    /// <summary>Reads a plain or quoted scalar into the fields; the position is after it.</summary>
    private bool FlowScalar()
    {
        if (_text[_at] is (byte)'"' or (byte)'\'')
        {
            return Quoted(_flowIndent);
        }

        if (_text[_at] is (byte)'-' or (byte)'?' or (byte)':' && _at + 1 < _text.Length && IsFlowSign(_text[_at + 1]))
        {
            Fail(_at, $"`{(char)_text[_at]}` has no text after it", "Put it in quotes if it is a text.");
            return false;
        }

        if (!StartsPlain())
        {
            return false;
        }

        _start = _at;
        _style = ScalarStyle.Plain;
        _flags = CellFlags.None;
        var end = FlowPlainLine();
        while (_at < _text.Length && _text[_at] is (byte)'\n' && FlowGoesOn())
        {
            _flags = CellFlags.ManyLines;
            end = FlowPlainLine();
        }

        _length = end - _start;
        return true;
    }

    /// <summary>After a line of a plain scalar: moves to the next line of it; false, without moving, when there is none.</summary>
    private bool FlowGoesOn()
    {
        var at = _at;
        while (at < _text.Length && _text[at] is (byte)'\n' or (byte)'\r')
        {
            at = LineEnd(at) + 1;
            if (at >= _text.Length || IsMarker(at))
            {
                return false;
            }

            at = AfterBlanks(at);
        }

        if (at >= _text.Length || IsComment(at) || IsFlowSign(_text[at]) || (_text[at] == ':' && (IsBlankOrEnd(at + 1) || IsFlowSign(_text[at + 1]))))
        {
            return false;
        }

        _at = at;
        return true;
    }

    private int FlowPlainLine()
    {
        var from = _at;
        var at = from;
        while (true)
        {
            var next = _text[at..].IndexOfAny(FlowStops);
            if (next < 0)
            {
                at = _text.Length;
                break;
            }

            at += next;
            var stops = _text[at] switch
            {
                (byte)':' => IsBlankOrEnd(at + 1) || IsFlowSign(_text[at + 1]),
                (byte)'#' => at > from && IsBlank(_text[at - 1]),
                _ => true,
            };
            if (stops)
            {
                break;
            }

            at++;
        }

        _at = at;
        return WithoutBlanks(from, at);
    }
}
