using System.Text;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// One JSON value in memory, as a flat list of its tokens: an object is followed by its members (name, value, name, value, ...), an array by its elements, and each knows where it ends. Made to be used again for the next value, so that
/// a document of any size is gone through in the memory of its largest part. A member that stands twice is refused.
/// </summary>
internal sealed class JsonTape
{
    /// <summary>The deepest value that is taken.</summary>
    public const int Depth = 64;

    private readonly int[] _open = new int[Depth + 1];
    private Entry[] _entries = new Entry[256];
    private byte[] _text = new byte[4096];
    private int _count;
    private int _length;

    /// <summary>Where the value begins: always the first entry.</summary>
    public const int Root = 0;

    /// <summary>Where the count of the reader began that the value came from.</summary>
    public long Base { get; private set; }

    /// <summary>What stands at a place.</summary>
    public JsonTokenType Kind(int at) => _entries[at].Kind;

    /// <summary>The place behind the value.</summary>
    public int End(int at) => _entries[at].End;

    /// <summary>The number of members or elements.</summary>
    public int Count(int at) => _entries[at].Count;

    /// <summary>Where the token begins, in the bytes of the document.</summary>
    public long Offset(int at) => _entries[at].Offset;

    /// <summary>Text or name without its escapes, a number as it is written.</summary>
    public ReadOnlySpan<byte> Text(int at) => _text.AsSpan(_entries[at].Start, _entries[at].Length);

    /// <summary>The text as a string.</summary>
    public string String(int at) => Encoding.UTF8.GetString(Text(at));

    /// <summary>A number that spreads the text.</summary>
    public uint Hash(int at) => _entries[at].Hash;

    /// <summary>The value of a member of the object; -1 when there is none.</summary>
    public int Member(int at, ReadOnlySpan<byte> name)
    {
        if (_entries[at].Kind == JsonTokenType.StartObject)
        {
            for (var i = at + 1; i < _entries[at].End; i = _entries[i + 1].End)
            {
                if (Text(i).SequenceEqual(name))
                {
                    return i + 1;
                }
            }
        }

        return -1;
    }

    /// <summary>Takes the value whose first token the reader is at, to its last, in the place of what was there.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="offset">What its count of bytes begins with.</param>
    /// <exception cref="JsonWrongException">A member stands twice.</exception>
    /// <exception cref="JsonIncompleteException">The value is not in memory as a whole.</exception>
    public void Take(ref JsonScan reader, long offset)
    {
        (_count, _length, Base) = (0, 0, offset);
        var depth = 0;
        while (true)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var opened = Add(ref reader, offset, depth);
                    _open[depth++] = opened;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    ref var ended = ref _entries[_open[--depth]];
                    ended.End = _count;
                    if (ended.Kind == JsonTokenType.StartObject)
                    {
                        RefuseTwins(_open[depth], ended.Count);
                    }

                    break;
                default:
                    var added = Add(ref reader, offset, depth);
                    _entries[added].End = _count;
                    break;
            }

            if (depth == 0)
            {
                return;
            }

            reader.Next();
        }
    }

    private int Add(ref JsonScan reader, long offset, int depth)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        // A name is counted with its value, which belongs to the same object.
        if (depth > 0 && reader.TokenType != JsonTokenType.PropertyName)
        {
            _entries[_open[depth - 1]].Count++;
        }

        ref var entry = ref _entries[_count];
        entry = new Entry { Kind = reader.TokenType, Start = _length, Offset = offset + reader.TokenStartIndex };
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)
        {
            entry.Length = Copy(ref reader);
            entry.Hash = TextPool.Hash(_text.AsSpan(entry.Start, entry.Length));
        }

        return _count++;
    }

    private int Copy(ref JsonScan reader)
    {
        var source = reader.ValueSpan;
        if (_text.Length - _length < source.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + source.Length));
        }

        var length = source.Length;
        if (reader.ValueIsEscaped)
        {
            length = reader.Unescape(_text.AsSpan(_length));
        }
        else
        {
            source.CopyTo(_text.AsSpan(_length));
        }

        _length += length;
        return length;
    }

    // Few members are compared with each other, many are sorted: no choice of names makes it slow.
    private void RefuseTwins(int at, int members)
    {
        if (members > 24)
        {
            var names = Names(at, members);
            for (var i = 1; i < names.Length; i++)
            {
                if (Text(names[i - 1]).SequenceEqual(Text(names[i])))
                {
                    throw Twice(Math.Max(names[i - 1], names[i]));
                }
            }

            return;
        }

        for (var i = at + 1; i < _entries[at].End; i = _entries[i + 1].End)
        {
            for (var j = _entries[i + 1].End; j < _entries[at].End; j = _entries[j + 1].End)
            {
                if (_entries[i].Hash == _entries[j].Hash && Text(i).SequenceEqual(Text(j)))
                {
                    throw Twice(j);
                }
            }
        }
    }

    /// <summary>The places of the names of an object, in the order of their bytes.</summary>
    public int[] Names(int at, int members)
    {
        var names = new int[members];
        var next = at + 1;
        for (var i = 0; i < members; i++)
        {
            names[i] = next;
            next = _entries[next + 1].End;
        }

        Array.Sort(names, (left, right) => Text(left).SequenceCompareTo(Text(right)));
        return names;
    }

    private JsonWrongException Twice(int name) => new(_entries[name].Offset - Base, "is there twice");

    private struct Entry
    {
        public JsonTokenType Kind;
        public int Start;
        public int Length;
        public int End;
        public int Count;
        public uint Hash;
        public long Offset;
    }
}
