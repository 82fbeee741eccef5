using PipelineKit.Ci;

namespace PipelineKit.Promotion;

/// <summary>What became of a step.</summary>
internal enum StepState
{
    /// <summary>It changed something.</summary>
    Done,

    /// <summary>Everything was as it should be.</summary>
    Unchanged,

    /// <summary>It would change something, without <c>dry-run</c>.</summary>
    Planned,

    /// <summary>It does not apply.</summary>
    Skipped,

    /// <summary>It says no.</summary>
    Refused,
}

/// <summary>A step as it went.</summary>
/// <param name="Id"><c>resolve</c>, <c>gates</c>, <c>retention</c>, <c>changes</c>, ...</param>
/// <param name="State">What became of it.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record PromotionStep(string Id, StepState State, string Detail, double Seconds);

/// <summary>The steps of a run: shown while they run, and told at the end.</summary>
internal sealed class StepLog(CommandContext context)
{
    private readonly List<PromotionStep> _steps = [];
    private readonly long _began = context.Time.GetTimestamp();

    /// <summary>Since when the run goes on, in seconds.</summary>
    internal double SecondsSoFar => context.Time.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Those that ended, in order.</summary>
    internal IReadOnlyList<PromotionStep> Steps => _steps;

    /// <summary>Begins one.</summary>
    internal RunningStep Begin(string id, string title) => new(this, id, context.Progress.Stage(title), context.Time);

    /// <summary>A step that does not apply.</summary>
    internal void Skip(string id, string why) => _steps.Add(new PromotionStep(id, StepState.Skipped, why, 0));

    /// <summary>A step under way; it ends with <see cref="End"/>, or with an exception.</summary>
    internal sealed class RunningStep(StepLog log, string id, IProgressStage stage, TimeProvider time) : IDisposable
    {
        private readonly long _started = time.GetTimestamp();

        /// <summary>One more item.</summary>
        internal void Advance(string item) => stage.Advance(item);

        /// <summary>Says how it went.</summary>
        internal void End(StepState state, string detail) => log._steps.Add(new PromotionStep(id, state, detail, time.GetElapsedTime(_started).TotalSeconds));

        /// <inheritdoc />
        public void Dispose() => stage.Dispose();
    }
}
