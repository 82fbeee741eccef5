namespace PipelineKit.Evidence;

/// <summary>One entry of <c>Results</c>: a lock file, the packages of the distribution, a file with secrets.</summary>
internal sealed class TrivyResult
{
    private const int TargetMember = 0;
    private const int ClassMember = 1;
    private const int TypeMember = 2;
    private const int Packages = 3;
    private const int Vulnerabilities = 4;
    private const int Misconfigurations = 5;
    private const int Secrets = 6;
    private const int Licenses = 7;

    private static readonly MemberTable Members = new(
        "Target", "Class", "Type", "Packages", "Vulnerabilities", "Misconfigurations", "Secrets", "Licenses", "ExperimentalModifiedFindings");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly TrivyVulnerability _reader;
    private readonly JsonValueReader _vulnerability;
    private readonly JsonValueReader _package;
    private readonly List<CoveredPart> _coverage = [];
    private string _target = "";
    private string _class = "";
    private string _type = "";
    private int _packages;

    /// <summary>Reads entries of this input.</summary>
    public TrivyResult(JsonInput input)
    {
        (_input, _collector) = (input, new FindingCollector(input));
        _reader = new TrivyVulnerability(_collector);
        _vulnerability = (ref JsonScan reader) => _collector.Add(_reader.Read(ref reader, Ecosystem, Path));
        _package = (ref JsonScan reader) =>
        {
            if (!reader.EnterObject())
            {
                throw JsonWrongException.Expected(reader, "an object");
            }

            reader.Pass();
            _packages++;
        };
    }

    /// <summary>What the entries so far looked at.</summary>
    public IReadOnlyList<CoveredPart> Coverage => _coverage;

    /// <summary>What they found.</summary>
    public IReadOnlyList<Finding> Findings => _collector.Findings;

    // Asked for by each finding, made when one of the names is known.
    private string Ecosystem { get; set; } = "";

    /// <summary>Findings in lock files are in that file; packages of the distribution and collected ones (<c>Java</c>) are not in a file named like their target.</summary>
    private string? Path { get; set; }

    private string? PathOf() => _class is "os-pkgs" || (_class.Length == 0 && TrivyTypes.IsDistribution(_type)) || _target is "" or "Java" or "Node.js" or "Python" or "Ruby" or "Conda" ? null : _target;

    /// <summary>Reads the entry that is the next value.</summary>
    public void Read()
    {
        (_target, _class, _type, _packages) = ("", "", "", 0);
        (Ecosystem, Path) = (TrivyTypes.Ecosystem(""), PathOf());
        var first = Findings.Count;
        var (hasPackages, isLate) = (false, false);
        if (!_input.EnterObject())
        {
            throw new JsonWrongException(0, "is null; an object is expected");
        }

        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case TargetMember or ClassMember or TypeMember:
                    isLate |= Findings.Count > first;
                    _input.Read((ref JsonScan reader) => SetName(member, reader.Text(_input.Texts) ?? ""));
                    break;
                case Packages:
                    hasPackages = _input.ReadEach(_package);
                    break;
                case Vulnerabilities:
                    _input.ReadEach(_vulnerability);
                    break;
                default:
                    ReadOthers(member);
                    break;
            }
        }

        if (isLate)
        {
            Correct(first);
        }

        Cover(hasPackages ? _packages : null);
    }

    private void ReadOthers(int member) => _input.ReadEach((ref JsonScan reader) =>
    {
        var finding = member switch
        {
            Misconfigurations => TrivyOthers.ReadMisconfiguration(ref reader, _collector, Path),
            Secrets => TrivyOthers.ReadSecret(ref reader, _collector, Path),
            Licenses => TrivyOthers.ReadLicense(ref reader, _collector, Ecosystem),
            _ => TrivyModified.Read(ref reader, _collector, _reader, Ecosystem, Path),
        };
        if (finding is not null)
        {
            _collector.Add(finding);
        }
    });

    private void SetName(int member, string value)
    {
        switch (member)
        {
            case TargetMember:
                _target = value;
                break;
            case ClassMember:
                _class = value;
                break;
            default:
                _type = value;
                break;
        }

        (Ecosystem, Path) = (TrivyTypes.Ecosystem(_type), PathOf());
    }

    /// <summary>Target, class or type stood behind findings that need them.</summary>
    private void Correct(int first)
    {
        for (var i = first; i < Findings.Count; i++)
        {
            var finding = Findings[i];
            var package = finding.Package is { Purl: null, Name.Length: > 0 } named ? named with { Type = Ecosystem } : finding.Package;
            _collector.Findings[i] = finding with { Path = finding.Path ?? Path, Package = package };
        }
    }

    private void Cover(int? packages)
    {
        var ecosystem = _class switch
        {
            "os-pkgs" or "lang-pkgs" or "" => Ecosystem,
            "secret" => "secret",
            "config" => "misconfiguration",
            "license" or "license-file" => "license",
            _ => "",
        };
        if (ecosystem.Length > 0)
        {
            _coverage.Add(new CoveredPart(ecosystem, _target, packages));
        }
    }
}
