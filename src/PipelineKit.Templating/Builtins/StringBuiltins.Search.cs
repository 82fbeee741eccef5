namespace PipelineKit.Templating.Builtins;

/// <summary>Finding and comparing.</summary>
internal static partial class StringBuiltins
{
    private static ScriptValue EqualsIgnoreCase(NativeCall call) =>
        string.Equals(call.TextOrNull(0), call.TextOrNull(1), StringComparison.OrdinalIgnoreCase);

    private static ScriptValue IndexOf(NativeCall call)
    {
        var text = call.TextOrNull(0) ?? throw call.Context.Error("Value cannot be null. (Parameter 'text')");
        var search = call.TextOrNull(1) ?? throw call.Context.Error("Value cannot be null. (Parameter 'search')");
        var comparison = Comparison(call);
        var start = call.IntegerOrNull(2) ?? 0;
        if (start < 0 || start > text.Length)
        {
            throw call.Context.Error(
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection. (Parameter 'startIndex')");
        }

        var count = call.IntegerOrNull(3) ?? text.Length - start;
        return count >= 0 && count <= text.Length - start
            ? text.IndexOf(search, start, count, comparison)
            : throw call.Context.Error("Count must be positive and count must refer to a location within the string/array/collection. (Parameter 'count')");
    }

    // Without cultures in the process those of a culture are the ordinal ones.
    private static StringComparison Comparison(NativeCall call) => call.TextOrNull(4) switch
    {
        null or nameof(StringComparison.Ordinal) or nameof(StringComparison.InvariantCulture) or nameof(StringComparison.CurrentCulture) =>
            StringComparison.Ordinal,
        nameof(StringComparison.OrdinalIgnoreCase) or nameof(StringComparison.InvariantCultureIgnoreCase) or nameof(StringComparison.CurrentCultureIgnoreCase) =>
            StringComparison.OrdinalIgnoreCase,
        var other => throw call.Context.Error($"'{other}' is not a valid stringComparison (Parameter 'stringComparison')"),
    };
}
