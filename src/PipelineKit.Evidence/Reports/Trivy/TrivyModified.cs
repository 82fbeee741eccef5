using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A finding that an ignore file or a VEX document took out of the results (<c>ExperimentalModifiedFindings</c>): it stays a finding, with who took it out and why.</summary>
internal static class TrivyModified
{
    private const int LongestReason = 500;
    private static readonly MemberTable Members = new("Type", "Status", "Statement", "Source", "Finding");

    /// <summary>Reads it; null for what would be no finding either if it stood among the results.</summary>
    public static Finding? Read(ref JsonScan reader, FindingCollector collector, TrivyVulnerability vulnerability, string ecosystem, string? path)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonWrongException.Expected(reader, "an object");
        }

        var start = reader.TokenStartIndex;
        var finding = default(JsonScan);
        var values = new string?[4];
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            if (member < values.Length)
            {
                values[member] = reader.Text(collector.Texts);
                continue;
            }

            // What it is stands in Type, which may come later.
            finding = reader;
            reader.Pass();
        }

        if (finding.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonWrongException(start, "has no Finding");
        }

        var read = values[0] switch
        {
            "vulnerability" => vulnerability.Read(ref finding, ecosystem, path),
            "misconfiguration" => TrivyOthers.ReadMisconfiguration(ref finding, collector, path),
            "secret" => TrivyOthers.ReadSecret(ref finding, collector, path),
            "license" => TrivyOthers.ReadLicense(ref finding, collector, ecosystem),
            var other => throw new JsonWrongException(start, $"is of the Type '{FindingCollector.Title(other)}'; vulnerability, misconfiguration, secret and license are known"),
        };
        return read is null ? null : read with { Suppression = new Suppression(values[1] is "ignored" or "" or null ? "ignore" : "vex", values[1] ?? "", Reason(values[2], values[3])) };
    }

    private static string Reason(string? statement, string? source)
    {
        var reason = string.IsNullOrEmpty(source) ? statement ?? "" : string.IsNullOrEmpty(statement) ? $"({source})" : $"{statement} ({source})";
        return reason.Length > LongestReason ? reason[..LongestReason] : reason;
    }
}
