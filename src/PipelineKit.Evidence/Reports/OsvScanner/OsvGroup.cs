using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Records of OSV that are one vulnerability.</summary>
/// <param name="Ids">Their identifiers; at least one.</param>
/// <param name="Aliases">What else it is called.</param>
/// <param name="MaxSeverity">The largest CVSS score, as text; empty when none has one.</param>
/// <param name="Suppression">Why the scanner does not count it; null when it does.</param>
internal sealed record OsvGroup(IReadOnlyList<string> Ids, IReadOnlyList<string> Aliases, string MaxSeverity, Suppression? Suppression)
{
    private static readonly MemberTable Members = new("ids", "aliases", "max_severity", "experimental_analysis", "experimentalAnalysis");
    private static readonly MemberTable Analysis = new("called", "unimportant");

    /// <summary>Reads it.</summary>
    public static OsvGroup Read(ref JsonScan reader, TextPool texts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        List<string>? ids = null, aliases = null;
        var score = "";
        Suppression? suppression = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case 0:
                    ids = reader.Texts(texts);
                    break;
                case 1:
                    aliases = reader.Texts(texts);
                    break;
                case 2:
                    score = reader.Text(texts) ?? "";
                    break;
                default:
                    suppression = ReadAnalysis(ref reader, texts) ?? suppression;
                    break;
            }
        }

        return ids is { Count: > 0 }
            ? new OsvGroup(ids, (IReadOnlyList<string>?)aliases ?? [], score, suppression)
            : throw new JsonWrongException(start, "has no ids");
    }

    /// <summary>By identifier: whether the code is called, and whether the distribution finds it unimportant. It must hold for all of them.</summary>
    private static Suppression? ReadAnalysis(ref JsonScan reader, TextPool texts)
    {
        var (any, allUnimportant, allDismissed) = (false, true, true);
        if (!reader.EnterObject())
        {
            return null;
        }

        while (reader.NextName(texts) is not null)
        {
            any = true;
            var (isUncalled, isUnimportant) = (false, false);
            if (reader.EnterObject())
            {
                var seen = 0UL;
                for (int member; (member = reader.NextMember(Analysis, ref seen)) != JsonRead.End;)
                {
                    var truth = reader.Truth();
                    isUncalled |= member == 0 && truth == false;
                    isUnimportant |= member == 1 && truth == true;
                }
            }

            allUnimportant &= isUnimportant;
            allDismissed &= isUnimportant || isUncalled;
        }

        return !any || !allDismissed ? null
            : allUnimportant ? new Suppression("unimportant", "unimportant", "the distribution finds it unimportant")
            : new Suppression("unimportant", "uncalled", "no call reaches the code");
    }
}
