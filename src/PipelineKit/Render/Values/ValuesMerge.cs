using PipelineKit.Templating;

namespace PipelineKit.Render.Values;

/// <summary>Values over values, in place: mappings are merged, null takes a member away, everything else is replaced.</summary>
internal static class ValuesMerge
{
    /// <summary>Lays one mapping over another. What is laid over is not kept by reference.</summary>
    public static void Into(ScriptObject target, ScriptObject over)
    {
        for (var i = 0; i < over.Count; i++)
        {
            var (key, value) = (over.Keys[i], over.Values[i]);
            if (value.IsNull && target.Has(key))
            {
                target.Remove(key);
            }
            else if (value.AsObject is { } above && target[key].AsObject is { } below)
            {
                Into(below, above);
            }
            else
            {
                target.Set(key, value);
            }
        }
    }
}
