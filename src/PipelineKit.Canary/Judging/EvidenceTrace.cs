namespace PipelineKit.Canary;

/// <summary>How the evidence about a metric that counts went, step by step; natural logarithms.</summary>
/// <param name="Worse">That it is worse.</param>
/// <param name="Good">That it is not as bad as must be excluded.</param>
/// <param name="WorseBound">What <paramref name="Worse"/> fails at, when no other metric says anything.</param>
/// <param name="GoodBound">What <paramref name="Good"/> passes at.</param>
public sealed record EvidenceTrace(double[] Worse, double[] Good, double WorseBound, double GoodBound);
