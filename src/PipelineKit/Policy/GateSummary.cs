namespace PipelineKit.Policy;

/// <summary>What tells a verification summary of scan-gate from others.</summary>
internal static class GateSummary
{
    /// <summary>Who verified.</summary>
    internal const string Verifier = "urn:pipelinekit:scan-gate";

    /// <summary>The level that was verified.</summary>
    internal const string Level = "PIPELINEKIT_SCAN_GATE";
}
