namespace PipelineKit.Canary;

/// <summary>A series as its source gave it.</summary>
/// <param name="Labels">Its labels, with <c>__name__</c> where there is one.</param>
/// <param name="Times">When, in seconds since 1970, ascending.</param>
/// <param name="Values">What; NaN and infinities as the source has them.</param>
public sealed record Series(IReadOnlyDictionary<string, string> Labels, double[] Times, double[] Values);

/// <summary>An answer of a source.</summary>
/// <param name="List">The series; none when nothing matched.</param>
/// <param name="Warnings">What the source warned of; with any of them the answer may be partial.</param>
public sealed record SeriesSet(IReadOnlyList<Series> List, IReadOnlyList<string> Warnings);
