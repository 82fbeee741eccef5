using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Keys of mappings. Kubernetes knows text only: a key that is a collection, an alias or a text of several lines is refused.</summary>
internal ref partial struct StrictYaml
{
    private const string NoColon = "a line of a mapping has no `key: value`";
    private const string NoColonRemedy = "Write `key: value`, correct the indentation, or put a text of several lines in quotes or after `|`.";

    private void SetKey(int start, int length, ScalarStyle style, CellFlags flags)
    {
        _keyStart = start;
        _keyLength = length;
        _keyStyle = style;
        _keyFlags = (flags & CellFlags.Escapes) != CellFlags.None ? CellFlags.KeyEscapes : CellFlags.None;
        if (length > LongestKey)
        {
            Fail(start, $"a key is longer than {LongestKey} bytes", "Shorten it, or close the quote that is open.");
        }
        else if (style == ScalarStyle.Plain && length > 0 && _text[start] == ':')
        {
            Fail(start, "a key starts with a colon", "Put it in quotes; readers disagree on what this means.");
        }
    }

    /// <summary>Reads a key up to its colon. False for an explicit key (<c>? </c>), whose sign is then at the position, and for a fault.</summary>
    private bool Key()
    {
        var b = _text[_at];
        if (b is (byte)'&' or (byte)'!')
        {
            if (!ReadProperties())
            {
                return false;
            }

            if (AtLineEnd())
            {
                Fail(_at, NoColon, NoColonRemedy);
                return false;
            }

            GivePropertiesToKey();
            b = _text[_at];
        }
        else if (b == '?' && IsBlankOrEnd(_at + 1))
        {
            return false;
        }

        if (b is (byte)'"' or (byte)'\'')
        {
            if (!Quoted(-1))
            {
                return false;
            }

            SetKey(_start, _length, _style, _flags);
            _at = AfterBlanks(_at);
            if (!AtColon() || (_flags & CellFlags.ManyLines) != CellFlags.None)
            {
                Fail(_at, NoColon, NoColonRemedy);
            }

            return !_failed;
        }

        return PlainKey(b);
    }

    private bool PlainKey(byte first)
    {
        if (first is (byte)'[' or (byte)'{' or (byte)'*')
        {
            Fail(_at, "a key is not text", "Kubernetes takes text only: write the key out, or put it in quotes.");
            return false;
        }

        if (!StartsPlain())
        {
            return false;
        }

        var start = _at;
        var end = PlainLine();
        if (_at >= _text.Length || _text[_at] != ':')
        {
            Fail(start, NoColon, NoColonRemedy);
            return false;
        }

        SetKey(start, end - start, ScalarStyle.Plain, CellFlags.None);
        return !_failed;
    }

    /// <summary><c>? key</c>, and <c>: value</c> on a line of its own.</summary>
    private void ExplicitEntry(int indent, int keys)
    {
        var start = _at;
        var node = _count;
        Item(indent);
        if (_failed)
        {
            return;
        }

        var key = _cells[node];
        if (_count != node + 1 || key.Kind != YamlKind.Scalar || key.Style is ScalarStyle.Alias or ScalarStyle.Block or ScalarStyle.Missing || (key.Flags & (CellFlags.ManyLines | CellFlags.Anchored)) != CellFlags.None)
        {
            Fail(start, "a key is not a text on one line", "Kubernetes takes text only: write the key as `key: value`.");
            return;
        }

        _count = node;
        SetKey(key.Start, key.Length, key.Style, key.Flags);
        if (_failed || !AddKey(keys))
        {
            return;
        }

        if (_column == indent && _text[_at] == ':' && IsBlankOrEnd(_at + 1))
        {
            Item(indent);
        }
        else
        {
            AddMissing(key.Start + key.Length);
        }
    }

    /// <summary>Properties before a key are the key's: they do not matter, but the name of an anchor is taken.</summary>
    private void GivePropertiesToKey()
    {
        _tagged = false;
        if (_anchorLength > 0)
        {
            AddAnchor(-1);
        }
    }

    /// <summary>Checks the key that has just been set against those the mapping has.</summary>
    /// <param name="keys">Where its keys start.</param>
    private bool AddKey(int keys)
    {
        var hash = (_keyFlags & CellFlags.KeyEscapes) == CellFlags.None ? YamlKeyStack.Hash(_text.Slice(_keyStart, _keyLength)) : YamlKeyStack.Hash(KeyBytes(_keyStart, _keyLength, _keyStyle));
        var count = _keys.Top - keys;
        if (count > YamlKeyStack.Many ? IsInSet(keys) : IsInRow(hash, keys))
        {
            Fail(_keyStart, $"the key `{Shown(KeyText(_keyStart, _keyLength, _keyStyle, _keyFlags))}` stands twice in one mapping", "Remove one of the two; readers disagree on which counts.");
            return false;
        }

        _keys.Push(hash, _count);
        return true;
    }

    private readonly bool IsInRow(int hash, int keys)
    {
        for (var place = _keys.Find(hash, keys); place >= 0; place = _keys.Find(hash, place + 1))
        {
            ref var other = ref _cells[_keys.CellAt(place)];
            if (((other.Flags | _keyFlags) & CellFlags.KeyEscapes) == CellFlags.None
                ? _text.Slice(other.KeyStart, other.KeyLength).SequenceEqual(_text.Slice(_keyStart, _keyLength))
                : KeyText(other.KeyStart, other.KeyLength, other.KeyStyle, other.Flags) == KeyText(_keyStart, _keyLength, _keyStyle, _keyFlags))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool IsInSet(int keys)
    {
        var set = _keys.SetAt(_depth);
        if (set is null)
        {
            set = _keys.Start(_depth);
            foreach (var cell in _keys.CellsFrom(keys))
            {
                ref var other = ref _cells[cell];
                set.Add(KeyText(other.KeyStart, other.KeyLength, other.KeyStyle, other.Flags));
            }
        }

        return !set.Add(KeyText(_keyStart, _keyLength, _keyStyle, _keyFlags));
    }

    private readonly void CloseKeys(int keys)
    {
        if (_keys.Top - keys > YamlKeyStack.Many)
        {
            _keys.Forget(_depth);
        }

        _keys.Top = keys;
    }

    private readonly string KeyText(int start, int length, ScalarStyle style, CellFlags flags) =>
        (flags & CellFlags.KeyEscapes) == CellFlags.None ? Encoding.UTF8.GetString(_text.Slice(start, length)) : ScalarText.Unquoted(_text.Slice(start, length), style);

    private readonly byte[] KeyBytes(int start, int length, ScalarStyle style) => Encoding.UTF8.GetBytes(ScalarText.Unquoted(_text.Slice(start, length), style));

    private static string Shown(string key) => key.Length <= 80 ? key : key[..80] + "...";
}
