namespace PipelineKit.Ci;

/// <summary>How the end of a run is published.</summary>
public sealed record PublishOptions
{
    /// <summary>The folder <see cref="ReportPath"/> is relative to, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Where result.json goes, as the user wrote it; null or empty for the host's temporary folder, or nowhere on a command line.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Whether a command line prints no summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether standard output is for data alone, so that a command line prints no summary there.</summary>
    public bool OutputIsForData { get; init; }

    /// <summary>Whether result.json is the data that was asked for, however the run ends.</summary>
    public bool ResultToStandardOutput { get; init; }
}
