using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A result as the log has it; only what findings ask for.</summary>
internal sealed record SarifResult
{
    private const int RuleIdMember = 0;
    private const int RuleIndexMember = 1;
    private const int RuleMember = 2;
    private const int LevelMember = 3;
    private const int KindMember = 4;
    private const int BaselineMember = 5;
    private const int MessageMember = 6;
    private const int LocationsMember = 7;
    private const int SuppressionsMember = 8;
    private const int Properties = 9;

    private static readonly MemberTable Members = new("ruleId", "ruleIndex", "rule", "level", "kind", "baselineState", "message", "locations", "suppressions", "properties");
    private static readonly MemberTable Reference = new("id", "index");
    private static readonly MemberTable MessageMembers = new("text");
    private static readonly MemberTable Score = new("security-severity");
    private static readonly MemberTable SuppressionMembers = new("status", "justification");

    /// <summary>The rule's identifier; empty when only its index is said.</summary>
    public string RuleId { get; private set; } = "";

    /// <summary>The rule's place in the driver; null when not said.</summary>
    public int? RuleIndex { get; private set; }

    /// <summary>The level; empty when not said.</summary>
    public string Level { get; private set; } = "";

    /// <summary>Whether it is a finding at all: its kind is <c>fail</c>, and it is not one that the tool only knows from before (<c>absent</c>).</summary>
    public bool IsFinding { get; private set; } = true;

    /// <summary>The beginning of the message.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Where.</summary>
    public SarifPlace Place { get; private set; } = new(null, null);

    /// <summary>Its own score; null when not said.</summary>
    public double? OwnScore { get; private set; }

    /// <summary>Why the tool does not count it; null when it does.</summary>
    public Suppression? Suppression { get; private set; }

    /// <summary>Reads it.</summary>
    public static SarifResult Read(ref JsonScan reader, TextPool texts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var result = new SarifResult();
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case RuleIdMember:
                    result.RuleId = reader.Text(texts) is { Length: > 0 } id ? id : result.RuleId;
                    break;
                case RuleIndexMember:
                    result.RuleIndex = reader.Integer() ?? result.RuleIndex;
                    break;
                case RuleMember:
                    result.ReadRule(ref reader, texts);
                    break;
                case LevelMember:
                    result.Level = reader.Text(texts) ?? "";
                    break;
                case KindMember:
                    result.IsFinding &= reader.Text(texts) is null or "" or "fail";
                    break;
                case BaselineMember:
                    result.IsFinding &= reader.Text(texts) is not "absent";
                    break;
                case MessageMember:
                    result.Message = SarifText.Head(SarifRule.ReadOne(ref reader, MessageMembers, texts));
                    break;
                case LocationsMember:
                    result.Place = SarifPlace.Read(ref reader, texts);
                    break;
                case SuppressionsMember:
                    result.Suppression = ReadSuppressions(ref reader, texts);
                    break;
                case Properties:
                    result.ReadProperties(ref reader, texts);
                    break;
            }
        }

        return result.RuleId.Length > 0 || result.RuleIndex >= 0 ? result : throw new JsonWrongException(start, "names no rule, neither by ruleId nor by ruleIndex");
    }

    private void ReadRule(ref JsonScan reader, TextPool texts)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(Reference, ref seen)) != JsonRead.End;)
            {
                if (member == 0)
                {
                    RuleId = RuleId.Length > 0 ? RuleId : reader.Text(texts) ?? "";
                }
                else
                {
                    RuleIndex ??= reader.Integer();
                }
            }
        }
    }

    private void ReadProperties(ref JsonScan reader, TextPool texts)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(Score, ref seen) != JsonRead.End)
            {
                OwnScore = SarifRule.ReadScore(ref reader, texts);
            }
        }
    }

    /// <summary>A result is suppressed when there is a suppression, and none that is rejected or still under review (3.27.23, 3.35.3).</summary>
    private static Suppression? ReadSuppressions(ref JsonScan reader, TextPool texts)
    {
        Suppression? suppression = null;
        var isOpen = false;
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                var values = new string?[2];
                if (reader.EnterObject())
                {
                    var seen = 0UL;
                    for (int member; (member = reader.NextMember(SuppressionMembers, ref seen)) != JsonRead.End;)
                    {
                        values[member] = reader.Text(texts);
                    }
                }

                isOpen |= values[0] is not (null or "" or "accepted");
                suppression ??= new Suppression("sarif", "accepted", FindingCollector.Title(values[1]));
            }
        }

        return isOpen ? null : suppression;
    }
}
