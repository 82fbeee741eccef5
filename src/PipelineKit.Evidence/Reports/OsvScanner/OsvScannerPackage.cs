using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>A package of OSV-Scanner's results: its records are remembered, and its groups, which may stand before or behind them, become findings.</summary>
internal sealed class OsvScannerPackage
{
    private const int PackageMember = 0;
    private const int Vulnerabilities = 1;
    private const int Groups = 2;
    private const int Violations = 3;

    private static readonly MemberTable Members = new("package", "vulnerabilities", "groups", "license_violations");
    private static readonly MemberTable PackageMembers = new("name", "version", "ecosystem");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly Dictionary<string, OsvScannerRecord> _records = new(StringComparer.Ordinal);
    private readonly List<OsvGroup> _groups = [];
    private readonly List<string> _violations = [];
    private readonly JsonValueReader _record;
    private readonly JsonValueReader _group;
    private readonly JsonValueReader _violation;
    private readonly string[] _names = new string[3];

    /// <summary>Reads packages of this input.</summary>
    public OsvScannerPackage(JsonInput input, FindingCollector collector)
    {
        (_input, _collector) = (input, collector);
        _record = (ref JsonScan reader) =>
        {
            var at = reader.TokenStartIndex;
            var record = OsvScannerRecord.Read(ref reader, collector);
            if (!_records.TryAdd(record.Id, record))
            {
                throw new JsonWrongException(at, $"has the id {record.Id}, as another of the package does");
            }
        };
        _group = (ref JsonScan reader) => _groups.Add(OsvGroup.Read(ref reader, input.Texts));
        _violation = (ref JsonScan reader) => _violations.Add(reader.Text(input.Texts) ?? "");
    }

    /// <summary>Reads the package that is the next value.</summary>
    /// <returns>Its ecosystem, as a type of package URL.</returns>
    public string Read()
    {
        if (!_input.EnterObject())
        {
            throw new JsonWrongException(0, "is null; an object is expected");
        }

        _records.Clear();
        _groups.Clear();
        _violations.Clear();
        _names.AsSpan().Fill("");
        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case PackageMember:
                    _input.Read(ReadNames);
                    break;
                case Vulnerabilities:
                    _input.ReadEach(_record);
                    break;
                case Groups:
                    _input.ReadEach(_group);
                    break;
                case Violations:
                    _input.ReadEach(_violation);
                    break;
            }
        }

        AddFindings();
        return OsvScannerEcosystems.PurlType(_names[2]);
    }

    private void ReadNames(ref JsonScan reader)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(PackageMembers, ref seen)) != JsonRead.End;)
            {
                _names[member] = reader.Text(_input.Texts) ?? "";
            }
        }
    }

    private void AddFindings()
    {
        var package = _collector.Package(OsvScannerEcosystems.PurlType(_names[2]), _names[0], _names[1], null);
        var grouped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in _groups)
        {
            grouped.UnionWith(group.Ids);
            Add(group, package);
        }

        foreach (var record in _records.Values)
        {
            if (!grouped.Contains(record.Id))
            {
                Add(new OsvGroup([record.Id], [], "", null), package);
            }
        }

        foreach (var violation in _violations)
        {
            _collector.Add(new Finding { Kind = FindingKind.License, Id = violation.Length > 0 ? violation : "UNKNOWN", Package = package, Title = "a licence that is not on the list the scanner was given" });
        }
    }

    private void Add(OsvGroup group, PackageIdentity package)
    {
        var records = new List<OsvScannerRecord>();
        var (known, withdrawn) = (0, 0);
        foreach (var id in group.Ids)
        {
            if (_records.TryGetValue(id, out var record))
            {
                known++;
                withdrawn += record.IsWithdrawn ? 1 : 0;
                if (!record.IsWithdrawn)
                {
                    records.Add(record);
                }
            }
        }

        // All of it was taken back by those who said it.
        if (known > 0 && withdrawn == known && known == group.Ids.Count)
        {
            return;
        }

        var ratings = new List<SeverityRating>();
        var aliases = new List<string>(group.Ids);
        var (fixes, title) = (new List<string>(), "");
        DateTimeOffset? published = null;
        aliases.AddRange(group.Aliases);
        foreach (var record in records)
        {
            ratings.AddRange(record.Ratings);
            aliases.AddRange(record.Aliases);
            fixes.AddRange(record.FixesOf(_names[0], _names[2], package.Version));
            published = published is null || record.Published < published ? record.Published ?? published : published;
            title = title.Length > 0 ? title : record.Title;
        }

        var main = records.Count > 0 ? records[0].Id : group.Ids[0];
        aliases.RemoveAll(a => a == main);
        _collector.Add(new Finding
        {
            Kind = group.Ids.Any(id => id.StartsWith("MAL-", StringComparison.Ordinal)) ? FindingKind.Malware : FindingKind.Vulnerability,
            Id = main,
            Aliases = [.. aliases.Distinct(StringComparer.Ordinal)],
            Package = package,
            Severity = SeverityOf(group, ratings),
            Ratings = ratings,
            Fix = fixes.Count > 0 ? FixState.Fixed : records.Count > 0 && records.All(r => r.SaysRanges) ? FixState.NotFixed : FixState.Unknown,
            FixedVersions = [.. fixes.Distinct(StringComparer.Ordinal)],
            Published = published,
            Title = title,
            Url = $"https://osv.dev/{main}",
            Suppression = group.Suppression,
        });
    }

    /// <summary>The scanner's own number; where it has none (no vector, or one it could not read) the gravest of what the records say.</summary>
    private static Severity SeverityOf(OsvGroup group, List<SeverityRating> ratings)
    {
        if (double.TryParse(group.MaxSeverity, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 10)
        {
            return Cvss.SeverityOf(score);
        }

        var worst = Severity.Unknown;
        foreach (var rating in ratings)
        {
            worst = rating.Severity > worst ? rating.Severity : worst;
        }

        return worst;
    }
}
