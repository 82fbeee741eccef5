using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A rule: in scanners' logs, a vulnerability. <c>fullDescription</c> is not looked at: of a secret, it is the secret (Trivy).</summary>
internal sealed record SarifRule
{
    private const int IdMember = 0;
    private const int NameMember = 1;
    private const int Short = 2;
    private const int HelpMember = 3;
    private const int HelpUri = 4;
    private const int Configuration = 5;
    private const int PropertiesMember = 6;
    private const int Deprecated = 7;

    private static readonly MemberTable Members = new("id", "name", "shortDescription", "help", "helpUri", "defaultConfiguration", "properties", "deprecatedIds");
    private static readonly MemberTable Message = new("text");
    private static readonly MemberTable Level = new("level");
    private static readonly MemberTable PropertyMembers = new("tags", "security-severity", "cvssV3_severity", "fixed_version", "purls", "purl", "cvssv3_vector");

    /// <summary>The identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The name: Trivy's kind of finding.</summary>
    public string Name { get; private init; } = "";

    /// <summary>A few words.</summary>
    public string Title { get; private init; } = "";

    /// <summary>The lines of the help: Grype's facts.</summary>
    public string Help { get; private init; } = "";

    /// <summary>Where to read more, or null.</summary>
    public string? Url { get; private init; }

    /// <summary>The level results of this rule have; empty when not said.</summary>
    public string DefaultLevel { get; private init; } = "";

    /// <summary>Other identifiers.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>What the rule is about, in words.</summary>
    public IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>The score from 0 to 10, <c>security-severity</c>; null when not said.</summary>
    public double? Score { get; private set; }

    /// <summary>The vector of the score; null when not said.</summary>
    public string? Vector { get; private set; }

    /// <summary>The severity in words (Scout); empty when not said.</summary>
    public string SeverityWord { get; private set; } = "";

    /// <summary>The version with the fix (Scout); empty when not said.</summary>
    public string FixedVersion { get; private set; } = "";

    /// <summary>The packages (Scout, Grype).</summary>
    public IReadOnlyList<string> Purls { get; private set; } = [];

    /// <summary>Reads it.</summary>
    public static SarifRule Read(ref JsonScan reader, TextPool texts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var rule = new SarifRule { Id = "" };
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case IdMember:
                    rule = rule with { Id = reader.Text(texts) ?? "" };
                    break;
                case NameMember:
                    rule = rule with { Name = reader.Text(texts) ?? "" };
                    break;
                case Short:
                    rule = rule with { Title = FindingCollector.Title(ReadOne(ref reader, Message, texts)) };
                    break;
                case HelpMember:
                    rule = rule with { Help = SarifText.Head(ReadOne(ref reader, Message, texts)) };
                    break;
                case HelpUri:
                    rule = rule with { Url = FindingCollector.Url(reader.Text(texts)) };
                    break;
                case Configuration:
                    rule = rule with { DefaultLevel = ReadOne(ref reader, Level, texts) ?? "" };
                    break;
                case Deprecated:
                    rule = rule with { Aliases = (IReadOnlyList<string>?)reader.Texts(texts) ?? [] };
                    break;
                case PropertiesMember:
                    rule.ReadProperties(ref reader, texts);
                    break;
            }
        }

        return rule.Id.Length > 0 ? rule : throw new JsonWrongException(start, "has no id");
    }

    /// <summary>The text of the one member that is looked for; null when there is none.</summary>
    internal static string? ReadOne(ref JsonScan reader, MemberTable members, TextPool texts)
    {
        string? text = null;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(members, ref seen) != JsonRead.End)
            {
                text = reader.Text(texts);
            }
        }

        return text;
    }

    /// <summary>A score: most tools write it as text.</summary>
    internal static double? ReadScore(ref JsonScan reader, TextPool texts)
    {
        var score = reader.TokenType == JsonTokenType.Number ? reader.Number()
            : double.TryParse(reader.Text(texts), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
            : null;
        return score is >= 0 and <= 10 ? score : null;
    }

    private void ReadProperties(ref JsonScan reader, TextPool texts)
    {
        if (!reader.EnterObject())
        {
            return;
        }

        var purls = new List<string>();
        var seen = 0UL;
        for (int member; (member = reader.NextMember(PropertyMembers, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case 0:
                    Tags = (IReadOnlyList<string>?)reader.Texts(texts) ?? [];
                    break;
                case 1:
                    Score = ReadScore(ref reader, texts);
                    break;
                case 2:
                    SeverityWord = reader.Text(texts) ?? "";
                    break;
                case 3:
                    FixedVersion = reader.Text(texts) ?? "";
                    break;
                case 4:
                    purls.AddRange(reader.Texts(texts) ?? []);
                    break;
                case 5:
                    purls.Add(reader.Text(texts) ?? "");
                    break;
                default:
                    Vector = reader.Text(texts);
                    break;
            }
        }

        purls.RemoveAll(p => p.Length == 0);
        Purls = purls;
    }
}
