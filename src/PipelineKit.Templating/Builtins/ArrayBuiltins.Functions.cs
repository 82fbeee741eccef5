namespace PipelineKit.Templating.Builtins;

internal static partial class ArrayBuiltins
{
    private static ScriptValue Predicate(NativeCall call)
    {
        if (call[0].IsNull)
        {
            return false;
        }

        var function = call.Function(1) ?? throw call.Context.Error("The parameter `` is not a function. Maybe prefix it with @? (Parameter 'function')");
        var arguments = new ScriptValue[call.Arguments.Length - 1];
        call.Arguments[2..].CopyTo(arguments.AsSpan(1));
        var items = call.Items(0);
        while (items.MoveNext(out arguments[0]))
        {
            if (call.Context.Call(function, arguments).IsTrue)
            {
                return true;
            }
        }

        return false;
    }

    private static ScriptValue Each(NativeCall call)
    {
        if (call[0].IsNull || call.Function(1) is not { } function)
        {
            return call[0];
        }

        var result = new ScriptArray { IsSequence = true };
        var items = call.Items(0);
        while (items.MoveNext(out var item))
        {
            result.AddTo(call.Context, call.Context.Call(function, [item]));
        }

        return result;
    }

    private static ScriptValue Filter(NativeCall call)
    {
        if (call[0].IsNull || call.Function(1) is not { } function)
        {
            return call[0];
        }

        var kind = function is NativeFunction { Parameters: [var first, ..] } ? first.Kind : ParameterKind.Any;
        var result = new ScriptArray { IsSequence = true };
        var items = call.Items(0);
        while (items.MoveNext(out var item))
        {
            // What is kept is what the function was given: a number filtered by a function of text is a text afterwards.
            var given = Conversions.Convert(call.Context, item, kind);
            if (call.Context.Call(function, [given]).IsTrue)
            {
                result.AddTo(call.Context, given);
            }
        }

        return result;
    }
}
