namespace PipelineKit.Evidence;

/// <summary>Reads CSAF 2.0 VEX.</summary>
internal static class CsafJson
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
