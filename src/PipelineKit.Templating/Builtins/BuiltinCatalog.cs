namespace PipelineKit.Templating.Builtins;

/// <summary>Every builtin object, by name. Made once; templates cannot change the objects, only shadow them.</summary>
internal static class BuiltinCatalog
{
    /// <summary>The objects <c>array</c>, <c>date</c>, … and the top-level names.</summary>
    public static ScriptObject All { get; } = Create();

    private static ScriptObject Create()
    {
        var all = new ScriptObject();
        all["empty"] = ScriptObject.Empty;
        all["blank"] = ScriptObject.Empty;
        all.IsReadOnly = true;
        return all;
    }
}
