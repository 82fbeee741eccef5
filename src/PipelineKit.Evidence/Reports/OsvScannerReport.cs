namespace PipelineKit.Evidence;

/// <summary>Reads OSV-Scanner JSON.</summary>
internal static class OsvScannerReport
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
