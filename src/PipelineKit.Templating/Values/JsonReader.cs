using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PipelineKit.Templating;

/// <summary>One JSON text being read.</summary>
internal ref partial struct JsonReader(ReadOnlySpan<byte> utf8, bool exactNumbers, bool allowDuplicateKeys)
{
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
}
