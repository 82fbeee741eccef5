namespace PipelineKit.Templating.Syntax;

/// <summary>Where nodes wait until their parent is complete, so that each list of children is one array of the right size.</summary>
internal sealed class NodeStack<T>
{
    private T[] _items = new T[16];

    public int Count { get; private set; }

    public void Push(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    public T Peek() => _items[Count - 1];

    public ReadOnlySpan<T> From(int mark) => _items.AsSpan(mark, Count - mark);

    /// <summary>Takes everything above a mark.</summary>
    public T[] PopTo(int mark)
    {
        if (Count == mark)
        {
            return [];
        }

        var items = _items.AsSpan(mark, Count - mark);
        var taken = items.ToArray();
        items.Clear();
        Count = mark;
        return taken;
    }

    /// <summary>Drops everything above a mark.</summary>
    public void DropTo(int mark)
    {
        _items.AsSpan(mark, Count - mark).Clear();
        Count = mark;
    }
}
