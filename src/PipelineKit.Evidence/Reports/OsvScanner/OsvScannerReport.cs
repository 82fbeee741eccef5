namespace PipelineKit.Evidence;

/// <summary>
/// Reads OSV-Scanner JSON. What counts are its groups, in which it unites aliases; a group is one finding. Packages without vulnerabilities are not listed unless it was asked to, so no number of packages is claimed.
/// </summary>
internal sealed class OsvScannerReport
{
    private const int Source = 0;
    private const int Packages = 1;

    private static readonly MemberTable ResultMembers = new("source", "packages");
    private static readonly MemberTable SourceMembers = new("path", "type");
    private static readonly MemberTable ImageMembers = new("os", "layer_metadata");
    private static readonly MemberTable LayerMembers = new("diff_id");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly OsvScannerPackage _package;
    private readonly HashSet<CoveredPart> _coverage = [];
    private List<string> _layers = [];
    private OperatingSystemFacts? _system;
    private string _path = "";
    private bool _hasResults;

    private OsvScannerReport(JsonInput input)
    {
        (_input, _collector) = (input, new FindingCollector(input));
        _package = new OsvScannerPackage(input, _collector);
    }

    /// <summary>Reads a report.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var report = new OsvScannerReport(input);
        report.ReadMembers();
        return new EvidenceParts
        {
            Report = new ScanReport
            {
                Scanner = new ScannerFacts("osv-scanner"),
                Subject = new SubjectFacts { DiffIds = Digests.Of(report._layers), OperatingSystem = report._system },
                Coverage = [.. report._coverage],
                ResultsAbsent = !report._hasResults,
                Findings = report._collector.Findings,
            },
        };
    }

    private void ReadMembers()
    {
        _input.EnterObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_input.NextName() is { } name)
        {
            if (!seen.Add(name))
            {
                throw new JsonWrongException(0, "is there twice");
            }

            switch (name)
            {
                case "results":
                    ReadResults();
                    break;
                case "image_metadata":
                    _input.Read(ReadImage);
                    break;
                case "license_summary" or "experimental":
                    _input.Skip();
                    break;
                default:
                    // "results" is a common word: with members beside it that are not OSV-Scanner's, the document is something else.
                    if (!name.StartsWith("experimental_", StringComparison.Ordinal))
                    {
                        throw _input.Refuse(EvidenceProblem.UnknownFormat, $"has results as an OSV-Scanner report has, but also the member {FindingCollector.Title(name)}, which none has");
                    }

                    _input.Skip();
                    break;
            }
        }
    }

    private void ReadResults()
    {
        if (_input.EnterArray())
        {
            _hasResults = true;
            while (_input.NextElement())
            {
                ReadResult();
            }
        }
    }

    private void ReadResult()
    {
        if (!_input.EnterObject())
        {
            throw new JsonWrongException(0, "is null; an object is expected");
        }

        _path = "";
        var first = _collector.Findings.Count;
        var ecosystems = new List<string>();
        var seen = 0UL;
        for (int member; (member = _input.NextMember(ResultMembers, ref seen)) != JsonRead.End;)
        {
            if (member == Source)
            {
                _input.Read(ReadSource);
            }
            else if (_input.EnterArray())
            {
                while (_input.NextElement())
                {
                    ecosystems.Add(_package.Read());
                }
            }
        }

        if (seen != ((1 << Source) | (1 << Packages)))
        {
            throw _input.Refuse(EvidenceProblem.UnknownFormat, "has results without source and packages: it is no report of OSV-Scanner");
        }

        Place(first, ecosystems);
    }

    /// <summary>The source may stand behind its packages.</summary>
    private void Place(int first, List<string> ecosystems)
    {
        for (var i = first; i < _collector.Findings.Count; i++)
        {
            _collector.Findings[i] = _collector.Findings[i] with { Path = _path.Length > 0 ? _path : null };
        }

        foreach (var ecosystem in ecosystems)
        {
            _coverage.Add(new CoveredPart(ecosystem, _path, null));
        }
    }

    private void ReadSource(ref JsonScan reader)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(SourceMembers, ref seen)) != JsonRead.End;)
            {
                var text = reader.Text(_input.Texts) ?? "";
                _path = member == 0 ? text : _path;
            }
        }
    }

    private void ReadImage(ref JsonScan reader)
    {
        if (!reader.EnterObject())
        {
            return;
        }

        var layers = new List<string>();
        var seen = 0UL;
        for (int member; (member = reader.NextMember(ImageMembers, ref seen)) != JsonRead.End;)
        {
            if (member == 0)
            {
                _system = OsvScannerEcosystems.System(reader.Text(_input.Texts));
            }
            else if (reader.EnterArray())
            {
                while (reader.NextElement())
                {
                    ReadLayer(ref reader, layers);
                }
            }
        }

        _layers = layers;
    }

    private void ReadLayer(ref JsonScan reader, List<string> layers)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(LayerMembers, ref seen) != JsonRead.End)
            {
                layers.Add(reader.Text(_input.Texts) ?? "");
            }
        }
    }
}
