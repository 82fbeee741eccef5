using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace PipelineKit.Templating;

internal ref partial struct JsonReader
{
    private const int MaxDigits = 1000;

    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\"u8);

    private string ReadString(bool isName)
    {
        var start = ++_at;
        var length = _utf8[_at..].IndexOfAny(StringStops);
        if (length >= 0 && _utf8[_at + length] == '"')
        {
            _at += length + 1;
            var bytes = _utf8.Slice(start, length);
            return isName ? _names.Get(bytes) : Encoding.UTF8.GetString(bytes);
        }

        var builder = new StringBuilder();
        while (true)
        {
            length = _utf8[_at..].IndexOfAny(StringStops);
            if (length < 0)
            {
                throw Error("The text in double quotes has no end.", start - 1);
            }

            builder.Append(Encoding.UTF8.GetString(_utf8.Slice(_at, length)));
            _at += length;
            if (_utf8[_at] == '"')
            {
                _at++;
                return builder.ToString();
            }

            builder.Append(_utf8[_at] == '\\' ? ReadEscape() : throw Error($"{Found()} must be escaped within a text.", _at));
        }
    }

    private char ReadEscape()
    {
        var letter = _at + 1 < _utf8.Length ? _utf8[_at + 1] : (byte)0;
        if (letter == 'u')
        {
            var digits = _utf8.Slice(_at + 2, Math.Min(4, _utf8.Length - _at - 2));
            if (digits.Length == 4 && Utf8Parser.TryParse(digits, out ushort code, out var used, 'x') && used == 4)
            {
                _at += 6;
                return (char)code;
            }

            throw Error("Behind \\u there must be four hexadecimal digits.", _at);
        }

        var character = letter switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)letter,
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => throw Error("Behind a backslash there must be one of \" \\ / b f n r t u.", _at),
        };
        _at += 2;
        return character;
    }

    private ScriptValue ReadNumber()
    {
        var start = _at;
        _at += _utf8[_at] == '-' ? 1 : 0;
        var isZeroFirst = Peek() == '0';
        var digits = SkipDigits("a digit");
        if (isZeroFirst && digits > 1)
        {
            throw Error("A number of several digits does not begin with 0.", start);
        }

        var isFraction = Peek() == '.';
        if (isFraction)
        {
            _at++;
            SkipDigits("a digit behind the point");
        }

        var isExponent = Peek() is 'e' or 'E';
        if (isExponent)
        {
            _at++;
            _at += Peek() is '+' or '-' ? 1 : 0;
            SkipDigits("a digit of the exponent");
        }

        var number = _utf8[start.._at];
        return number.Length > MaxDigits
            ? throw Error($"A number of more than {MaxDigits} characters is not read.", start)
            : exactNumbers ? Exact(number, isFraction, isExponent, start) : Decimal(number, start);
    }

    private readonly ScriptValue Exact(ReadOnlySpan<byte> number, bool isFraction, bool isExponent, int start)
    {
        if (!isFraction && !isExponent)
        {
            return Utf8Parser.TryParse(number, out long integer, out var used) && used == number.Length
                ? ScriptValue.Shrunk(integer)
                : ScriptValue.Shrunk(BigInteger.Parse(Encoding.ASCII.GetString(number), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }

        var text = Encoding.ASCII.GetString(number);
        if (!isExponent
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact)
            && string.Equals(exact.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal))
        {
            return ScriptValue.Of(exact);
        }

        var binary = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(binary) ? ScriptValue.Of(binary) : throw Error($"The number {TypeNames.Shown(text)} is larger than numbers can be.", start);
    }

    private readonly ScriptValue Decimal(ReadOnlySpan<byte> number, int start)
    {
        var text = Encoding.ASCII.GetString(number);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? ScriptValue.Of(value)
            : throw Error($"The number {TypeNames.Shown(text)} is larger than a decimal can be.", start);
    }

    private int SkipDigits(string expected)
    {
        var start = _at;
        while (Peek() is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start ? _at - start : throw Error($"{Found()} stands where {expected} is expected.", _at);
    }

    /// <summary>Names that stand again and again are made once.</summary>
    private sealed class NameTable
    {
        private readonly string?[] _names = new string?[256];

        public string Get(ReadOnlySpan<byte> utf8)
        {
            var hash = (uint)utf8.Length;
            foreach (var b in utf8)
            {
                hash = (hash * 31) + b;
            }

            ref var slot = ref _names[hash & 255];
            if (slot is null || !Ascii.Equals(utf8, slot))
            {
                slot = Encoding.UTF8.GetString(utf8);
            }

            return slot;
        }
    }
}
