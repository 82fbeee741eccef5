using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Values in a form in which equal values have equal bytes: members by name, numbers by value, each part with its length before it. Not meant to be read by anybody; it is what <c>uniqueItems</c>, <c>enum</c> and
/// <c>const</c> compare.
/// </summary>
internal sealed class CanonicalJson
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>What was added since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Begins again.</summary>
    public void Clear() => _length = 0;

    /// <summary>The first half of the SHA-256 digest of what was added.</summary>
    public UInt128 Digest()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Bytes, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    /// <summary>Adds a value.</summary>
    public void Add(JsonTape tape, int at)
    {
        var kind = tape.Kind(at);
        switch (kind)
        {
            case JsonTokenType.StartObject:
                Head('{', tape.Count(at));
                foreach (var name in tape.Names(at, tape.Count(at)))
                {
                    Piece('k', tape.Text(name));
                    Add(tape, name + 1);
                }

                break;
            case JsonTokenType.StartArray:
                Head('[', tape.Count(at));
                for (var i = at + 1; i < tape.End(at); i = tape.End(i))
                {
                    Add(tape, i);
                }

                break;
            case JsonTokenType.String:
                Piece('s', tape.Text(at));
                break;
            case JsonTokenType.Number:
                Number(tape.Text(at));
                break;
            default:
                Head('w', (int)kind);
                break;
        }
    }

    private void Number(ReadOnlySpan<byte> text)
    {
        Room(5 + text.Length + 24);
        var length = JsonNumbers.Normalize(text, _bytes.AsSpan(_length + 5));
        Head('n', length);
        _length += length;
    }

    private void Piece(char kind, ReadOnlySpan<byte> text)
    {
        Head(kind, text.Length);
        Room(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    private void Head(char kind, int size)
    {
        Room(5);
        _bytes[_length] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length + 1), size);
        _length += 5;
    }

    private void Room(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        }
    }
}
