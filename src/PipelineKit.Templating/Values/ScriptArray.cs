namespace PipelineKit.Templating;

/// <summary>A list of values. It may carry members besides, which are not iterated.</summary>
public sealed class ScriptArray : ScriptReference
{
    private ScriptValue[] _items;

    /// <summary>An empty array.</summary>
    public ScriptArray(int capacity = 0) => _items = capacity == 0 ? [] : new ScriptValue[capacity];

    /// <summary>An array of a copy of these items.</summary>
    public ScriptArray(ReadOnlySpan<ScriptValue> items)
    {
        _items = items.ToArray();
        Count = items.Length;
    }

    /// <inheritdoc />
    public override ScriptValueKind Kind => ScriptValueKind.Array;

    /// <summary>Whether it is what a function made of another sequence; the language calls such a list an iterator instead of an array.</summary>
    internal bool IsSequence { get; init; }

    /// <summary>How many items.</summary>
    public int Count { get; private set; }

    /// <summary>Whether templates may not change it.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Members besides the items (<c>a.note = 1</c>); null without.</summary>
    public ScriptObject? Members { get; set; }

    /// <summary>The items.</summary>
    public ReadOnlySpan<ScriptValue> Items => _items.AsSpan(0, Count);

    /// <summary>An item that exists.</summary>
    public ScriptValue this[int index]
    {
        get => Items[index];
        set => _items.AsSpan(0, Count)[index] = value;
    }

    /// <summary>Appends an item.</summary>
    public void Add(ScriptValue value)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(4, Count * 2));
        }

        _items[Count++] = value;
    }

    /// <summary>Puts an item at a position, moving those behind it.</summary>
    public void Insert(int index, ScriptValue value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Count);
        Add(default);
        Array.Copy(_items, index, _items, index + 1, Count - 1 - index);
        _items[index] = value;
    }

    /// <summary>Takes an item out.</summary>
    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        Count--;
        Array.Copy(_items, index + 1, _items, index, Count - index);
        _items[Count] = default;
    }
}
