namespace PipelineKit.Evidence;

/// <summary>The decision as JSON: what it was made from (names and digests of everything), and what was decided. Equal cases give equal bytes.</summary>
public static class DecisionJson
{
    /// <summary>UTF-8, indented, ending with a newline.</summary>
    public static byte[] Write(GateCase @case, GateDecision decision) => throw new NotImplementedException();
}
