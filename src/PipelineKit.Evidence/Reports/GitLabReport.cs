namespace PipelineKit.Evidence;

/// <summary>Reads GitLab's container scanning and dependency scanning reports (https://gitlab.com/gitlab-org/security-products/security-report-schemas).</summary>
internal sealed class GitLabReport
{
    private const int Version = 0;
    private const int Scan = 1;
    private const int Vulnerabilities = 2;

    private const int ScannerMember = 0;
    private const int EndTime = 1;
    private const int Status = 2;
    private const int TypeMember = 3;

    private static readonly MemberTable Members = new("version", "scan", "vulnerabilities");
    private static readonly MemberTable ScanMembers = new("scanner", "end_time", "status", "type");
    private static readonly MemberTable ScannerMembers = new("id", "version");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly GitLabFinding _finding;
    private ScannerFacts _scanner = new("gitlab");
    private DateTimeOffset? _endedAt;
    private string _version = "";
    private string _status = "";
    private string? _type;
    private bool _hasResults;

    private GitLabReport(JsonInput input)
    {
        (_input, _collector) = (input, new FindingCollector(input));
        _finding = new GitLabFinding(_collector);
    }

    /// <summary>Reads a report.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var report = new GitLabReport(input);
        report.ReadMembers();
        return new EvidenceParts
        {
            FormatVersion = report._version,
            Report = new ScanReport
            {
                Scanner = report._scanner,
                ScannedAt = report._endedAt,
                Subject = report._finding.Subject,
                Coverage = SarifCoverage.Of(report._collector.Findings),
                Succeeded = report._status == "success" ? true : null,
                ResultsAbsent = !report._hasResults,
                Findings = report._collector.Findings,
            },
        };
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
                case Scan:
                    _input.Read(ReadScan);
                    break;
                case Vulnerabilities:
                    _hasResults = _input.ReadEach((ref JsonScan reader) => _collector.Add(_finding.Read(ref reader)));
                    break;
            }
        }

        if (_type is not ("container_scanning" or "dependency_scanning" or "cluster_image_scanning"))
        {
            throw _input.Refuse(
                EvidenceProblem.UnknownFormat,
                $"looks like a GitLab security report, but scan.type is {(_type is null ? "missing" : FindingCollector.Title(_type))}; container_scanning, cluster_image_scanning and dependency_scanning are read");
        }

        if (_status == "failure")
        {
            throw _input.Refuse(EvidenceProblem.ScanFailed, "says itself that the scan failed (scan.status is failure)");
        }
    }

    private void ReadScan(ref JsonScan reader)
    {
        if (!reader.EnterObject())
        {
            return;
        }

        var seen = 0UL;
        for (int member; (member = reader.NextMember(ScanMembers, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case ScannerMember:
                    ReadScanner(ref reader);
                    break;
                case EndTime:
                    _endedAt = reader.Instant();
                    break;
                case Status:
                    _status = reader.Text(_input.Texts) ?? "";
                    break;
                case TypeMember:
                    _type = reader.Text(_input.Texts);
                    break;
            }
        }
    }

    private void ReadScanner(ref JsonScan reader)
    {
        var values = new string?[2];
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(ScannerMembers, ref seen)) != JsonRead.End;)
            {
                values[member] = reader.Text(_input.Texts);
            }
        }

        _scanner = new ScannerFacts(string.IsNullOrEmpty(values[0]) ? "gitlab" : values[0]!.ToLowerInvariant(), values[1] ?? "");
    }
}
