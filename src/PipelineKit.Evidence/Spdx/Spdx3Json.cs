namespace PipelineKit.Evidence;

/// <summary>Reads SPDX 3.0 JSON-LD.</summary>
internal static class Spdx3Json
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
