namespace PipelineKit.Evidence;

/// <summary>
/// Reads Grype JSON. <c>matches</c> is always there, empty for a clean image. It says how it was filtered (<c>descriptor.configuration</c>) and when its data was built; it does not list packages, so what was looked at is
/// known from the distribution, from the sources of its data, and from what was found.
/// </summary>
internal sealed class GrypeReport
{
    private const int Matches = 0;
    private const int Ignored = 1;
    private const int Alerts = 2;
    private const int Source = 3;
    private const int Distro = 4;
    private const int Descriptor = 5;

    private static readonly MemberTable Members = new("matches", "ignoredMatches", "alertsByPackage", "source", "distro", "descriptor");
    private static readonly MemberTable AlertMembers = new("alerts");
    private static readonly MemberTable AlertType = new("type");
    private static readonly MemberTable DistroMembers = new("name", "version");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly JsonValueReader _match;
    private GrypeDescriptor _descriptor = new();
    private SubjectFacts _subject = new();
    private OperatingSystemFacts? _system;
    private bool _isEndOfLife;
    private bool _hasMatches;
    private bool _hasDescriptor;

    private GrypeReport(JsonInput input)
    {
        (_input, _collector) = (input, new FindingCollector(input));
        _match = (ref JsonScan reader) => _collector.Add(GrypeMatch.Read(ref reader, _collector));
    }

    /// <summary>Reads a report.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var report = new GrypeReport(input);
        report.ReadMembers();
        return report.ToParts();
    }

    private void ReadMembers()
    {
        _input.EnterObject();
        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Matches:
                    _hasMatches = _input.ReadEach(_match);
                    break;
                case Ignored:
                    _input.ReadEach(_match);
                    break;
                case Alerts:
                    _input.ReadEach(ReadAlerts);
                    break;
                case Source:
                    _input.Read((ref JsonScan reader) => _subject = GrypeSource.Read(ref reader, _input.Texts));
                    break;
                case Distro:
                    _input.Read(ReadDistro);
                    break;
                case Descriptor:
                    _hasDescriptor = true;
                    _input.Read((ref JsonScan reader) => _descriptor = GrypeDescriptor.Read(ref reader, _input.Texts));
                    break;
            }
        }

        if (!_hasDescriptor || _descriptor.Scanner.Name is not "grype")
        {
            throw _input.Refuse(EvidenceProblem.UnknownFormat, "looks like a Grype report, but its descriptor does not name grype");
        }

        if (_descriptor.DatabaseError.Length > 0)
        {
            throw _input.Refuse(EvidenceProblem.ScanFailed, $"was made by Grype with a database that is not valid: {_descriptor.DatabaseError}");
        }
    }

    private void ReadAlerts(ref JsonScan reader)
    {
        var isEndOfLife = false;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(AlertMembers, ref seen) != JsonRead.End)
            {
                if (reader.EnterArray())
                {
                    while (reader.NextElement())
                    {
                        isEndOfLife |= ReadAlert(ref reader);
                    }
                }
            }
        }

        _isEndOfLife |= isEndOfLife;
    }

    private bool ReadAlert(ref JsonScan reader)
    {
        var isEndOfLife = false;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(AlertType, ref seen) != JsonRead.End)
            {
                isEndOfLife = reader.Text(_input.Texts) == "distro-eol";
            }
        }

        return isEndOfLife;
    }

    private void ReadDistro(ref JsonScan reader)
    {
        if (!reader.EnterObject())
        {
            return;
        }

        var values = new string?[2];
        var seen = 0UL;
        for (int member; (member = reader.NextMember(DistroMembers, ref seen)) != JsonRead.End;)
        {
            values[member] = reader.Text(_input.Texts);
        }

        _system = string.IsNullOrEmpty(values[0]) ? null : new OperatingSystemFacts(values[0]!, values[1] ?? "");
    }

    private EvidenceParts ToParts() => new()
    {
        Report = new ScanReport
        {
            Scanner = _descriptor.Scanner,
            ScannedAt = _descriptor.At,
            Subject = _subject with { OperatingSystem = _isEndOfLife && _system is not null ? _system with { IsEndOfLife = true } : _system },
            Coverage = GrypeCoverage.Of(_system, _descriptor.Providers, _collector.Findings),
            Filters = _descriptor.Filters,
            ResultsAbsent = !_hasMatches,
            Findings = _collector.Findings,
        },
    };
}
