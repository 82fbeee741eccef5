using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A match, or one that was ignored: vulnerability, package, and how sure Grype is.</summary>
internal static class GrypeMatch
{
    private const int VulnerabilityMember = 0;
    private const int Related = 1;
    private const int Details = 2;
    private const int Artifact = 3;
    private const int Rules = 4;

    private static readonly MemberTable Members = new("vulnerability", "relatedVulnerabilities", "matchDetails", "artifact", "appliedIgnoreRules");
    private static readonly MemberTable DetailMembers = new("type");
    private static readonly MemberTable RuleMembers = new("vex-status", "reason", "vex-justification", "fix-state");

    /// <summary>Reads it.</summary>
    public static Finding Read(ref JsonScan reader, FindingCollector collector)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var vulnerability = new GrypeVulnerability(collector);
        GrypeArtifact? artifact = null;
        Suppression? suppression = null;
        var isLowConfidence = false;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case VulnerabilityMember:
                    vulnerability.Read(ref reader);
                    break;
                case Related when reader.EnterArray():
                    while (reader.NextElement())
                    {
                        vulnerability.ReadRelated(ref reader);
                    }

                    break;
                case Details:
                    isLowConfidence = AreAllByCpe(ref reader, collector.Texts);
                    break;
                case Artifact:
                    artifact = GrypeArtifact.Read(ref reader, collector);
                    break;
                case Rules:
                    suppression = ReadRules(ref reader, collector.Texts);
                    break;
            }
        }

        return artifact is null || vulnerability.Id.Length == 0
            ? throw new JsonWrongException(start, artifact is null ? "has no artifact" : "has no vulnerability with an id")
            : vulnerability.ToFinding(artifact) with { IsLowConfidence = isLowConfidence, Suppression = suppression };
    }

    /// <summary>A match by CPE alone may be a package that only has the same name.</summary>
    private static bool AreAllByCpe(ref JsonScan reader, TextPool texts)
    {
        var (any, all) = (false, true);
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                if (reader.EnterObject())
                {
                    var seen = 0UL;
                    while (reader.NextMember(DetailMembers, ref seen) != JsonRead.End)
                    {
                        any = true;
                        all &= reader.Text(texts) == "cpe-match";
                    }
                }
            }
        }

        return any && all;
    }

    private static Suppression? ReadRules(ref JsonScan reader, TextPool texts)
    {
        Suppression? suppression = null;
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                var rule = ReadRule(ref reader, texts);
                suppression ??= rule;
            }
        }

        return suppression;
    }

    private static Suppression ReadRule(ref JsonScan reader, TextPool texts)
    {
        var values = new string?[4];
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(RuleMembers, ref seen)) != JsonRead.End;)
            {
                values[member] = reader.Text(texts) is { Length: > 0 } text ? text : null;
            }
        }

        var reason = values[1] ?? values[2] ?? (values[3] is { } state ? $"fix state {state}" : "");
        return values[0] is { } status ? new Suppression("vex", status, FindingCollector.Title(reason)) : new Suppression("ignore", "ignored", FindingCollector.Title(reason));
    }
}
