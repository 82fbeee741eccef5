using PipelineKit.Templating;

namespace PipelineKit.Render.Functions;

/// <summary>One object over another: objects are merged member by member, everything else is replaced.</summary>
internal static class Merging
{
    /// <summary>A new object; neither side is changed. Null counts as an object without members.</summary>
    public static ScriptValue Of(RenderContext context, ScriptValue first, ScriptValue second) =>
        Merged(first.AsObject ?? ScriptObject.Empty, second.AsObject ?? ScriptObject.Empty, context.Limits.ObjectRecursionLimit, context);

    private static ScriptObject Merged(ScriptObject first, ScriptObject second, int depthLeft, RenderContext context)
    {
        if (depthLeft < 0)
        {
            throw context.Error($"merge: the objects are nested deeper than {context.Limits.ObjectRecursionLimit} levels", TemplateErrorKind.Limit);
        }

        var merged = new ScriptObject();
        for (var i = 0; i < first.Count; i++)
        {
            context.Iterate();
            merged.Set(first.Keys[i], first.Values[i]);
        }

        for (var i = 0; i < second.Count; i++)
        {
            context.Iterate();
            var (key, value) = (second.Keys[i], second.Values[i]);
            merged.Set(key, merged[key].AsObject is { } below && value.AsObject is { } over ? Merged(below, over, depthLeft - 1, context) : value);
        }

        return merged;
    }
}
