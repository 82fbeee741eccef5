namespace PipelineKit.Evidence;

/// <summary>Reads SPDX 2.2 and 2.3 JSON.</summary>
internal static class Spdx2Json
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
