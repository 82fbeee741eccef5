namespace PipelineKit.Ci;

/// <summary>What a person reads after the run: blocks, rendered to Markdown on CI and to plain text on a terminal. All text is plain and escaped when rendered.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Blocks">In reading order; when the whole is too large the last rows of the largest tables go first, and it says so.</param>
public sealed record Summary(string Title, IReadOnlyList<SummaryBlock> Blocks);

/// <summary>A part of a summary.</summary>
public abstract record SummaryBlock;

/// <summary>A paragraph.</summary>
/// <param name="Text">Plain text.</param>
public sealed record Paragraph(string Text) : SummaryBlock;

/// <summary>A table people can act on.</summary>
/// <param name="Caption">A line above it, or null.</param>
/// <param name="Headers">Column titles.</param>
/// <param name="Rows">Rows of cells, as many as headers.</param>
public sealed record Table(string? Caption, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<Cell>> Rows) : SummaryBlock
{
    /// <summary>Whether the rows say what the annotations or failures of the report say; a command line, which shows both in one place, leaves them out.</summary>
    public bool RepeatsTheLog { get; init; }
}

/// <summary>Text shown as it is, such as a diff; on CI in a fenced block.</summary>
/// <param name="Caption">A line above it, folded away on CI; or null.</param>
/// <param name="Language">The fence's language, such as <c>diff</c> or <c>mermaid</c>.</param>
/// <param name="Text">The content.</param>
public sealed record Preformatted(string? Caption, string Language, string Text) : SummaryBlock;

/// <summary>A table cell.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Code">Whether it is shown in a fixed-width face.</param>
public sealed record Cell(string Text, bool Code = false)
{
    /// <summary>What a command line shows instead of a long text; null when the text is short enough.</summary>
    public string? Brief { get; init; }

    /// <summary>Where the text leads, HTTP(S); null for nowhere. A command line leaves it out, and so does everybody when it is no such address.</summary>
    public string? Link { get; init; }

    /// <summary>A plain cell.</summary>
    public static implicit operator Cell(string text) => new(text);

    /// <summary>A plain cell.</summary>
    public static Cell FromString(string text) => new(text);
}
