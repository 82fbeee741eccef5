namespace PipelineKit.Templating;

/// <summary>
/// The items of any sequence, one after the other: of arrays and ranges their items, of a text its characters, of an object its members as objects with <c>key</c> and
/// <c>value</c>; of null, none. Each item is charged to the rendering.
/// </summary>
public struct ScriptItems
{
    private readonly RenderContext _context;
    private readonly object? _list;
    private readonly ulong _count;
    private readonly bool _charges;
    private ulong _next;

    private ScriptItems(RenderContext context, object? list, ulong count, bool charges)
    {
        _context = context;
        _list = list;
        _count = count;
        _charges = charges;
    }

    /// <summary>How many items there were when the walk began; null where it cannot be known before.</summary>
    public readonly long? Count => _count <= long.MaxValue ? (long)_count : null;

    /// <summary>The items of a sequence.</summary>
    /// <param name="context">The rendering that pays.</param>
    /// <param name="list">An array, range, text or object, or null.</param>
    /// <exception cref="TemplateException">It is no sequence.</exception>
    public static ScriptItems Of(RenderContext context, ScriptValue list) => Of(context, list, chargesLoops: true);

    /// <summary>The items of a sequence, where a value that is none is no error.</summary>
    /// <param name="context">The rendering that pays.</param>
    /// <param name="list">Any value.</param>
    /// <param name="items">The items.</param>
    /// <returns>Whether it is a sequence or null.</returns>
    public static bool TryOf(RenderContext context, ScriptValue list, out ScriptItems items) => TryOf(context, list, chargesLoops: true, out items);

    /// <summary>The next item.</summary>
    /// <param name="item">The item; null behind the last one.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="TemplateException">The limit of iterations is reached.</exception>
    public bool MoveNext(out ScriptValue item)
    {
        if (_next >= _count)
        {
            item = default;
            return false;
        }

        if (_charges)
        {
            _context.Iterate();
        }

        return TryTake(_next++, out item);
    }

    internal static ScriptItems Of(RenderContext context, ScriptValue list, bool chargesLoops) =>
        TryOf(context, list, chargesLoops, out var items)
            ? items
            : throw context.Error("Unexpected list value. Expecting an array, list or iterator. Unable to convert to a list.");

    private static bool TryOf(RenderContext context, ScriptValue list, bool chargesLoops, out ScriptItems items)
    {
        // What Scriban does not count as iterations of a loop still counts as steps of a manifest.
        var charges = chargesLoops || context.Profile == TemplateProfile.Manifest;
        switch (list.Kind)
        {
            case ScriptValueKind.Null:
                items = new ScriptItems(context, list: null, count: 0, charges);
                return true;
            case ScriptValueKind.Array:
                items = new ScriptItems(context, list.AsArray, (ulong)list.AsArray!.Count, charges);
                return true;
            case ScriptValueKind.Range:
                items = new ScriptItems(context, list.AsRange, list.AsRange!.Count, charges);
                return true;
            case ScriptValueKind.Object:
                items = new ScriptItems(context, list.AsObject, (ulong)list.AsObject!.Count, charges);
                return true;
            case ScriptValueKind.String:
                items = new ScriptItems(context, list.AsString, (ulong)list.AsString!.Length, charges);
                return true;
            default:
                items = default;
                return false;
        }
    }

    private static ScriptValue Member(ScriptObject owner, int index)
    {
        var member = new ScriptObject();
        member.Set("key", owner.Keys[index]);
        member.Set("value", owner.Values[index]);
        return ScriptValue.Of(member);
    }

    /// <summary>The item at a position; none when the list has become shorter since.</summary>
    private readonly bool TryTake(ulong index, out ScriptValue item)
    {
        switch (_list)
        {
            case ScriptArray array when (int)index < array.Count:
                item = array[(int)index];
                return true;
            case ScriptRange range:
                item = range[index];
                return true;
            case ScriptObject owner when (int)index < owner.Count:
                item = Member(owner, (int)index);
                return true;
            case string text:
                item = Characters.Of(text[(int)index]);
                return true;
            default:
                item = default;
                return false;
        }
    }

    /// <summary>Texts of one character, made once for the common ones.</summary>
    private static class Characters
    {
        private static readonly string?[] Known = new string?[128];

        public static string Of(char c) => c < Known.Length ? Known[c] ??= c.ToString() : c.ToString();
    }
}
