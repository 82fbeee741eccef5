namespace PipelineKit.Evidence;

/// <summary>The tool of a run: its driver and extensions, each with rules.</summary>
internal sealed class SarifTool
{
    private const int Name = 0;
    private const int Version = 1;
    private const int SemanticVersion = 2;
    private const int Rules = 3;

    private static readonly MemberTable Members = new("driver", "extensions");
    private static readonly MemberTable ComponentMembers = new("name", "version", "semanticVersion", "rules");

    private readonly JsonInput _input;
    private readonly JsonValueReader _rule;
    private readonly Dictionary<string, SarifRule> _byId = new(StringComparer.Ordinal);
    private readonly List<SarifRule> _driver = [];
    private bool _inDriver;

    /// <summary>Reads the tool of a run of this input.</summary>
    public SarifTool(JsonInput input)
    {
        _input = input;
        _rule = (ref JsonScan reader) => Add(SarifRule.Read(ref reader, input.Texts));
    }

    /// <summary>Its name, in lower case, and version; the name is empty when it has none.</summary>
    public ScannerFacts Facts { get; private set; } = new("");

    /// <summary>Reads the value that is next.</summary>
    public void Read()
    {
        if (!_input.EnterObject())
        {
            return;
        }

        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            _inDriver = member == 0;
            if (_inDriver)
            {
                ReadComponent();
            }
            else if (_input.EnterArray())
            {
                while (_input.NextElement())
                {
                    ReadComponent();
                }
            }
        }
    }

    /// <summary>The rule of a result: by index, when that is the driver's and has the same identifier, else by identifier.</summary>
    public SarifRule? RuleOf(SarifResult result)
    {
        if (result.RuleIndex is { } index && index >= 0 && index < _driver.Count && (result.RuleId.Length == 0 || IsRule(result.RuleId, _driver[index].Id)))
        {
            return _driver[index];
        }

        if (_byId.TryGetValue(result.RuleId, out var rule))
        {
            return rule;
        }

        // "CA1000/minor" is a case of the rule "CA1000" (3.27.5).
        var slash = result.RuleId.LastIndexOf('/');
        return slash > 0 ? _byId.GetValueOrDefault(result.RuleId[..slash]) : null;
    }

    private static bool IsRule(string id, string rule) => id == rule || id.StartsWith(rule + "/", StringComparison.Ordinal);

    private void ReadComponent()
    {
        if (!_input.EnterObject())
        {
            return;
        }

        var values = new string?[Rules];
        var seen = 0UL;
        for (int member; (member = _input.NextMember(ComponentMembers, ref seen)) != JsonRead.End;)
        {
            if (member == Rules)
            {
                _input.ReadEach(_rule);
            }
            else
            {
                _input.Read((ref JsonScan reader) => values[member] = reader.Text(_input.Texts));
            }
        }

        if (_inDriver)
        {
            Facts = new ScannerFacts(NameOf(values[Name] ?? ""), values[Version] ?? values[SemanticVersion] ?? "");
        }
    }

    private void Add(SarifRule rule)
    {
        if (_byId.Count >= _input.Limits.Items)
        {
            throw _input.Refuse(EvidenceProblem.TooLarge, $"has more than {_input.Limits.Items} rules");
        }

        _byId[rule.Id] = rule;
        if (_inDriver)
        {
            _driver.Add(rule);
        }
    }

    private static string NameOf(string name) => name.ToLowerInvariant() switch
    {
        "docker scout" or "scout" => "docker-scout",
        "osv-scanner" or "osv scanner" => "osv-scanner",
        var other => other,
    };
}
