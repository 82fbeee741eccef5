namespace PipelineKit.Evidence;

/// <summary>Reads CycloneDX JSON, 1.2 to 1.7.</summary>
internal static class CycloneDxJson
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
