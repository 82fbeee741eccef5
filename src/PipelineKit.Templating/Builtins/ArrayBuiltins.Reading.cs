namespace PipelineKit.Templating.Builtins;

internal static partial class ArrayBuiltins
{
    private static ScriptValue Contains(NativeCall call)
    {
        var items = call.Items(0);
        while (items.MoveNext(out var item))
        {
            call.Context.ChargeText(item.AsString?.Length ?? 0);
            if (item.IsSame(call[1]))
            {
                return true;
            }
        }

        return false;
    }

    private static ScriptValue Cycle(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return default;
        }

        var context = call.Context;
        var group = call[1].IsNull ? Joined(call, ",", function: null) : context.ToText(call[1]);
        var list = call.Copy(0);
        if (list.Count == 0)
        {
            return default;
        }

        var index = context.Cycles.GetValueOrDefault(group) % list.Count;
        context.Cycles[group] = index + 1;
        return list[index];
    }

    private static ScriptValue First(NativeCall call)
    {
        var items = call.Items(0);
        items.MoveNext(out var item);
        return item;
    }

    private static ScriptValue Last(NativeCall call)
    {
        if (call[0].AsArray is { } array)
        {
            return array.Count > 0 ? array[array.Count - 1] : default;
        }

        if (call[0].AsRange is { } range)
        {
            return range.Count > 0 ? range[range.Count - 1] : default;
        }

        var items = call.Items(0);
        var last = ScriptValue.Null;
        while (items.MoveNext(out var item))
        {
            last = item;
        }

        return last;
    }

    private static ScriptValue Join(NativeCall call) => Joined(call, call.Text(1), call.Function(2));

    private static string Joined(NativeCall call, string delimiter, ScriptFunction? function)
    {
        var context = call.Context;
        var text = new BoundedText(context);
        var items = call.Items(0);
        for (var isFirst = true; items.MoveNext(out var item); isFirst = false)
        {
            if (!isFirst)
            {
                text.Append(delimiter);
            }

            var part = context.ToText(item);
            text.Append(function is null ? part : context.ToText(context.Call(function, [part])));
        }

        return text.ToString();
    }

    private static ScriptValue Map(NativeCall call)
    {
        var result = new ScriptArray { IsSequence = true };
        if (call[0].IsNull || call[1].AsString is not { } member)
        {
            return result;
        }

        var items = ItemsOrItself(call);
        while (items.MoveNext(out var item))
        {
            if (Member.TryGet(call.Context, item, member, out var value))
            {
                result.AddTo(call.Context, value);
            }
        }

        return result;
    }

    private static ScriptValue Size(NativeCall call) => call.Items(0).Count is { } count ? ScriptValue.Shrunk(count) : 0;

    /// <summary>The items of a sequence; of a value that is none, the value.</summary>
    private static ScriptItems ItemsOrItself(NativeCall call) =>
        ScriptItems.TryOf(call.Context, call[0], out var items) ? items : ScriptItems.Of(call.Context, new ScriptArray([call[0]]));
}
