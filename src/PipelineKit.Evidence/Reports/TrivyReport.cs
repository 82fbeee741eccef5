namespace PipelineKit.Evidence;

/// <summary>Reads Trivy JSON.</summary>
internal static class TrivyReport
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
