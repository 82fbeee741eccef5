using static PipelineKit.Templating.Builtins.Parameter;

namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin object <c>array</c>. Its functions return new lists.</summary>
internal static partial class ArrayBuiltins
{
    public static ScriptObject Create() => new BuiltinObject("array")
        .Add("add", Add, List("list"), Any("value"))
        .Add("add_range", Concat, List("list1"), List("list2"))
        .Add("any", Predicate, List("list"), Any("function"), Any("args").Rest())
        .Add("compact", Compact, List("list"))
        .Add("concat", Concat, List("list1"), List("list2"))
        .Add("contains", Contains, List("list"), Any("item"))
        .Add("cycle", Cycle, List("list"), Any("group").Or(default))
        .Add("each", Each, List("list"), Any("function"))
        .Add("filter", Filter, List("list"), Any("function"))
        .Add("first", First, List("list"))
        .Add("insert_at", InsertAt, List("list"), Integer("index"), Any("value"))
        .Add("join", Join, List("list"), Text("delimiter"), Any("function").Or(default))
        .Add("last", Last, List("list"))
        .Add("limit", Limit, List("list"), Integer("count"))
        .Add("map", Map, Any("list"), Text("member"))
        .Add("offset", Offset, List("list"), Integer("index"))
        .Add("remove_at", RemoveAt, List("list"), Integer("index"))
        .Add("reverse", Reverse, List("list"))
        .Add("size", Size, List("list"))
        .Add("sort", Sort, Any("list"), Text("member").Or(default))
        .Add("uniq", Unique, List("list"))
        .Done();

    private static ScriptValue Add(NativeCall call)
    {
        var result = call.Copy(0);
        result.AddTo(call.Context, call[1]);
        return result;
    }

    private static ScriptValue Compact(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return default;
        }

        var result = new ScriptArray { IsSequence = true };
        var items = call.Items(0);
        while (items.MoveNext(out var item))
        {
            if (!item.IsNull)
            {
                result.AddTo(call.Context, item);
            }
        }

        return result;
    }

    private static ScriptValue Concat(NativeCall call)
    {
        if (call[0].IsNull || call[1].IsNull)
        {
            return call[0].IsNull ? call[1] : call[0];
        }

        var result = new ScriptArray { IsSequence = true };
        result.AddAll(call, 0);
        result.AddAll(call, 1);
        return result;
    }

    private static ScriptValue InsertAt(NativeCall call)
    {
        var index = Math.Max(0, call.Integer(1));
        var result = call.Copy(0);
        while (result.Count < index)
        {
            call.Context.Iterate();
            result.AddTo(call.Context, default);
        }

        call.Context.CheckItems(result.Count + 1L);
        result.Insert(index, call[2]);
        return result;
    }

    private static ScriptValue Limit(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return default;
        }

        var result = new ScriptArray { IsSequence = true };
        var items = call.Items(0);
        for (var left = call.Integer(1); left > 0 && items.MoveNext(out var item); left--)
        {
            result.AddTo(call.Context, item);
        }

        return result;
    }

    private static ScriptValue Offset(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return default;
        }

        var result = new ScriptArray { IsSequence = true };
        var items = call.Items(0);
        for (var skip = call.Integer(1); items.MoveNext(out var item); skip--)
        {
            if (skip <= 0)
            {
                skip = 0;
                result.AddTo(call.Context, item);
            }
        }

        return result;
    }

    private static ScriptValue RemoveAt(NativeCall call)
    {
        var result = call.Copy(0);
        var index = call.Integer(1);
        if (index < 0)
        {
            index += result.Count;
        }

        if (index >= 0 && index < result.Count)
        {
            result.RemoveAt(index);
        }

        return result;
    }

    private static ScriptValue Reverse(NativeCall call)
    {
        var all = call.Copy(0).Items;
        var result = new ScriptArray(all.Length) { IsSequence = true };
        for (var i = all.Length - 1; i >= 0; i--)
        {
            result.Add(all[i]);
        }

        return result;
    }

    private static ScriptValue Unique(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return default;
        }

        var seen = new HashSet<ScriptValue>(SameValue.Comparer);
        var result = new ScriptArray { IsSequence = true };
        var items = call.Items(0);
        while (items.MoveNext(out var item))
        {
            call.Context.ChargeText(item.AsString?.Length ?? 0);
            if (seen.Add(item))
            {
                result.AddTo(call.Context, item);
            }
        }

        return result;
    }
}
