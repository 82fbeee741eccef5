namespace PipelineKit.Evidence;

/// <summary>
/// What the reader of a format makes of a document. Each format has one static class with
/// <c>internal static EvidenceParts Read(JsonInput input)</c> (or <c>Read(Stream, string, EvidenceLimits, CancellationToken)</c> for XML), which is called once <see cref="FormatDetector"/> has decided for it, with the input at the
/// first token. It walks the whole document (or takes it by <see cref="JsonInput.ReadDocument"/>); that nothing follows is seen to by the caller. Errors: <see cref="JsonWrongException"/> for a value,
/// <see cref="JsonInput.Refuse"/> for the document, an <see cref="EvidenceException"/> of its own where it knows better.
/// </summary>
internal sealed record EvidenceParts
{
    /// <summary>The version of the format as the document has it; empty when it has none.</summary>
    public string FormatVersion { get; init; } = "";

    /// <summary>As <see cref="EvidenceDocument.Report"/>.</summary>
    public ScanReport? Report { get; init; }

    /// <summary>As <see cref="EvidenceDocument.Bom"/>.</summary>
    public Bom? Bom { get; init; }

    /// <summary>As <see cref="EvidenceDocument.Vex"/>.</summary>
    public IReadOnlyList<VexStatement> Vex { get; init; } = [];
}
