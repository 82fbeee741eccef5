namespace PipelineKit.Templating.Evaluation;

/// <summary>What a loop goes through, by position: a part of an array, a range, the characters of a text or the members of an object.</summary>
internal readonly struct LoopItems
{
    private readonly object _list;
    private readonly long _first;
    private readonly bool _isReversed;

    private LoopItems(object list, long first, long count, bool isReversed)
    {
        _list = list;
        _first = first;
        Count = count;
        _isReversed = isReversed;
    }

    public long Count { get; }

    public ScriptValue this[long index]
    {
        get
        {
            var at = _isReversed ? _first + Count - 1 - index : _first + index;
            return _list switch
            {
                // The body may have shortened the list.
                ScriptArray array => at < array.Count ? array[(int)at] : default,
                ScriptRange range => range[(ulong)at],
                string text => text[(int)at].ToString(),
                var members => Member((ScriptObject)members, (int)at),
            };
        }
    }

    public static LoopItems Of(ScriptValue value, out bool isList)
    {
        isList = true;
        switch (value.Kind)
        {
            case ScriptValueKind.Array:
                return new LoopItems(value.AsArray!, 0, value.AsArray!.Count, isReversed: false);
            case ScriptValueKind.Range:
                return new LoopItems(value.AsRange!, 0, (long)Math.Min(value.AsRange!.Count, long.MaxValue), isReversed: false);
            case ScriptValueKind.String:
                return new LoopItems(value.AsString!, 0, value.AsString!.Length, isReversed: false);
            case ScriptValueKind.Object:
                return new LoopItems(value.AsObject!, 0, value.AsObject!.Count, isReversed: false);
            default:
                isList = false;
                return default;
        }
    }

    /// <summary>How the language's messages name the type of a value that is no list.</summary>
    public static string TypeName(ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Boolean => "System.Boolean",
        ScriptValueKind.Integer => "System.Int32",
        ScriptValueKind.Long => "System.Int64",
        ScriptValueKind.BigInteger => "System.Numerics.BigInteger",
        ScriptValueKind.Float => "System.Single",
        ScriptValueKind.Double => "System.Double",
        ScriptValueKind.Decimal => "System.Decimal",
        ScriptValueKind.Date => "System.DateTime",
        ScriptValueKind.TimeSpan => "System.TimeSpan",
        _ => "Scriban.Syntax.ScriptFunction",
    };

    public LoopItems Sliced(int skip, bool reverse, int take)
    {
        var count = Math.Max(0, Count - skip);
        var first = Math.Min(skip, Count);
        if (take > 0 && take < count)
        {
            first = reverse ? first + count - take : first;
            count = take;
        }

        return new LoopItems(_list, first, count, reverse);
    }

    private static ScriptValue Member(ScriptObject owner, int index)
    {
        var member = new ScriptObject();
        if (index < owner.Count)
        {
            member.Set("key", owner.KeyAt(index));
            member.Set("value", owner.ValueAt(index));
        }

        return member;
    }
}
