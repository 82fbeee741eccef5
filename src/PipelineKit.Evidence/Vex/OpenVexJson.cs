namespace PipelineKit.Evidence;

/// <summary>Reads OpenVEX.</summary>
internal static class OpenVexJson
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
