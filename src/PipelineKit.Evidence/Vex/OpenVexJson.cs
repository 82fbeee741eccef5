namespace PipelineKit.Evidence;

/// <summary>Reads OpenVEX.</summary>
internal static class OpenVexJson
{
    private const int MaximumBytes = 32 << 20;

    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        using var document = input.ReadDocument(MaximumBytes);
        var root = new DocumentNode(document.RootElement, "", input.Name);
        return new EvidenceParts { FormatVersion = OpenVex.Version(root), Vex = OpenVex.Statements(root) };
    }
}
