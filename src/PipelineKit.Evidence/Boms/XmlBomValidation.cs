namespace PipelineKit.Evidence;

internal static class XmlBomValidation
{
    public static BomValidation Run(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation) => throw new NotImplementedException();
}
