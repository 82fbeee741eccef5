namespace PipelineKit.Canary;

/// <summary>A stretch of time in equal steps. Step <c>i</c> (from 0) covers the time after <c>Start + i * Step</c> up to and including <c>Start + (i + 1) * Step</c>.</summary>
/// <param name="Start">Where it begins, whole seconds, UTC.</param>
/// <param name="Step">How long a step is, whole seconds, at least one.</param>
/// <param name="Count">How many steps.</param>
public sealed record TimeWindow(DateTimeOffset Start, TimeSpan Step, int Count)
{
    /// <summary>Where it ends.</summary>
    public DateTimeOffset End => Start + (Step * Count);

    /// <summary>The end of a step, from 0.</summary>
    public DateTimeOffset EndOf(int step) => Start + (Step * (step + 1));
}
