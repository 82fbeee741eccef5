namespace PipelineKit.Evidence;

/// <summary>
/// Reads SARIF 2.1.0 (OASIS) as scanners write it. No <c>results</c> is a scan that was not made, an empty list a clean one; a log without runs is no evidence. An invocation that says it failed makes all of it no evidence.
/// </summary>
internal sealed class SarifReport
{
    private const int Version = 0;
    private const int Runs = 1;

    private static readonly MemberTable Members = new("version", "runs");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly List<SarifRun> _runs = [];
    private string _version = "";

    private SarifReport(JsonInput input) => (_input, _collector) = (input, new FindingCollector(input));

    /// <summary>Reads a log.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var report = new SarifReport(input);
        report.ReadMembers();
        return new EvidenceParts { FormatVersion = report._version, Report = report.ToReport() };
    }

    private void ReadMembers()
    {
        _input.EnterObject();
        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Version:
                    _input.Read((ref JsonScan reader) => _version = reader.Text(_input.Texts) ?? "");
                    break;
                case Runs when _input.EnterArray():
                    while (_input.NextElement())
                    {
                        var run = new SarifRun(_input, _collector);
                        run.Read();
                        _runs.Add(run);
                    }

                    break;
            }
        }

        if (_version != "2.1.0")
        {
            throw _input.Refuse(EvidenceProblem.UnknownFormat, _version.Length > 0 ? $"is SARIF of version {FindingCollector.Title(_version)}; 2.1.0 is read" : "looks like SARIF, but has no version");
        }

        if (_runs.Count == 0)
        {
            throw _input.Refuse(EvidenceProblem.ScanFailed, "is SARIF without a run: nothing was scanned");
        }
    }

    private ScanReport ToReport()
    {
        var first = _runs[0];
        var report = new ScanReport
        {
            Scanner = first.Scanner,
            ScannedAt = first.EndedAt,
            Subject = first.Subject,
            Coverage = SarifCoverage.Of(_collector.Findings),
            Succeeded = first.Succeeded,
            ResultsAbsent = !first.HasResults,
            Findings = _collector.Findings,
        };
        foreach (var run in _runs.Skip(1))
        {
            report = report with
            {
                Scanner = run.Scanner.Name == report.Scanner.Name ? report.Scanner : new ScannerFacts($"{report.Scanner.Name}+{run.Scanner.Name}"),
                ScannedAt = report.ScannedAt is { } at && run.EndedAt is { } end ? (end < at ? end : at) : null,
                Subject = run.Subject.Equals(report.Subject) || SarifRun.AreSame(run.Subject, report.Subject) ? report.Subject : new SubjectFacts(),
                Succeeded = report.Succeeded is true && run.Succeeded is true ? true : null,
                ResultsAbsent = report.ResultsAbsent || !run.HasResults,
            };
        }

        return report;
    }
}
