using PipelineKit.Render.Functions;
using PipelineKit.Templating;

namespace PipelineKit.Render.Values;

/// <summary>What a template sees.</summary>
internal static class TemplateModel
{
    private const string Environment = "environment";

    /// <summary>Why a run without environments has none. An empty name would be in manifests before anybody saw it.</summary>
    public static IReadOnlyDictionary<string, AbsentVariable> WithoutEnvironment { get; } = new Dictionary<string, AbsentVariable>(StringComparer.Ordinal)
    {
        [Environment] = new("the input `environment` is not given", "Give `environment`, or write `environment ?? \"NAME\"` where a run without one is meant."),
    };

    /// <summary>
    /// The values at the top level and again as <c>values</c>, and the name of the environment, if there is one. A value named as one of <see cref="RenderFunctions"/> is reached as <c>values.NAME</c> only.
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
        if (environment.Length > 0)
        {
            model.Set(Environment, environment);
        }

        return model;
    }
}
