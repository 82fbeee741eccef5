using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// The decision as JSON: what it was made from (names and digests of everything, and whatever is in no file), and what was decided. Equal cases give equal bytes. Findings no rule applies to are only counted.
/// </summary>
public static class DecisionJson
{
    /// <summary>The version of the form; it grows when a member changes its meaning.</summary>
    public const int SchemaVersion = 1;

    private const int Piece = 32 << 10;

    private static readonly JsonWriterOptions Form = new() { Indented = true, NewLine = "\n" };

    /// <summary>UTF-8, indented, ending with a newline.</summary>
    /// <param name="case">What was judged.</param>
    /// <param name="decision">What <see cref="GateJudge"/> decided about it.</param>
    public static byte[] Write(GateCase @case, GateDecision decision)
    {
        using var target = new MemoryStream();
        Write(target, @case, decision);
        return target.ToArray();
    }

    /// <summary>The same bytes, piece by piece, so that a large decision need not be held.</summary>
    /// <param name="target">Where to; it is not closed.</param>
    /// <param name="case">What was judged.</param>
    /// <param name="decision">What <see cref="GateJudge"/> decided about it.</param>
    public static void Write(Stream target, GateCase @case, GateDecision decision)
    {
        using (var json = new Utf8JsonWriter(target, Form))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("verdict", decision.Verdict == GateVerdict.Pass ? "pass" : "fail");
            Time(json, "at", @case.At);
            Time(json, "validUntil", decision.ValidUntil);
            DecisionInputs.Write(json, @case);
            DecisionFindings.WriteCounts(json, decision.Findings);
            WriteReasons(json, decision.Reasons);
            WritePlatforms(json, decision.Platforms);
            WriteComparison(json, decision.Comparison);
        }

        DecisionFindings.Write(target, decision.Findings);
        target.Write("\n"u8);
    }

    /// <summary>Hands on what is written so far once it is a piece.</summary>
    internal static void Advance(Utf8JsonWriter json)
    {
        if (json.BytesPending >= Piece)
        {
            json.Flush();
        }
    }

    internal static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    internal static void Time(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, Texts.Exact(time));
        }
    }

    internal static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteReasons(Utf8JsonWriter json, IReadOnlyList<GateReason> reasons)
    {
        json.WriteStartArray("reasons");
        foreach (var reason in reasons)
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Code);
            json.WriteString("action", Texts.Word(reason.Action));
            json.WriteString("message", reason.Message);
            Text(json, "remedy", reason.Remedy);
            Text(json, "subject", reason.Subject);
            Text(json, "file", reason.File);
            if (reason.Line is { } line)
            {
                json.WriteNumber("line", line);
            }

            json.WriteEndObject();
            Advance(json);
        }

        json.WriteEndArray();
    }

    private static void WritePlatforms(Utf8JsonWriter json, IReadOnlyList<PlatformDecision> platforms)
    {
        json.WriteStartArray("platforms");
        foreach (var platform in platforms)
        {
            json.WriteStartObject();
            json.WriteString("platform", platform.Platform);
            Text(json, "manifest", platform.Manifest?.Text);
            Strings(json, "documents", platform.Documents);
            json.WriteStartArray("coverage");
            foreach (var part in platform.Coverage)
            {
                json.WriteStartObject();
                json.WriteString("ecosystem", part.Ecosystem);
                if (part.Packages is { } packages)
                {
                    json.WriteNumber("packages", packages);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComparison(Utf8JsonWriter json, GateComparison? comparison)
    {
        if (comparison is null)
        {
            return;
        }

        json.WriteStartObject("comparison");
        json.WriteString("with", comparison.Name);
        json.WriteNumber("added", comparison.Added);
        json.WriteNumber("removed", comparison.Removed);
        json.WriteNumber("unchanged", comparison.Unchanged);
        json.WriteBoolean("lessRisky", comparison.IsLessRisky);
        json.WriteEndObject();
    }
}
