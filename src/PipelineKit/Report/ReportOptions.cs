using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Report;

/// <summary>The parsed inputs of report.</summary>
internal sealed record ReportOptions
{
    /// <summary>The environments; none for all.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>The folder of the ledgers; empty for their branch.</summary>
    public required string LedgerFolder { get; init; }

    /// <summary>Where that branch is.</summary>
    public required HostSettings Host { get; init; }

    /// <summary>The window, and the moment of the report.</summary>
    public required ReportWindow Window { get; init; }

    /// <summary>Files with incidents.</summary>
    public required IReadOnlyList<string> Incidents { get; init; }

    /// <summary>Labels of issues that are incidents; none for no issues.</summary>
    public required IReadOnlyList<string> IncidentLabels { get; init; }

    /// <summary>The repository that has those issues; empty for that of the ledgers.</summary>
    public required string IncidentRepository { get; init; }

    /// <summary>Whether registries are asked for the targets of a rollback.</summary>
    public required bool Deep { get; init; }

    /// <summary>Where Markdown goes; empty for nowhere.</summary>
    public required string MarkdownFile { get; init; }

    /// <summary>Where JSON goes; empty for nowhere.</summary>
    public required string JsonFile { get; init; }

    /// <summary>Where OpenMetrics text goes; empty for nowhere.</summary>
    public required string MetricsFile { get; init; }

    /// <summary>Where charts go; empty for nowhere.</summary>
    public required string ChartFolder { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How registries are reached.</summary>
    public required RegistrySettings Registry { get; init; }
}
