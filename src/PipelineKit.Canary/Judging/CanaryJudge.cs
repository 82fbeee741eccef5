namespace PipelineKit.Canary;

/// <summary>Decides: a pure function, the same for the same case to the last bit, and valid however often it is asked on a growing window.</summary>
public static class CanaryJudge
{
    /// <summary>The verdict over a case.</summary>
    public static CanaryDecision Decide(CanaryCase @case) => throw new NotImplementedException();
}
