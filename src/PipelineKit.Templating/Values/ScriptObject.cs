namespace PipelineKit.Templating;

/// <summary>Members by name, in the order they were added.</summary>
public sealed class ScriptObject : ScriptReference
{
    private const int IndexFrom = 9;

    private string[] _keys = [];
    private ScriptValue[] _values = [];
    private HashSet<string>? _readOnly;
    private Dictionary<string, int>? _index;
    private Func<ScriptObject>?[]? _later;

    /// <summary>The object that <c>empty</c> and <c>blank</c> are; it is false.</summary>
    public static ScriptObject Empty { get; } = new() { IsReadOnly = true };

    /// <inheritdoc />
    public override ScriptValueKind Kind => ScriptValueKind.Object;

    /// <summary>How many members.</summary>
    public int Count { get; private set; }

    /// <summary>Whether templates may not change it.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>What calling the object itself runs (<c>date "2024-01-01"</c>); null when it cannot be called.</summary>
    public ScriptFunction? Callable { get; init; }

    /// <summary>The names, in order.</summary>
    public ReadOnlySpan<string> Keys => _keys.AsSpan(0, Count);

    /// <summary>The values, in the order of <see cref="Keys"/>.</summary>
    public ReadOnlySpan<ScriptValue> Values
    {
        get
        {
            for (var i = 0; _later is not null && i < Count; i++)
            {
                MakeNow(i);
            }

            return _values.AsSpan(0, Count);
        }
    }

    /// <summary>Reads a member that may be missing (null then), or sets one.</summary>
    public ScriptValue this[string name]
    {
        get => TryGet(name, out var value) ? value : default;
        set => Set(name, value);
    }

    /// <summary>The value of a member.</summary>
    public bool TryGet(string name, out ScriptValue value)
    {
        var index = IndexOf(name);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    /// <summary>Whether there is such a member.</summary>
    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The position of a member; -1 without. Stays valid while no member is removed.</summary>
    public int IndexOf(string name)
    {
        var index = Find(name);
        if (_later is not null && index >= 0)
        {
            MakeNow(index);
        }

        return index;
    }

    private int Find(string name)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(name, out var found) ? found : -1;
        }

        for (var i = 0; i < Count; i++)
        {
            if (ReferenceEquals(_keys[i], name) || string.Equals(_keys[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Adds a member or replaces its value. Whether templates may do so is the evaluator's question.</summary>
    public void Set(string name, ScriptValue value)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            _values[index] = value;
            return;
        }

        if (Count == _keys.Length)
        {
            var size = Math.Max(4, Count * 2);
            Array.Resize(ref _keys, size);
            Array.Resize(ref _values, size);
        }

        _keys[Count] = name;
        _values[Count] = value;
        _index?.Add(name, Count);
        if (++Count == IndexFrom)
        {
            _index = new Dictionary<string, int>(IndexFrom * 2, StringComparer.Ordinal);
            for (var i = 0; i < Count; i++)
            {
                _index.Add(_keys[i], i);
            }
        }
    }

    /// <summary>Removes a member.</summary>
    public bool Remove(string name)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            return false;
        }

        Count--;
        Array.Copy(_keys, index + 1, _keys, index, Count - index);
        Array.Copy(_values, index + 1, _values, index, Count - index);
        _values[Count] = default;
        if (_index is not null)
        {
            _index.Clear();
            for (var i = 0; i < Count; i++)
            {
                _index.Add(_keys[i], i);
            }
        }

        return true;
    }

    /// <summary>Makes a member read-only for templates.</summary>
    public void SetReadOnly(string name) => (_readOnly ??= new(StringComparer.Ordinal)).Add(name);

    /// <summary>Whether templates may not set this member.</summary>
    public bool IsReadOnlyMember(string name) => IsReadOnly || (_readOnly?.Contains(name) ?? false);

    /// <summary>Reads by a position remembered from <see cref="IndexOf"/>, if the same name is still there.</summary>
    internal bool TryGetAt(int index, string key, out ScriptValue value)
    {
        if ((uint)index < (uint)Count && (ReferenceEquals(_keys[index], key) || string.Equals(_keys[index], key, StringComparison.Ordinal)))
        {
            value = _values[index];
            return true;
        }

        value = default;
        return false;
    }

    internal string KeyAt(int index) => _keys[index];

    /// <summary>The value at a position that <see cref="IndexOf"/> gave.</summary>
    internal ScriptValue ValueAt(int index) => _values[index];

    /// <summary>Adds a member whose value is made when it is first asked for; for objects that are then only read.</summary>
    internal void SetLater(string name, Func<ScriptObject> make)
    {
        Set(name, default);
        Array.Resize(ref _later, Count);
        _later[Count - 1] = make;
    }

    // Two renderings may both make the object; either will do, and a value that is a reference is written at once.
    private void MakeNow(int index)
    {
        if (index < _later!.Length && _values[index].IsNull && _later[index] is { } make)
        {
            _values[index] = ScriptValue.Of(make());
        }
    }
}
