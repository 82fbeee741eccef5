namespace PipelineKit.Evidence;

/// <summary>What is known about a scan because this program ran the scanner, and what its report does not say itself.</summary>
public sealed record ScanInvocation
{
    /// <summary>The scanner: <c>trivy</c>.</summary>
    public required string Scanner { get; init; }

    /// <summary>Its version, as it says itself; empty when it does not.</summary>
    public string ScannerVersion { get; init; } = "";

    /// <summary>When its vulnerability data was built; null when it does not say.</summary>
    public DateTimeOffset? DatabaseBuilt { get; init; }

    /// <summary>The version of that data; empty when it does not say.</summary>
    public string DatabaseVersion { get; init; } = "";

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The platform it was told to look at: <c>linux/amd64</c>; null when it was not told one.</summary>
    public string? Platform { get; init; }

    /// <summary>Its arguments, none of which filters or has a credential; paths are names only.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The document with these facts: what it says itself stays, but for the filters, of which there are none.</summary>
    /// <param name="document">What was read from the scanner's report.</param>
    public EvidenceDocument ApplyTo(EvidenceDocument document) =>
        document.Report is not { } report
            ? document
            : document with
            {
                Report = report with
                {
                    Scanner = report.Scanner with
                    {
                        Version = report.Scanner.Version.Length > 0 ? report.Scanner.Version : ScannerVersion,
                        DatabaseBuilt = report.Scanner.DatabaseBuilt ?? DatabaseBuilt,
                        DatabaseVersion = report.Scanner.DatabaseVersion.Length > 0 ? report.Scanner.DatabaseVersion : DatabaseVersion,
                    },
                    ScannedAt = report.ScannedAt ?? StartedAt,
                    Subject = report.Subject with { Platform = report.Subject.Platform ?? Platform },
                    Filters = report.Filters.IsSaid ? report.Filters : new FilterFacts(IsSaid: true, []),
                    Succeeded = report.Succeeded ?? true,
                },
            };
}
