using PipelineKit.Actions;
using PipelineKit.Ci;

namespace PipelineKit.CanaryVerify;

/// <summary>What is done about verdicts: the inputs, and the doing. Everything that was asked for is tried; what fails is told and does not keep the rest from being done.</summary>
internal sealed class FollowUpPlan
{
    /// <summary>The inputs of it.</summary>
    internal static IReadOnlyList<Input> Inputs { get; } = [];

    /// <summary>Reads them; every problem goes to the reader.</summary>
    internal static FollowUpPlan Parse(CommandContext context) => throw new NotImplementedException();

    /// <summary>Does it.</summary>
    /// <param name="outcome">The verdict.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellation">Stops it.</param>
    internal Task<IReadOnlyList<FollowUp>> RunAsync(CanaryOutcome outcome, CommandContext context, CancellationToken cancellation) => throw new NotImplementedException();
}
