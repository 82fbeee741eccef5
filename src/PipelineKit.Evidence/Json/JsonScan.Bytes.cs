using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace PipelineKit.Evidence;

internal ref partial struct JsonScan
{
    private readonly byte At(int at) => (uint)at < (uint)_text.Length ? _text[at] : throw new JsonIncompleteException();

    private void Expect(byte sign)
    {
        if (At(_at) != sign)
        {
            throw new JsonIncompleteException();
        }

        _at++;
    }

    /// <summary>The first place from here that is no blank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Blank(int at) => (uint)at < (uint)_text.Length && _text[at] > ' ' ? at : BlankEnd(at);

    private readonly int BlankEnd(int at)
    {
        // Most are one space behind a colon.
        if (at + 1 < _text.Length && _text[at] == ' ' && _text[at + 1] > ' ')
        {
            return at + 1;
        }

        ref var text = ref MemoryMarshal.GetReference(_text);
        for (; at + Vector256<byte>.Count <= _text.Length; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)at);
            var blanks = Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\r')) | Vector256.Equals(bytes, Vector256.Create((byte)'\t'));
            var others = ~blanks.ExtractMostSignificantBits();
            if (others != 0)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }
        }

        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>The place of the quote that ends a text.</summary>
    private readonly int TextEnd(int at, out bool isEscaped)
    {
        isEscaped = false;
        ref var text = ref MemoryMarshal.GetReference(_text);
        while (true)
        {
            var signs = 0u;
            for (; at + Vector256<byte>.Count <= _text.Length; at += Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(ref text, (nuint)at);
                signs = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
                if (signs != 0)
                {
                    at += BitOperations.TrailingZeroCount(signs);
                    break;
                }
            }

            while (signs == 0 && At(at) is >= 0x20 and not ((byte)'"' or (byte)'\\'))
            {
                at++;
            }

            switch (_text[at])
            {
                case (byte)'"':
                    return at;
                case (byte)'\\':
                    isEscaped = true;
                    at = EscapeEnd(at + 1);
                    break;
                default:
                    throw new JsonIncompleteException();
            }
        }
    }

    private readonly int EscapeEnd(int at)
    {
        switch (At(at))
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 1;
            case (byte)'u' when char.IsAsciiHexDigit((char)At(at + 1)) && char.IsAsciiHexDigit((char)At(at + 2)) && char.IsAsciiHexDigit((char)At(at + 3)) && char.IsAsciiHexDigit((char)At(at + 4)):
                return at + 5;
            default:
                throw new JsonIncompleteException();
        }
    }

    /// <summary>The place behind a number or a literal.</summary>
    private readonly int ScalarEnd(int at, out JsonTokenType kind)
    {
        var rest = _text[Math.Min(at, _text.Length)..];
        (kind, var length) = At(at) switch
        {
            (byte)'t' when rest.StartsWith("true"u8) => (JsonTokenType.True, 4),
            (byte)'f' when rest.StartsWith("false"u8) => (JsonTokenType.False, 5),
            (byte)'n' when rest.StartsWith("null"u8) => (JsonTokenType.Null, 4),
            _ => (JsonTokenType.Number, 0),
        };
        return length > 0 ? at + length : NumberEnd(at);
    }

    private readonly int NumberEnd(int at)
    {
        at += At(at) == '-' ? 1 : 0;
        at = At(at) == '0' ? at + 1 : DigitsEnd(at);
        if (at < _text.Length && _text[at] == '.')
        {
            at = DigitsEnd(at + 1);
        }

        if (at < _text.Length && _text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            at = DigitsEnd(At(at) is (byte)'+' or (byte)'-' ? at + 1 : at);
        }

        return at < _text.Length || _isLast ? at : throw new JsonIncompleteException();
    }

    // There must be one.
    private readonly int DigitsEnd(int at)
    {
        if (!char.IsAsciiDigit((char)At(at)))
        {
            throw new JsonIncompleteException();
        }

        while (at < _text.Length && char.IsAsciiDigit((char)_text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The place behind an object or array that is open.</summary>
    private readonly int PassContainer(int at, bool isObject)
    {
        var (depth, objects, isFirst) = (_depth + 1, isObject ? 1UL : 0, true);
        var outer = _depth;
        if (depth > _most)
        {
            throw new JsonIncompleteException();
        }

        while (true)
        {
            at = Blank(at);
            var sign = At(at);
            if (sign == ((objects & 1) != 0 ? '}' : ']'))
            {
                at++;
                objects >>= 1;
                isFirst = false;
                if (--depth == outer)
                {
                    return at;
                }

                continue;
            }

            if (!isFirst)
            {
                at = Blank(sign == ',' ? at + 1 : throw new JsonIncompleteException());
                sign = At(at);
            }

            if ((objects & 1) != 0)
            {
                at = Blank(sign == '"' ? TextEnd(at + 1, out _) + 1 : throw new JsonIncompleteException());
                at = Blank(At(at) == ':' ? at + 1 : throw new JsonIncompleteException());
                sign = At(at);
            }

            isFirst = sign is (byte)'{' or (byte)'[';
            if (!isFirst)
            {
                at = sign == '"' ? TextEnd(at + 1, out _) + 1 : ScalarEnd(at, out _);
                continue;
            }

            if (depth >= _most)
            {
                throw new JsonIncompleteException();
            }

            objects = (objects << 1) | (sign == '{' ? 1UL : 0);
            depth++;
            at++;
        }
    }
}
