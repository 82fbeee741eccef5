namespace PipelineKit.Ci;

/// <summary>What the process knows about its streams and place; a host cannot find it out by itself.</summary>
public sealed record ProcessFacts
{
    /// <summary>The current folder, absolute: the workspace when no CI system names another.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Whether the caller asked for data on standard output (<c>--json</c>, <c>--diff</c>): the log then goes to standard error on CI too.</summary>
    public bool OutputIsForData { get; init; }
}
