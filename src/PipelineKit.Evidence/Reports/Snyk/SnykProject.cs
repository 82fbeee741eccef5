using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A project of a Snyk report, with the applications below it.</summary>
internal sealed class SnykProject
{
    private const int Ok = 0;
    private const int Error = 1;
    private const int Vulnerabilities = 2;
    private const int PackageManager = 3;
    private const int TargetFile = 4;
    private const int DisplayTargetFile = 5;
    private const int PathMember = 6;
    private const int Platform = 7;
    private const int DependencyCount = 8;
    private const int Filtered = 9;
    private const int Applications = 10;

    private static readonly MemberTable Members = new(
        "ok", "error", "vulnerabilities", "packageManager", "targetFile", "displayTargetFile", "path", "platform", "dependencyCount", "filtered", "applications");

    private static readonly MemberTable FilteredMembers = new("ignore", "patch");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly List<CoveredPart> _coverage;
    private readonly JsonValueReader _issue;
    private readonly JsonValueReader _ignored;
    private HashSet<string> _seen = [];
    private bool _isFirst = true;

    /// <summary>Reads projects of this input.</summary>
    public SnykProject(JsonInput input, FindingCollector collector, List<CoveredPart> coverage)
    {
        (_input, _collector, _coverage) = (input, collector, coverage);
        _issue = (ref JsonScan reader) => Add(SnykIssue.Read(ref reader, collector));
        _ignored = (ref JsonScan reader) =>
        {
            var finding = SnykIssue.Read(ref reader, collector);
            Add(finding with { Suppression = finding.Suppression ?? new Suppression("ignore", "ignored", "") });
        };
    }

    /// <summary>What the first project is about.</summary>
    public SubjectFacts Subject { get; private set; } = new();

    /// <summary>Whether a project has no list of vulnerabilities.</summary>
    public bool ResultsAbsent { get; private set; }

    /// <summary>Reads the project that is the next value.</summary>
    public void Read()
    {
        if (!_input.EnterObject())
        {
            throw new JsonWrongException(0, "is null; an object is expected");
        }

        var first = _collector.Findings.Count;
        var (applicationsFrom, applicationsTo) = (first, first);
        var values = new string?[Applications];
        var (isFailed, hasResults) = (false, false);
        int? dependencies = null;
        var outer = _seen;
        _seen = new HashSet<string>(StringComparer.Ordinal);
        var isFirst = _isFirst;
        _isFirst = false;
        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Ok:
                    _input.Read((ref JsonScan reader) => reader.Truth());
                    break;
                case Error:
                    isFailed = true;
                    _input.Read((ref JsonScan reader) => values[Error] = ReadError(ref reader));
                    break;
                case Vulnerabilities:
                    hasResults = _input.ReadEach(_issue);
                    break;
                case DependencyCount:
                    _input.Read((ref JsonScan reader) => dependencies = reader.Integer());
                    break;
                case Filtered:
                    ReadFiltered();
                    break;
                case Applications:
                    applicationsFrom = _collector.Findings.Count;
                    ReadApplications();
                    applicationsTo = _collector.Findings.Count;
                    break;
                default:
                    _input.Read((ref JsonScan reader) => values[member] = reader.Text(_input.Texts));
                    break;
            }
        }

        if (isFailed)
        {
            throw _input.Refuse(EvidenceProblem.ScanFailed, $"says itself that the scan failed: {FindingCollector.Title(values[Error])}");
        }

        Place(first, applicationsFrom, values);
        Place(applicationsTo, _collector.Findings.Count, values);
        _seen = outer;
        ResultsAbsent |= !hasResults;
        _coverage.Add(new CoveredPart(SnykIssue.Ecosystem(values[PackageManager]), values[DisplayTargetFile] ?? values[TargetFile] ?? "", dependencies));
        if (isFirst)
        {
            Subject = new SubjectFacts { Name = values[PathMember] ?? "", Manifests = Digests.Of(values[PathMember]), Platform = values[Platform] is { Length: > 0 } platform ? platform : null };
        }
    }

    private void ReadApplications()
    {
        if (_input.EnterArray())
        {
            while (_input.NextElement())
            {
                Read();
            }
        }
    }

    private void ReadFiltered()
    {
        if (_input.EnterObject())
        {
            var seen = 0UL;
            while (_input.NextMember(FilteredMembers, ref seen) != JsonRead.End)
            {
                _input.ReadEach(_ignored);
            }
        }
    }

    private string ReadError(ref JsonScan reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.Text(_input.Texts)!;
        }

        reader.Pass();
        return "";
    }

    private void Add(Finding finding)
    {
        if (_seen.Add($"{finding.Id}\n{finding.Package.Name}\n{finding.Package.Version}\n{finding.Suppression is not null}"))
        {
            _collector.Add(finding);
        }
    }

    /// <summary>The manager and the file of a project may stand behind its vulnerabilities.</summary>
    private void Place(int from, int to, string?[] values)
    {
        var ecosystem = SnykIssue.Ecosystem(values[PackageManager]);
        var path = values[DisplayTargetFile] ?? values[TargetFile];
        for (var i = from; i < to; i++)
        {
            var finding = _collector.Findings[i];
            if (finding.Package.Type.Length == 0 && ecosystem.Length > 0)
            {
                finding = finding with { Package = SnykIssue.Package(ecosystem, finding.Package) };
            }

            _collector.Findings[i] = finding.Path is null && !string.IsNullOrEmpty(path) ? finding with { Path = path } : finding;
        }
    }
}
