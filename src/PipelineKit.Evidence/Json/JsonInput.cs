using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Reads one value; the reader is at its first token, and must be at its last when this returns. May be called again for the same value: keep nothing before the value is read whole.</summary>
internal delegate void JsonValueReader(ref JsonScan reader);

/// <summary>
/// Reads a JSON document of any size, forward only (RFC 8259, strict UTF-8). The large objects and arrays are walked here, with <see cref="EnterObject"/>, <see cref="NextMember"/> and <see cref="NextElement"/>;
/// what fits into memory (one vulnerability, one component) is given as a whole to a <see cref="JsonValueReader"/>, which reads it with <see cref="JsonScan"/> and <see cref="JsonRead"/>.
/// Memory is bound by the largest such value, not by the document. Everything is checked to be well-formed, what is gone over too.
/// What does not fit throws <see cref="JsonException"/> or <see cref="JsonWrongException"/>; <see cref="Explain(JsonException)"/> makes an <see cref="EvidenceException"/> of it.
/// </summary>
internal sealed partial class JsonInput
{
    /// <summary>The largest value that is given as a whole, and the largest text, in bytes.</summary>
    public const int LargestValue = 16 << 20;

    private readonly List<Frame> _frames = [];
    private bool _isSkipping;

    /// <summary>The document, as the user named it.</summary>
    public string Name { get; }

    /// <summary>Bounds.</summary>
    public EvidenceLimits Limits { get; }

    /// <summary>Strings of short texts, shared.</summary>
    public TextPool Texts { get; } = new();

    /// <summary>Goes into the object that is the next value; false when it is null instead.</summary>
    public bool EnterObject() => Enter(JsonTokenType.StartObject, "an object");

    /// <summary>Goes into the array that is the next value; false when it is null instead.</summary>
    public bool EnterArray() => Enter(JsonTokenType.StartArray, "an array");

    /// <summary>Goes to the value of the next member that is in the table, over all others; <see cref="JsonRead.End"/> at the end of the object. A member of the table that stands twice is refused.</summary>
    /// <param name="members">What is looked for.</param>
    /// <param name="seen">Which were there; begin with 0.</param>
    public int NextMember(MemberTable members, ref ulong seen)
    {
        while (NextName(members, out var found) is not null)
        {
            if (found == JsonRead.End)
            {
                Skip();
                continue;
            }

            var bit = 1UL << found;
            if ((seen & bit) != 0)
            {
                throw new JsonWrongException(0, "is there twice");
            }

            seen |= bit;
            return found;
        }

        return JsonRead.End;
    }

    /// <summary>Goes to the value of the next member, whatever its name; null at the end of the object.</summary>
    public string? NextName() => NextName(null, out _);

    /// <summary>Goes to the next element of the array; false at its end.</summary>
    public bool NextElement()
    {
        if (_frames[^1] is { IsArray: true, Index: >= 0 } frame && IsObjectNext())
        {
            frame.Index++;
            return true;
        }

        var reader = Token();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            Leave(ref reader);
            return false;
        }

        _frames[^1].Index++;
        return true;
    }

    /// <summary>The kind of the next value, which is not gone over.</summary>
    public JsonTokenType Peek() => Token().TokenType;

    /// <summary>Reads the next value whole.</summary>
    public void Read(JsonValueReader value)
    {
        while (!TryRead(value))
        {
            // The framework's reader knows whether something is wrong, and says what; otherwise something is missing.
            var reader = Open();
            if (reader.Read() && reader.TrySkip())
            {
                throw new JsonWrongException(reader.TokenStartIndex, $"is nested deeper than {Limits.Depth}");
            }

            More();
        }
    }

    /// <summary>Reads every element of the array that is the next value; false when it is null instead.</summary>
    public bool ReadEach(JsonValueReader element)
    {
        if (!EnterArray())
        {
            return false;
        }

        while (NextElement())
        {
            Read(element);
        }

        return true;
    }

    /// <summary>Goes over the next value, of whatever size.</summary>
    public void Skip()
    {
        if (TryRead((ref JsonScan reader) => reader.Pass()))
        {
            return;
        }

        var depth = -1;
        while (true)
        {
            Provide();
            var reader = Open();
            while (reader.Read())
            {
                depth = depth < 0 ? reader.CurrentDepth : depth;
                if (reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
                {
                    Accept(ref reader);
                    _isSkipping = false;
                    return;
                }
            }

            _isSkipping = depth >= 0;
            Accept(ref reader);
            More();
        }
    }

    /// <summary>Sees to it that nothing but blanks follows the document, and reads to the end.</summary>
    public void End()
    {
        while (true)
        {
            var reader = Open();
            reader.Read();
            Accept(ref reader);
            if (_ended)
            {
                return;
            }

            More();
        }
    }

    /// <summary>Reads the next value whole; false when it is malformed or reaches beyond what is in memory.</summary>
    private bool TryRead(JsonValueReader value)
    {
        Provide();

        // Whether there must be a comma, the step to the element has seen.
        var hasComma = _frames.Count > 0 && _frames[^1] is { IsArray: true, Index: > 0 };
        try
        {
            var reader = new JsonScan(_buffer.AsSpan(_start, _end - _start), _ended, Limits.Depth - _frames.Count, hasComma);
            reader.Next();
            value(ref reader);
            _start += reader.BytesConsumed;
        }
        catch (JsonIncompleteException)
        {
            return false;
        }

        if (!hasComma)
        {
            // The framework's reader is told of a value, whatever it was; behind another element nothing changes for it.
            var behind = new Utf8JsonReader("[]"u8, isFinalBlock: false, _state);
            behind.Read();
            behind.Read();
            _state = behind.CurrentState;
        }

        return true;
    }

    /// <summary>Whether a comma and an object come next, which needs no reader to see.</summary>
    private bool IsObjectNext()
    {
        Provide();
        var next = _buffer.AsSpan(_start, _end - _start).TrimStart(" \n\r\t"u8);
        return next is [(byte)',', ..] && next[1..].TrimStart(" \n\r\t"u8) is [(byte)'{', ..];
    }

    private bool Enter(JsonTokenType start, string what)
    {
        var reader = Token();
        if (reader.TokenType != start && reader.TokenType != JsonTokenType.Null)
        {
            throw JsonWrongException.Expected(reader.TokenType, reader.TokenStartIndex, what);
        }

        Accept(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        _frames.Add(new Frame(start == JsonTokenType.StartArray));
        return true;
    }

    private string? NextName(MemberTable? members, out int found)
    {
        var reader = Token();
        found = JsonRead.End;
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            Leave(ref reader);
            return null;
        }

        var (start, isEscaped) = (reader.TokenStartIndex, reader.ValueIsEscaped);
        var name = Texts.Get(reader.ValueSpan, isEscaped, start);
        found = members is null ? JsonRead.End : isEscaped ? members.FindEscaped(reader.ValueSpan, start) : members.Find(reader.ValueSpan);
        Accept(ref reader);
        _frames[^1].Name = name;
        return name;
    }

    private void Leave(ref Utf8JsonReader reader)
    {
        Accept(ref reader);
        _frames.RemoveAt(_frames.Count - 1);
    }

    private Utf8JsonReader Token()
    {
        Provide();
        while (true)
        {
            var reader = Open();
            if (reader.Read())
            {
                return reader;
            }

            More();
        }
    }

    private Utf8JsonReader Open() => new(_buffer.AsSpan(_start, _end - _start), _ended, _state);

    private void Accept(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    /// <summary>An object or array that is being walked.</summary>
    private sealed class Frame(bool isArray)
    {
        public bool IsArray { get; } = isArray;

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
