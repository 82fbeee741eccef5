namespace PipelineKit.Evidence;

/// <summary>Reads CSAF 2.0 VEX.</summary>
internal static class CsafJson
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        using var document = input.ReadDocument();
        var root = new DocumentNode(document.RootElement, "", input.Name);
        return new EvidenceParts { FormatVersion = Csaf.Version(root), Vex = Csaf.Statements(root, input.Limits.Items) };
    }
}
