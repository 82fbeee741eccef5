namespace PipelineKit.Evidence;

/// <summary>Reads SARIF 2.1.0.</summary>
internal static class SarifReport
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
