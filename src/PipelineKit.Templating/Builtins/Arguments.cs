namespace PipelineKit.Templating.Builtins;

/// <summary>Arguments of builtins, charged as they are read.</summary>
internal static class Arguments
{
    /// <summary>A text argument; null stays null.</summary>
    public static string? TextOrNull(this NativeCall call, int index)
    {
        var text = call[index].AsString;
        call.Context.ChargeText(text?.Length ?? 0);
        return text;
    }

    /// <summary>A text argument; null is the empty text.</summary>
    public static string Text(this NativeCall call, int index) => call.TextOrNull(index) ?? "";

    /// <summary>An integer argument.</summary>
    public static int Integer(this NativeCall call, int index) => (int)call[index].AsLong;

    /// <summary>An integer argument that may be null.</summary>
    public static int? IntegerOrNull(this NativeCall call, int index) => call[index].IsNull ? null : (int)call[index].AsLong;

    /// <summary>The items of a list argument, each charged when it is taken.</summary>
    public static ScriptItems Items(this NativeCall call, int index) => ScriptItems.Of(call.Context, call[index]);

    /// <summary>A copy of a list argument; of null, an empty array.</summary>
    public static ScriptArray Copy(this NativeCall call, int index)
    {
        var copy = new ScriptArray();
        copy.AddAll(call, index);
        return copy;
    }

    /// <summary>Appends the items of a list argument.</summary>
    public static void AddAll(this ScriptArray array, NativeCall call, int index)
    {
        var items = call.Items(index);
        while (items.MoveNext(out var item))
        {
            array.AddTo(call.Context, item);
        }
    }

    /// <summary>Appends an item to a list that a builtin makes.</summary>
    public static void AddTo(this ScriptArray array, RenderContext context, ScriptValue item)
    {
        context.CheckItems(array.Count + 1L);
        array.Add(item);
    }

    /// <summary>A function argument, which names itself in the error when it is none; null without one.</summary>
    public static ScriptFunction? Function(this NativeCall call, int index)
    {
        var value = call[index];
        return value.AsFunction ?? value.AsObject?.Callable ?? (value.IsNull
            ? null
            : throw call.Context.Error($"The parameter `{call.Context.ToText(value)}` is not a function. Maybe prefix it with @? (Parameter 'function')"));
    }
}
