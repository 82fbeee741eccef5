using PipelineKit.Ci;

namespace PipelineKit.ScanGate;

/// <summary>The parsed inputs of a replay.</summary>
/// <param name="Decision">The decision file, relative to the working directory.</param>
/// <param name="EvidenceDir">A folder in which files are looked for by digest.</param>
/// <param name="At">Decide for this moment instead; null to compare with the decision.</param>
/// <param name="Json">Print the result as JSON on standard output.</param>
/// <param name="Timeout">The limit for the whole run.</param>
public sealed record ReplayOptions(string Decision, string EvidenceDir, DateTimeOffset? At, bool Json, TimeSpan Timeout)
{
    /// <summary>Reads the inputs; throws all problems at once.</summary>
    public static ReplayOptions Parse(CommandContext context)
    {
        var inputs = context.Inputs;
        var options = new ReplayOptions(
            inputs.Get(ScanGateAction.Replay), inputs.Get(ScanGateAction.EvidenceDir), inputs.Get(ScanGateAction.At), inputs.Get(ScanGateAction.Json), inputs.Get(ScanGateAction.Timeout));
        inputs.ThrowIfAny();
        return options;
    }
}
