namespace PipelineKit.Report;

/// <summary>What a report says.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="App">The application.</param>
/// <param name="Environments">Those asked for, in the order of the settings.</param>
/// <param name="OtherIncidents">Incidents of the window that could be put down to no deployment.</param>
internal sealed record ReportResult(ReportOptions Options, string App, IReadOnlyList<EnvironmentReport> Environments, IReadOnlyList<Incident> OtherIncidents)
{
    /// <summary>What users see; the last environment where none is said to be it.</summary>
    public EnvironmentReport Production => Environments.LastOrDefault(e => e.IsProduction) ?? Environments[^1];
}
