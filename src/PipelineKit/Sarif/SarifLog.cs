using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Sarif;

/// <summary>A rule of a SARIF log.</summary>
/// <param name="Id">Stable identifier.</param>
/// <param name="Title">A few words.</param>
/// <param name="Help">What to do.</param>
public sealed record SarifRule(string Id, string Title, string Help)
{
    /// <summary>A score from 0.0 to 10.0 by which GitHub sorts security results; null when it is no such rule.</summary>
    public string? SecuritySeverity { get; init; }

    /// <summary>Words to filter by; GitHub reads ten.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where to read more, or null.</summary>
    public string? HelpUri { get; init; }
}

/// <summary>A replacement of characters on one line.</summary>
/// <param name="Place">Where; line and columns are set.</param>
/// <param name="NewText">What is to stand there.</param>
public sealed record SarifFix(SourcePlace Place, string NewText);

/// <summary>A result of a SARIF log.</summary>
/// <param name="RuleId">Which rule.</param>
/// <param name="Level">How grave.</param>
/// <param name="Message">What.</param>
/// <param name="Place">Where.</param>
/// <param name="Fingerprint">What makes it the same result in another run, without line numbers.</param>
/// <param name="Fix">The edit that resolves it, or null.</param>
public sealed record SarifResult(string RuleId, AnnotationLevel Level, string Message, SourcePlace Place, string Fingerprint, SarifFix? Fix)
{
    /// <summary>Further places of the same result.</summary>
    public IReadOnlyList<SourcePlace> OtherPlaces { get; init; } = [];

    /// <summary>Why it is not acted on; each makes it suppressed.</summary>
    public IReadOnlyList<string> Suppressions { get; init; } = [];

    /// <summary><c>new</c> or <c>unchanged</c>; null without a comparison.</summary>
    public string? BaselineState { get; init; }
}

/// <summary>Writes SARIF 2.1.0 (OASIS) as code scanning reads it: rules, results, partial fingerprints, fixes, suppressions.</summary>
public static class SarifLog
{
    /// <summary>GitHub takes no more results of a run.</summary>
    public const int MaximumResults = 25_000;

    /// <summary>The log as UTF-8 JSON; of more than <see cref="MaximumResults"/> results the gravest, in the order given.</summary>
    public static byte[] Write(string toolVersion, IReadOnlyList<SarifRule> rules, IReadOnlyList<SarifResult> results)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, toolVersion, rules);
            json.WriteString("columnKind", "unicodeCodePoints");
            json.WriteStartArray("results");
            foreach (var result in results.OrderByDescending(r => r.Level).Take(MaximumResults))
            {
                WriteResult(json, result);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteTool(Utf8JsonWriter json, string version, IReadOnlyList<SarifRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "PipelineKit");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "help", rule.Help);
            if (rule.HelpUri is not null)
            {
                json.WriteString("helpUri", rule.HelpUri);
            }

            WriteProperties(json, rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, SarifRule rule)
    {
        if (rule.SecuritySeverity is null && rule.Tags.Count == 0)
        {
            return;
        }

        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        foreach (var tag in rule.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        if (rule.SecuritySeverity is not null)
        {
            json.WriteString("security-severity", rule.SecuritySeverity);
        }

        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, SarifResult result)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", result.RuleId);
        json.WriteString("level", result.Level switch { AnnotationLevel.Error => "error", AnnotationLevel.Warning => "warning", _ => "note" });
        WriteText(json, "message", result.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, result.Place);
        foreach (var place in result.OtherPlaces)
        {
            WriteLocation(json, place);
        }

        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("pipelinekit/v1", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.Fingerprint))));
        json.WriteEndObject();
        if (result.BaselineState is not null)
        {
            json.WriteString("baselineState", result.BaselineState);
        }

        WriteSuppressions(json, result.Suppressions);
        if (result.Fix is { } fix)
        {
            WriteFix(json, fix);
        }

        json.WriteEndObject();
    }

    private static void WriteSuppressions(Utf8JsonWriter json, IReadOnlyList<string> suppressions)
    {
        if (suppressions.Count == 0)
        {
            return;
        }

        json.WriteStartArray("suppressions");
        foreach (var justification in suppressions)
        {
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", justification);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, SourcePlace place)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, place);
        WriteRegion(json, "region", place);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, SarifFix fix)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteArtifact(json, fix.Place);
        json.WriteStartArray("replacements");
        json.WriteStartObject();
        WriteRegion(json, "deletedRegion", fix.Place);
        json.WriteStartObject("insertedContent");
        json.WriteString("text", fix.NewText);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteArtifact(Utf8JsonWriter json, SourcePlace place)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', (place.File ?? "").Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SourcePlace place)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine", place.Line ?? 1);
        if (place.Column is { } column)
        {
            json.WriteNumber("startColumn", column);
        }

        if (place.EndColumn is { } end)
        {
            json.WriteNumber("endColumn", end);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
