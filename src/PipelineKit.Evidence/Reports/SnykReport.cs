namespace PipelineKit.Evidence;

/// <summary>Reads Snyk JSON.</summary>
internal static class SnykReport
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
