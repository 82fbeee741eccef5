using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace PipelineKit.Templating;

/// <summary>One JSON text being read.</summary>
internal ref struct JsonReader(ReadOnlySpan<byte> utf8, bool exactNumbers, bool allowDuplicateKeys)
{
    private const int MaxDigits = 1000;

    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\"u8);

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly NameTable _names = new();
    private int _at;
    private int _depth;

    /// <summary>The value that the whole text is.</summary>
    public ScriptValue ReadDocument()
    {
        if (!Utf8.IsValid(_utf8))
        {
            throw Error("The text is not UTF-8.", InvalidAt(_utf8));
        }

        var value = ReadValue();
        SkipBlanks();
        return _at == _utf8.Length ? value : throw Error($"{Found()} stands behind the end of the value.", _at);
    }

    private static int InvalidAt(ReadOnlySpan<byte> utf8)
    {
        var at = 0;
        while (at < utf8.Length && Rune.DecodeFromUtf8(utf8[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private ScriptValue ReadValue()
    {
        SkipBlanks();
        return Peek() switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' => ScriptValue.Of(ReadString(isName: false)),
            't' => ReadWord("true"u8, ScriptValue.True),
            'f' => ReadWord("false"u8, ScriptValue.False),
            'n' => ReadWord("null"u8, ScriptValue.Null),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            _ => throw Error($"{Found()} is no value.", _at),
        };
    }

    private ScriptValue ReadObject()
    {
        Enter();
        var result = new ScriptObject();
        if (!TryTake('}'))
        {
            do
            {
                SkipBlanks();
                var start = _at;
                var name = Peek() == '"' ? ReadString(isName: true) : throw Error($"{Found()} stands where a name in double quotes is expected.", _at);
                if (!allowDuplicateKeys && result.Has(name))
                {
                    throw Error($"The name \"{TypeNames.Shown(name)}\" stands twice in an object.", start);
                }

                Expect(':', "a colon");
                result.Set(name, ReadValue());
            }
            while (TryTake(','));

            Expect('}', "a comma or the end of the object");
        }

        _depth--;
        return ScriptValue.Of(result);
    }

    private ScriptValue ReadArray()
    {
        Enter();
        var result = new ScriptArray();
        if (!TryTake(']'))
        {
            do
            {
                result.Add(ReadValue());
            }
            while (TryTake(','));

            Expect(']', "a comma or the end of the array");
        }

        _depth--;
        return ScriptValue.Of(result);
    }

    private void Enter()
    {
        if (++_depth > ScriptJson.MaxDepth)
        {
            throw Error($"The nesting is deeper than {ScriptJson.MaxDepth}.", _at);
        }

        _at++;
    }

    private ScriptValue ReadWord(ReadOnlySpan<byte> word, ScriptValue value)
    {
        if (!_utf8[_at..].StartsWith(word))
        {
            throw Error($"{Found()} is no value.", _at);
        }

        _at += word.Length;
        return value;
    }

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

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private bool TryTake(char c)
    {
        SkipBlanks();
        if (Peek() != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char c, string what)
    {
        if (!TryTake(c))
        {
            throw Error($"{Found()} stands where {what} is expected.", _at);
        }
    }

    /// <summary>The byte at hand; 0 at the end, which no grammar has.</summary>
    private readonly char Peek() => _at < _utf8.Length ? (char)_utf8[_at] : '\0';

    private readonly string Found()
    {
        if (_at >= _utf8.Length)
        {
            return "The end of the text";
        }

        Rune.DecodeFromUtf8(_utf8[_at..], out var rune, out _);
        return Rune.IsControl(rune) ? $"The character U+{rune.Value:X4}" : $"'{rune}'";
    }

    private readonly ScriptJsonException Error(string message, int at)
    {
        var before = _utf8[..Math.Min(at, _utf8.Length)];
        var line = before.Count((byte)'\n') + 1;
        return new ScriptJsonException(message, line, before.Length - before.LastIndexOf((byte)'\n'));
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
