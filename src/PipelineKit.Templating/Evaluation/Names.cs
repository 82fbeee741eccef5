namespace PipelineKit.Templating.Evaluation;

/// <summary>A few names and their values; searched one by one, since they are few.</summary>
internal struct Names
{
    private string[]? _names;
    private ScriptValue[]? _values;
    private HashSet<string>? _readOnly;
    private int _count;

    public readonly bool TryGet(string name, out ScriptValue value)
    {
        var index = IndexOf(name);
        value = index >= 0 ? _values![index] : default;
        return index >= 0;
    }

    public readonly bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>Sets a value; false when the name is read-only.</summary>
    public bool TrySet(string name, ScriptValue value)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            Add(name, value);
            return true;
        }

        if (_readOnly is not null && _readOnly.Contains(name))
        {
            return false;
        }

        _values![index] = value;
        return true;
    }

    /// <summary>Adds a name that is not there yet.</summary>
    public void Add(string name, ScriptValue value)
    {
        if (_names is null || _count == _names.Length)
        {
            Array.Resize(ref _names, Math.Max(4, _count * 2));
            Array.Resize(ref _values, _names.Length);
        }

        _names[_count] = name;
        _values![_count++] = value;
    }

    public void SetReadOnly(string name) => (_readOnly ??= new(StringComparer.Ordinal)).Add(name);

    public void Clear()
    {
        if (_count > 0)
        {
            Array.Clear(_values!, 0, _count);
            _count = 0;
        }

        _readOnly?.Clear();
    }

    private readonly int IndexOf(string name)
    {
        for (var i = 0; i < _count; i++)
        {
            var known = _names![i];
            if (ReferenceEquals(known, name) || string.Equals(known, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
