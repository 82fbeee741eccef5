using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Walks the tokens of one JSON value that is in memory (RFC 8259), quickly: blanks and texts are gone over 32 bytes at a time, and what nobody looks at is checked to be well-formed without making tokens of it. That it is UTF-8 is
/// checked before. What is malformed and what is not in memory as a whole both throw <see cref="JsonIncompleteException"/>: <see cref="JsonInput"/> finds out which of them it is, and tells the place.
/// The names are those of <see cref="Utf8JsonReader"/>, which needs two to three times as long because it counts lines and can be stopped anywhere.
/// </summary>
internal ref partial struct JsonScan
{
    // One bit for each open object or array.
    private const int MostDepth = 64;

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _most;
    private readonly bool _isLast;
    private int _at;
    private int _valueStart;
    private int _valueLength;
    private int _depth;
    private ulong _objects;
    private bool _isFirst;

    /// <summary>Stands before a value.</summary>
    /// <param name="text">The value, and what is in memory behind it.</param>
    /// <param name="isLast">Whether nothing comes behind that.</param>
    /// <param name="depth">How deep the value may be.</param>
    /// <param name="hasComma">Whether a comma comes before it.</param>
    public JsonScan(ReadOnlySpan<byte> text, bool isLast, int depth, bool hasComma)
    {
        _text = text;
        (_isLast, _most) = (isLast, Math.Min(depth, MostDepth));
        if (hasComma)
        {
            Pass(Blank(0), (byte)',');
        }
    }

    /// <summary>The kind of the token.</summary>
    public JsonTokenType TokenType { get; private set; }

    /// <summary>Where the token begins; of a text or name, its quote.</summary>
    public int TokenStartIndex { get; private set; }

    /// <summary>Whether the text or name has escapes.</summary>
    public bool ValueIsEscaped { get; private set; }

    /// <summary>The text or name as it is written, without its quotes; the characters of a number.</summary>
    public readonly ReadOnlySpan<byte> ValueSpan => _text.Slice(_valueStart, _valueLength);

    /// <summary>How many bytes were gone over.</summary>
    public readonly int BytesConsumed => _at;

    private readonly bool IsInObject => (_objects & 1) != 0;

    /// <summary>Goes to the next token.</summary>
    public void Next()
    {
        if (TokenType == JsonTokenType.PropertyName || _depth == 0)
        {
            if (_depth == 0 && TokenType != JsonTokenType.None)
            {
                Refuse();
            }

            ReadValue(BlankBehindColon(_at));
        }
        else if (IsInObject)
        {
            NextName();
        }
        else
        {
            NextElement();
        }
    }

    /// <summary>Goes to the next member's name in the object that is walked; false at the end of the object.</summary>
    public bool NextName()
    {
        var at = Following((byte)'}');
        if (at < 0)
        {
            return false;
        }

        if (At(at) != '"')
        {
            Refuse();
        }

        (TokenType, TokenStartIndex) = (JsonTokenType.PropertyName, at);
        ReadText(at);
        Pass(Blank(_at), (byte)':');
        return true;
    }

    /// <summary>Goes to the next element in the array that is walked; false at the end of the array.</summary>
    public bool NextElement()
    {
        var at = Following((byte)']');
        if (at < 0)
        {
            return false;
        }

        ReadValue(at);
        return true;
    }

    /// <summary>Goes over the value of the member whose name was read, without making tokens of it.</summary>
    public void PassMember()
    {
        _at = PassValue(BlankBehindColon(_at));
        (TokenType, _isFirst) = (JsonTokenType.Null, false);
    }

    /// <summary>Goes to the end of the value whose first token was read.</summary>
    public void Pass()
    {
        if (TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var isObject = IsInObject;
            Leave();
            _at = PassContainer(_at, isObject);
            TokenType = isObject ? JsonTokenType.EndObject : JsonTokenType.EndArray;
        }
    }

    /// <summary>Goes to the end of the value whose first token was read, and gives the whole as it is written.</summary>
    public ReadOnlySpan<byte> PassWritten()
    {
        Pass();
        return _text[TokenStartIndex.._at];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pass(int at, byte sign)
    {
        if (At(at) != sign)
        {
            Refuse();
        }

        _at = at + 1;
    }

    // The place of what comes next in the object or array; -1 when it ends there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Following(byte end)
    {
        var at = Blank(_at);
        var next = At(at);
        if (next == end)
        {
            (TokenType, TokenStartIndex, _at) = (end == '}' ? JsonTokenType.EndObject : JsonTokenType.EndArray, at, at + 1);
            Leave();
            return -1;
        }

        if (_isFirst)
        {
            _isFirst = false;
            return at;
        }

        Pass(at, (byte)',');
        return Blank(_at);
    }

    private void ReadValue(int at)
    {
        TokenStartIndex = at;
        switch (At(at))
        {
            case (byte)'"':
                TokenType = JsonTokenType.String;
                ReadText(at);
                break;
            case (byte)'{':
                Enter(JsonTokenType.StartObject, at, isObject: 1);
                break;
            case (byte)'[':
                Enter(JsonTokenType.StartArray, at, isObject: 0);
                break;
            default:
                var end = ScalarEnd(at, out var kind);
                (TokenType, _valueStart, _valueLength, _at) = (kind, at, end - at, end);
                break;
        }
    }

    private void Enter(JsonTokenType kind, int at, ulong isObject)
    {
        if (_depth >= _most)
        {
            Refuse();
        }

        (TokenType, _objects, _isFirst, _at) = (kind, (_objects << 1) | isObject, true, at + 1);
        _depth++;
    }

    private void Leave()
    {
        _objects >>= 1;
        _depth--;
        _isFirst = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadText(int quote)
    {
        var end = TextEnd(quote + 1, out var isEscaped);
        (_valueStart, _valueLength, ValueIsEscaped, _at) = (quote + 1, end - quote - 1, isEscaped, end + 1);
    }
}
