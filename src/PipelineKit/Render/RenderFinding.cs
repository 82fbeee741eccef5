using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Render;

/// <summary>Something to say about what was rendered.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Level">Error fails the gate.</param>
/// <param name="Message">What, with the values.</param>
/// <param name="Place">Where: in a template, or a file of the output.</param>
/// <param name="Environment">In which environment; several are joined by commas, none is empty.</param>
internal sealed record RenderFinding(RenderRule Rule, AnnotationLevel Level, string Message, SourcePlace Place, string Environment)
{
    /// <summary>What to do, as a sentence; null takes that of the rule.</summary>
    public string? Remedy { get; init; }

    /// <summary>The line that was rendered there, as a sentence; empty for what is not at a place of a template.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How often it was found, in all environments together: a loop writes the same again and again.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The remedy to show.</summary>
    public string RemedyText => Remedy ?? Rule.Help;

    /// <summary>The same findings of one place become one that counts them, and names their environments; the order stays.</summary>
    internal static IReadOnlyList<RenderFinding> Merge(IEnumerable<RenderFinding> findings)
    {
        var merged = new List<RenderFinding>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            var key = $"{finding.Rule.Id}\n{finding.Place}\n{finding.Message}";
            if (!seen.TryGetValue(key, out var index))
            {
                seen.Add(key, merged.Count);
                merged.Add(finding);
            }
            else
            {
                var known = merged[index];
                var isNamed = known.Environment == finding.Environment || known.Environment.EndsWith(", " + finding.Environment, StringComparison.Ordinal);
                merged[index] = known with { Times = known.Times + finding.Times, Environment = isNamed ? known.Environment : $"{known.Environment}, {finding.Environment}" };
            }
        }

        return merged;
    }
}
