namespace PipelineKit.Evidence;

/// <summary>Reads Grype JSON.</summary>
internal static class GrypeReport
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
