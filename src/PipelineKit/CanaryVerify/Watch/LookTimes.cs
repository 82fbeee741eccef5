using System.Globalization;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>When a watch looks: every interval from the end of the warm-up on, the last time at the end of all steps.</summary>
/// <param name="Start">Where the window begins.</param>
/// <param name="Step">One step.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Every">How many steps lie between looks, at least one.</param>
internal sealed record LookTimes(DateTimeOffset Start, TimeSpan Step, int Steps, int Every)
{
    /// <summary>How many looks there are at most.</summary>
    internal int Count => (Steps + Every - 1) / Every;

    /// <summary>What is told of it.</summary>
    internal string Title => string.Create(CultureInfo.InvariantCulture, $"Watching the canary from {Start.UtcDateTime:HH:mm:ss} to {(Start + (Step * Steps)).UtcDateTime:HH:mm:ss} UTC at the latest");

    /// <summary>Those of a run that begins now.</summary>
    internal static LookTimes From(DateTimeOffset now, CanaryRun run)
    {
        var start = now + run.Options.WarmUp;
        var whole = new DateTimeOffset(start.UtcTicks - (start.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return new LookTimes(whole, run.Step, run.Policy.Steps, Math.Max(1, (int)Math.Round(run.Options.Interval / run.Step)));
    }

    /// <summary>When a look is, from 1.</summary>
    internal DateTimeOffset At(int look) => WindowAt(look).End;

    /// <summary>What it sees.</summary>
    internal TimeWindow WindowAt(int look) => new(Start, Step, Math.Min(Steps, look * Every));
}
