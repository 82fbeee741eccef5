using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Holds what was signed about a promotion against its line.</summary>
internal static class ChainClaims
{
    /// <summary>The first thing that differs, as a clause; null when the statement says what the line says.</summary>
    internal static string? Difference(InTotoStatement statement, ChainStep step)
    {
        var entry = step.Entry;
        if (statement.PredicateType != PromotionRecord.PredicateType)
        {
            return $"it is of the type {statement.PredicateType}";
        }

        if (statement.Predicate.ValueKind != JsonValueKind.Object)
        {
            return "it has no predicate";
        }

        var signed = statement.Predicate;
        var source = entry.FromImage.Length > 0 ? $"{entry.FromImage}@{entry.Digest}" : "";
        (string Name, string Signed, string Said)[] texts =
        [
            ("digest", Text(signed, "digest"), entry.Digest.Text),
            ("dstRef", Text(signed, "dstRef"), $"{entry.Image}@{entry.Digest}"),
            ("srcRef", Text(signed, "srcRef"), source),
            ("app", Text(signed, "app"), entry.App),
            ("action", Text(signed, "action"), entry.Action == LedgerAction.Rollback ? "rollback" : "promote"),
            ("to.environment", Text(signed, "to", "environment"), entry.Environment),
            ("to.previousDigest", Text(signed, "to", "previousDigest"), entry.Replaces?.Text ?? ""),
            ("from.environment", Text(signed, "from", "environment"), entry.FromEnvironment),
            ("from.line", Text(signed, "from", "line"), entry.FromLine?.Text ?? ""),
            ("policy.digest", Text(signed, "policy", "digest"), entry.Policy?.Text ?? ""),
            ("separation.triggeredBy", Text(signed, "separation", "triggeredBy"), entry.Actor),
            ("run.url", Text(signed, "run", "url"), entry.Run),
            ("run.attempt", Text(signed, "run", "attempt"), entry.Attempt),
            ("override.reason", Text(signed, "override", "reason"), entry.Reason),
            ("override.used", Text(signed, "override", "used"), entry.Bypass ? "true" : "false"),
            ("intent.line", Text(signed, "intent", "line"), step.IntentIndex is { } intent ? step.Ledger.Lines[intent].Text : ""),
        ];
        foreach (var (name, was, said) in texts)
        {
            if (was != said)
            {
                return $"its `{name}` is `{was}`, and the line says `{said}`";
            }
        }

        return Gates(signed, entry) ?? Time(signed, entry);
    }

    private static string? Gates(JsonElement signed, LedgerEntry entry)
    {
        var gates = new Dictionary<string, string>(StringComparer.Ordinal);
        if (signed.TryGetProperty("gates", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var gate in list.EnumerateArray())
            {
                gates[Text(gate, "id")] = Text(gate, "result");
            }
        }

        return gates.Count != entry.Gates.Count ? $"it has {gates.Count} gates, and the line has {entry.Gates.Count}"
            : entry.Gates.FirstOrDefault(g => !gates.GetValueOrDefault(g.Key, "").Equals(g.Value, StringComparison.OrdinalIgnoreCase)) is { Key: { } id, Value: var said } ? $"its gate `{id}` is `{gates.GetValueOrDefault(id)}`, and the line says `{said}`"
            : null;
    }

    // The line is written after it was signed, and its time never goes back.
    private static string? Time(JsonElement signed, LedgerEntry entry)
    {
        var time = Text(signed, "timestamp");
        return string.CompareOrdinal(time, VerifyText.Time(entry.At)) <= 0 && time.Length > 0 ? null : $"its `timestamp` is `{time}`, which is after the line ({VerifyText.Time(entry.At)})";
    }

    // The text of a member; numbers and truth values as they are written, and nothing for what is not there.
    private static string Text(JsonElement json, string name, string? inner = null)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var member))
        {
            return "";
        }

        return inner is not null ? Text(member, inner)
            : member.ValueKind == JsonValueKind.String ? member.GetString()!
            : member.GetRawText();
    }
}
