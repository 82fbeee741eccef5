using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace PipelineKit.Evidence;

// Small steps are inlined by force: compiled ahead, each call would go through a table, and there are hundreds of them for each finding.
internal ref partial struct JsonScan
{
    private const int Block = 32;

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse() => throw new JsonIncompleteException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte At(int at)
    {
        if ((uint)at >= (uint)_text.Length)
        {
            Refuse();
        }

        return Unsafe.Add(ref MemoryMarshal.GetReference(_text), at);
    }

    /// <summary>The first place from here that is no blank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Blank(int at) => (uint)at < (uint)_text.Length && Unsafe.Add(ref MemoryMarshal.GetReference(_text), at) > ' ' ? at : BlankEnd(at);

    /// <summary>The same behind a colon, where most are one space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int BlankBehindColon(int at) =>
        (uint)(at + 1) < (uint)_text.Length && Unsafe.Add(ref MemoryMarshal.GetReference(_text), at) == ' ' && Unsafe.Add(ref MemoryMarshal.GetReference(_text), at + 1) > ' ' ? at + 1 : Blank(at);

    private readonly int BlankEnd(int at)
    {
        ref var text = ref MemoryMarshal.GetReference(_text);
        for (; at <= _text.Length - Block; at += Block)
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

    /// <summary>One bit for each of the bytes from here that does not simply belong to a text: quotes, backslashes, control characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Signs(int at)
    {
        var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_text), (nuint)at);
        return (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
    }

    /// <summary>The place of the quote that ends a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int TextEnd(int at, out bool isEscaped)
    {
        if (at <= _text.Length - Block)
        {
            var end = at + BitOperations.TrailingZeroCount(Signs(at));
            if (end == at + Block)
            {
                return LongTextEnd(end, out isEscaped);
            }

            if (Unsafe.Add(ref MemoryMarshal.GetReference(_text), end) == '"')
            {
                isEscaped = false;
                return end;
            }
        }

        return LongTextEnd(at, out isEscaped);
    }

    private readonly int LongTextEnd(int at, out bool isEscaped)
    {
        isEscaped = false;
        while (at <= _text.Length - Block)
        {
            var next = at + Block;
            for (var signs = Signs(at); signs != 0;)
            {
                var place = at + BitOperations.TrailingZeroCount(signs);
                if (_text[place] == '"')
                {
                    return place;
                }

                isEscaped = true;
                place = EscapeEnd(place);
                if (place >= next)
                {
                    next = place;
                    break;
                }

                signs &= uint.MaxValue << (place - at);
            }

            at = next;
        }

        while (true)
        {
            switch (At(at))
            {
                case (byte)'"':
                    return at;
                case >= 0x20 and not (byte)'\\':
                    at++;
                    break;
                default:
                    isEscaped = true;
                    at = EscapeEnd(at);
                    break;
            }
        }
    }

    /// <summary>The place behind an escape, if that is what is there.</summary>
    private readonly int EscapeEnd(int at)
    {
        if (_text[at] != '\\')
        {
            Refuse();
        }

        switch (At(at + 1))
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return at + 2;
            case (byte)'u' when char.IsAsciiHexDigit((char)At(at + 2)) && char.IsAsciiHexDigit((char)At(at + 3)) && char.IsAsciiHexDigit((char)At(at + 4)) && char.IsAsciiHexDigit((char)At(at + 5)):
                return at + 6;
            default:
                Refuse();
                return at;
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

        if (at >= _text.Length && !_isLast)
        {
            Refuse();
        }

        return at;
    }

    // There must be one.
    private readonly int DigitsEnd(int at)
    {
        if (!char.IsAsciiDigit((char)At(at)))
        {
            Refuse();
        }

        while (at < _text.Length && char.IsAsciiDigit((char)_text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The place behind the value that begins here.</summary>
    private readonly int PassValue(int at) => At(at) switch
    {
        (byte)'"' => TextEnd(at + 1, out _) + 1,
        (byte)'{' => PassContainer(at + 1, isObject: true),
        (byte)'[' => PassContainer(at + 1, isObject: false),
        _ => ScalarEnd(at, out _),
    };

    /// <summary>The place behind an object or array that is open.</summary>
    private readonly int PassContainer(int at, bool isObject)
    {
        var (depth, objects, isFirst) = (_depth + 1, isObject ? 1UL : 0, true);
        if (depth > _most)
        {
            Refuse();
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
                if (--depth == _depth)
                {
                    return at;
                }

                continue;
            }

            if (!isFirst)
            {
                if (sign != ',')
                {
                    Refuse();
                }

                at = Blank(at + 1);
                sign = At(at);
            }

            if ((objects & 1) != 0)
            {
                if (sign != '"')
                {
                    Refuse();
                }

                at = Blank(TextEnd(at + 1, out _) + 1);
                if (At(at) != ':')
                {
                    Refuse();
                }

                at = BlankBehindColon(at + 1);
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
                Refuse();
            }

            objects = (objects << 1) | (sign == '{' ? 1UL : 0);
            depth++;
            at++;
        }
    }
}
