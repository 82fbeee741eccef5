namespace PipelineKit.Templating.Builtins;

internal static partial class ArrayBuiltins
{
    private static ScriptValue Sort(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return new ScriptArray();
        }

        var list = new ScriptArray();
        var items = ItemsOrItself(call);
        while (items.MoveNext(out var item))
        {
            list.AddTo(call.Context, item);
        }

        var keys = list.Items.ToArray();
        if (call[1].AsString is { Length: > 0 } member)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = Member.OfPath(call.Context, keys[i], member);
            }
        }

        var result = new ScriptArray(keys.Length);
        foreach (var index in Sorted(call.Context, keys))
        {
            result.Add(list[index]);
        }

        return result;
    }

    /// <summary>The positions of the keys in their order, equal ones as they stood: a merge sort from the bottom up.</summary>
    private static int[] Sorted(RenderContext context, ScriptValue[] keys)
    {
        var from = new int[keys.Length];
        var to = new int[keys.Length];
        for (var i = 0; i < from.Length; i++)
        {
            from[i] = i;
        }

        for (var width = 1L; width < keys.Length; width *= 2)
        {
            for (var start = 0L; start < keys.Length; start += 2 * width)
            {
                var middle = (int)Math.Min(start + width, keys.Length);
                Merge(context, keys, from, to, (int)start, middle, (int)Math.Min(start + (2 * width), keys.Length));
            }

            (from, to) = (to, from);
        }

        return from;
    }

    private static void Merge(RenderContext context, ScriptValue[] keys, int[] from, int[] to, int start, int middle, int end)
    {
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            var takesLeft = right >= end || (left < middle && IsInOrder(context, keys[from[left]], keys[from[right]]));
            to[i] = from[takesLeft ? left++ : right++];
        }
    }

    private static bool IsInOrder(RenderContext context, ScriptValue a, ScriptValue b)
    {
        context.ChargeText(32L + Math.Min(a.AsString?.Length ?? 0, b.AsString?.Length ?? 0));
        return Operators.Compare(context, a, b) <= 0;
    }
}
