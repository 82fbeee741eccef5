using System.Globalization;

namespace PipelineKit.Templating.Builtins;

/// <summary>Text to numbers; null where it is none.</summary>
internal static partial class StringBuiltins
{
    private const NumberStyles Real = NumberStyles.Float | NumberStyles.AllowThousands;

    private static ScriptValue ToInteger(NativeCall call) =>
        int.TryParse(call.TextOrNull(0), NumberStyles.Integer, call.Context.Culture, out var value) ? value : default(ScriptValue);

    private static ScriptValue ToLong(NativeCall call) =>
        long.TryParse(call.TextOrNull(0), NumberStyles.Integer, call.Context.Culture, out var value) ? ScriptValue.Of(value) : default;

    private static ScriptValue ToFloat(NativeCall call) =>
        float.TryParse(call.TextOrNull(0), Real, call.Context.Culture, out var value) ? ScriptValue.Of(value) : default;

    private static ScriptValue ToDouble(NativeCall call) =>
        double.TryParse(call.TextOrNull(0), Real, call.Context.Culture, out var value) ? value : default(ScriptValue);
}
