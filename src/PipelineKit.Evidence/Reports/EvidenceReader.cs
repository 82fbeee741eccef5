namespace PipelineKit.Evidence;

/// <summary>Bounds of what is read.</summary>
public sealed record EvidenceLimits
{
    /// <summary>The usual bounds.</summary>
    public static EvidenceLimits Default { get; } = new();

    /// <summary>Most bytes of a document, unpacked.</summary>
    public long Bytes { get; init; } = 1L << 30;

    /// <summary>Most findings (and components) kept of one document.</summary>
    public int Items { get; init; } = 1_000_000;

    /// <summary>Deepest nesting.</summary>
    public int Depth { get; init; } = 64;
}

/// <summary>
/// Reads a document of any of the <see cref="EvidenceFormat"/>s. The format is detected from members that only that format has, never guessed from names or endings.
/// The stream is read once, in order; memory is bound by what is kept, not by the size of the document.
/// </summary>
public static class EvidenceReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="content">Its bytes; may be gzip.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EvidenceException">It is no evidence.</exception>
    public static EvidenceDocument Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation) => throw new NotImplementedException();
}
