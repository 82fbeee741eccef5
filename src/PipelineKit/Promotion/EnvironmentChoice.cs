using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Finds the environments a command is asked for.</summary>
public static class EnvironmentChoice
{
    /// <summary>Those of these names, in the order of the settings; all for none.</summary>
    /// <exception cref="FailureException">PK0102 for each name that is none.</exception>
    public static IReadOnlyList<EnvironmentSettings> Of(PromotionSettings settings, IReadOnlyList<string> names)
    {
        var known = settings.Environments.Select(e => e.Name).ToList();
        var problems = names.Where(n => !known.Contains(n, StringComparer.Ordinal)).Select(n => new Failure(
            FailureCodes.BadInputValue, $"There is no environment `{n}`.", Suggestion.For(n, known) is { } near ? $"Did you mean `{near}`?" : $"There are: {string.Join(", ", known)}.", SourcePlace.OfInput("environment"))).ToList();
        return problems.Count > 0 ? throw new FailureException(problems) : [.. settings.Environments.Where(e => names.Count == 0 || names.Contains(e.Name, StringComparer.Ordinal))];
    }
}
