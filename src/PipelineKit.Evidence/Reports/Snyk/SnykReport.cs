using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Reads Snyk JSON: one project, or an array of several. Vulnerabilities of applications in an image are nested under <c>applications</c>; the same one is repeated for every path of dependencies, and is kept once.
/// A project with an <c>error</c> was not scanned, and then the document is no evidence.
/// </summary>
internal sealed class SnykReport
{
    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly List<CoveredPart> _coverage = [];
    private readonly SnykProject _project;

    private SnykReport(JsonInput input)
    {
        (_input, _collector) = (input, new FindingCollector(input));
        _project = new SnykProject(input, _collector, _coverage);
    }

    /// <summary>Reads a report.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var report = new SnykReport(input);
        if (input.Peek() == JsonTokenType.StartArray)
        {
            input.EnterArray();
            while (input.NextElement())
            {
                report._project.Read();
            }
        }
        else
        {
            report._project.Read();
        }

        return new EvidenceParts
        {
            Report = new ScanReport
            {
                Scanner = new ScannerFacts("snyk"),
                Subject = report._project.Subject,
                Coverage = report._coverage,
                ResultsAbsent = report._project.ResultsAbsent,
                Findings = report._collector.Findings,
            },
        };
    }
}
