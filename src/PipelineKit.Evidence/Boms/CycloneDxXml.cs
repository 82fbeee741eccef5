namespace PipelineKit.Evidence;

/// <summary>Reads CycloneDX XML.</summary>
internal static class CycloneDxXml
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation) => throw new NotImplementedException();
}
