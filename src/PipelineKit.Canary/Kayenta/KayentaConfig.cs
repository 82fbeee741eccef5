namespace PipelineKit.Canary;

/// <summary>A canary configuration of Kayenta, as far as it is about what is read and how it is judged.</summary>
/// <param name="Name">Its name; empty for none.</param>
/// <param name="Metrics">The metrics, of kind <see cref="MetricKind.Kayenta"/>. Kayenta's <c>${scope}</c>, <c>${location}</c> and so on are <c>{{ scope.labels.scope }}</c>, <c>{{ scope.labels.location }}</c> in their queries.</param>
/// <param name="Scoring">Thresholds and weights.</param>
public sealed record KayentaConfig(string Name, IReadOnlyList<MetricDefinition> Metrics, KayentaScoring Scoring);

/// <summary>A problem of a canary configuration.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="What">What is wrong there.</param>
public sealed record KayentaConfigProblem(string Path, string What);

/// <summary>A canary configuration cannot be read, or says what cannot be done here.</summary>
public sealed class KayentaConfigException : Exception
{
    /// <summary>Creates it.</summary>
    public KayentaConfigException(IReadOnlyList<KayentaConfigProblem> problems, Exception? inner = null)
        : base(string.Join("; ", problems.Select(p => $"{p.Path} {p.What}")), inner) => Problems = problems;

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<KayentaConfigProblem> Problems { get; }
}
