using System.Buffers;
using System.Text.Json;
using PipelineKit.Ci;

namespace PipelineKit.DigestPin;

/// <summary>The <c>result</c> member of result.json, and the <c>digests</c> output.</summary>
internal static class DigestPinJson
{
    internal static JsonElement Of(DigestPinResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, result);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    internal static string Digests(DigestPinResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var decision in result.Decisions
                .Where(d => d.PinAfter is not null && d.Status != ReferenceStatus.Excluded)
                .DistinctBy(d => (NameOf(d), d.PinAfter))
                .OrderBy(NameOf, StringComparer.Ordinal).ThenBy(d => d.PinAfter, StringComparer.Ordinal)
                .DistinctBy(NameOf))
            {
                json.WriteString(NameOf(decision), decision.PinAfter);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static string StatusName(ReferenceStatus status) =>
        status switch
        {
            ReferenceStatus.Pinned => "pinned",
            ReferenceStatus.NewlyPinned => "newly-pinned",
            ReferenceStatus.Updated => "updated",
            ReferenceStatus.Restored => "restored",
            ReferenceStatus.Unpinned => "unpinned",
            ReferenceStatus.NotPinnable => "not-pinnable",
            ReferenceStatus.Excluded => "excluded",
            ReferenceStatus.Managed => "managed",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
        };

    internal static string ModeName(PinMode mode) => mode.ToString().ToLowerInvariant();

    private static string NameOf(Decision decision) => decision.Fact?.Key ?? decision.Reference.Key;

    private static void Write(Utf8JsonWriter json, DigestPinResult result)
    {
        json.WriteStartObject();
        json.WriteString("mode", ModeName(result.Options.Mode));
        json.WriteBoolean("dryRun", result.Options.DryRun);
        json.WriteNumber("filesRead", result.FilesRead);
        json.WriteNumber("found", result.Decisions.Count);
        json.WriteNumber("pinned", result.PinnedCount);
        json.WriteNumber("unpinned", result.UnpinnedCount);
        json.WriteBoolean("lockChanged", result.LockChanged);
        json.WriteStartArray("changedFiles");
        foreach (var change in result.Changes)
        {
            json.WriteStartObject();
            json.WriteString("path", change.Path);
            json.WriteNumber("edits", change.Edits.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("managedFiles");
        foreach (var file in result.ManagedFiles)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in result.Findings)
        {
            WriteFinding(json, finding);
        }

        json.WriteEndArray();
        json.WriteStartArray("references");
        foreach (var decision in result.Decisions)
        {
            WriteDecision(json, decision);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("level", finding.Level.Word());
        if (finding.Reason.Length > 0)
        {
            json.WriteString("reason", finding.Reason);
        }

        json.WriteString("message", finding.Message);
        json.WriteString("path", finding.Place.File);
        json.WriteNumber("line", finding.Place.Line ?? 0);
        json.WriteNumber("column", finding.Place.Column ?? 0);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, Decision decision)
    {
        var site = decision.Reference.Site;
        json.WriteStartObject();
        json.WriteString("path", site.Path);
        json.WriteNumber("line", site.Line);
        json.WriteNumber("column", site.Column);
        json.WriteString("type", site.IsUses ? "uses" : "image");
        json.WriteString("fileKind", site.Kind.ToString());
        json.WriteString("where", site.Where);
        json.WriteString("reference", site.Reference);
        json.WriteString("status", StatusName(decision.Status));
        if (decision.PinAfter is not null)
        {
            json.WriteString(site.IsUses ? "commit" : "digest", decision.PinAfter);
        }

        if (decision.Fact?.Version is { } version)
        {
            json.WriteString("version", version);
        }

        if (decision.Edit is { } edit)
        {
            json.WriteString("before", site.EditText);
            json.WriteString("after", edit.NewText);
        }

        json.WriteEndObject();
    }
}
