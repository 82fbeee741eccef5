namespace PipelineKit.Evidence;

/// <summary>One run of one tool. Rules may stand behind the results that name them: results are kept small until the run is read.</summary>
internal sealed class SarifRun
{
    private const int Tool = 0;
    private const int Results = 1;
    private const int Invocations = 2;
    private const int Properties = 3;

    private static readonly MemberTable Members = new("tool", "results", "invocations", "properties");
    private static readonly MemberTable InvocationMembers = new("executionSuccessful", "endTimeUtc", "exitCodeDescription");
    private static readonly MemberTable PropertyMembers = new("imageName", "imageID", "repoDigests");

    private readonly JsonInput _input;
    private readonly FindingCollector _collector;
    private readonly SarifTool _tool;
    private readonly List<SarifResult> _results = [];
    private readonly JsonValueReader _result;

    /// <summary>Reads a run of this input.</summary>
    public SarifRun(JsonInput input, FindingCollector collector)
    {
        (_input, _collector) = (input, collector);
        _tool = new SarifTool(input);
        _result = (ref JsonScan reader) =>
        {
            var result = SarifResult.Read(ref reader, input.Texts);
            if (collector.Findings.Count + _results.Count >= input.Limits.Items)
            {
                throw input.Refuse(EvidenceProblem.TooLarge, $"has more than the {input.Limits.Items} findings that are kept of a document");
            }

            _results.Add(result);
        };
    }

    /// <summary>The tool.</summary>
    public ScannerFacts Scanner => _tool.Facts;

    /// <summary>Whether the run has a list of results.</summary>
    public bool HasResults { get; private set; }

    /// <summary>Whether the run says that it succeeded; null when it does not say.</summary>
    public bool? Succeeded { get; private set; }

    /// <summary>When it ended; null when not said.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What was scanned, as Trivy says it.</summary>
    public SubjectFacts Subject { get; private set; } = new();

    /// <summary>Whether two runs are about the same image.</summary>
    public static bool AreSame(SubjectFacts one, SubjectFacts other) =>
        one.Name == other.Name && one.Manifests.SequenceEqual(other.Manifests) && one.Configs.SequenceEqual(other.Configs);

    /// <summary>Reads the run that is the next value; its findings go to the collector.</summary>
    public void Read()
    {
        if (!_input.EnterObject())
        {
            throw new JsonWrongException(0, "is null; an object is expected");
        }

        var seen = 0UL;
        for (int member; (member = _input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Tool:
                    _tool.Read();
                    break;
                case Results:
                    HasResults = _input.ReadEach(_result);
                    break;
                case Invocations:
                    _input.ReadEach(ReadInvocation);
                    break;
                case Properties:
                    _input.Read(ReadProperties);
                    break;
            }
        }

        if (_tool.Facts.Name.Length == 0)
        {
            throw _input.Refuse(EvidenceProblem.Damaged, $"{_input.Path()} has no tool.driver.name");
        }

        foreach (var result in _results)
        {
            foreach (var finding in SarifFinding.Of(result, _tool.RuleOf(result), _tool.Facts.Name, _collector))
            {
                _collector.Add(finding);
            }
        }
    }

    private void ReadInvocation(ref JsonScan reader)
    {
        bool? succeeded = null;
        DateTimeOffset? end = null;
        var why = "";
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(InvocationMembers, ref seen)) != JsonRead.End;)
            {
                switch (member)
                {
                    case 0:
                        succeeded = reader.Truth();
                        break;
                    case 1:
                        end = reader.Instant();
                        break;
                    default:
                        why = FindingCollector.Title(reader.Text(_input.Texts));
                        break;
                }
            }
        }

        if (succeeded == false)
        {
            throw _input.Refuse(EvidenceProblem.ScanFailed, $"says itself that the scan failed ({_input.Path()}.executionSuccessful is false{(why.Length > 0 ? ": " + why : "")})");
        }

        Succeeded = succeeded ?? Succeeded;
        EndedAt = end > EndedAt || EndedAt is null ? end ?? EndedAt : EndedAt;
    }

    private void ReadProperties(ref JsonScan reader)
    {
        var subject = Subject;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(PropertyMembers, ref seen)) != JsonRead.End;)
            {
                subject = member switch
                {
                    0 => subject with { Name = reader.Text(_input.Texts) ?? "" },
                    1 => subject with { Configs = Digests.Of(reader.Text(_input.Texts)) },
                    _ => subject with { Manifests = Digests.Of(reader.Texts(_input.Texts)) },
                };
            }
        }

        Subject = subject;
    }
}
