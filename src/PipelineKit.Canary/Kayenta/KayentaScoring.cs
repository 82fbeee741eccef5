namespace PipelineKit.Canary;

/// <summary>How the metrics Kayenta's judge compared become a score.</summary>
/// <param name="Pass">From this score on it passes.</param>
/// <param name="Marginal">From this score on it is marginal, which is inconclusive here.</param>
/// <param name="GroupWeights">Weights of groups, of 100 together; a group without one shares what is left.</param>
public sealed record KayentaScoring(double Pass, double Marginal, IReadOnlyDictionary<string, double> GroupWeights);
