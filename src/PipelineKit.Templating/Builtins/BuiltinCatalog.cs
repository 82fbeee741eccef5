namespace PipelineKit.Templating.Builtins;

/// <summary>Every builtin object, by name. Made once, each object when a template first names it; templates cannot change the objects, only shadow them.</summary>
internal static class BuiltinCatalog
{
    /// <summary>The objects <c>array</c>, <c>date</c>, … and the top-level names; <c>include</c> belongs to the evaluator.</summary>
    public static ScriptObject All { get; } = Create();

    private static ScriptObject Create()
    {
        var all = new ScriptObject();
        all.SetLater("array", ArrayBuiltins.Create);
        all.SetLater("date", DateBuiltins.Create);
        all.SetLater("html", HtmlBuiltins.Create);
        all.SetLater("math", MathBuiltins.Create);
        all.SetLater("object", ObjectBuiltins.Create);
        all.SetLater("regex", RegexBuiltins.Create);
        all.SetLater("string", StringBuiltins.Create);
        all.SetLater("timespan", TimeSpanBuiltins.Create);
        all.Set("empty", ScriptObject.Empty);
        all.Set("blank", ScriptObject.Empty);
        all.IsReadOnly = true;
        return all;
    }
}
