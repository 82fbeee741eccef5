using PipelineKit.Templating;

namespace PipelineKit.Render.Functions;

/// <summary>A list in an order that is the same on every machine: by the text of the items, or of a member of them, character code by character code; stable.</summary>
internal static class OrdinalSort
{
    /// <summary>A new array.</summary>
    public static ScriptValue Of(RenderContext context, ScriptValue list, string? member)
    {
        if (list.IsNull)
        {
            return ScriptValue.Null;
        }

        var items = new List<ScriptValue>();
        var keys = new List<string>();
        var sequence = ScriptItems.Of(context, list);
        while (sequence.MoveNext(out var item))
        {
            items.Add(item);
            keys.Add(context.ToText(member is null ? item : item.AsObject is { } o ? o[member] : throw context.Error($"sort_ordinal: an item has no member `{member}`: it is no object")));
        }

        var order = new int[items.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        context.Iterate(items.Count);
        Array.Sort(order, (a, b) => string.CompareOrdinal(keys[a], keys[b]) is var c && c != 0 ? c : a.CompareTo(b));
        var sorted = new ScriptArray(items.Count);
        foreach (var i in order)
        {
            sorted.Add(items[i]);
        }

        return sorted;
    }
}
