using PipelineKit.Render.Functions;
using PipelineKit.Templating;

namespace PipelineKit.Render.Values;

/// <summary>What a template sees.</summary>
internal static class TemplateModel
{
    /// <summary>
    /// The values at the top level and again as <c>values</c>, and the name of the environment. A value named as one of <see cref="RenderFunctions"/> is reached as <c>values.NAME</c> only.
    /// </summary>
    /// <param name="values">The merged values.</param>
    /// <param name="environment">Empty without one.</param>
    public static ScriptObject Of(ScriptObject values, string environment)
    {
        var model = new ScriptObject();
        for (var i = 0; i < values.Count; i++)
        {
            if (!RenderFunctions.Names.Contains(values.Keys[i], StringComparer.Ordinal))
            {
                model.Set(values.Keys[i], values.Values[i]);
            }
        }

        model.Set("values", values);
        model.Set("environment", environment);
        return model;
    }
}
