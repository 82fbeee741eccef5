using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;

namespace PipelineKit.ScanGate;

/// <summary>Says how deciding again went.</summary>
internal static class ReplayReport
{
    private const int ShortDigest = 7 + 12;

    internal static CommandReport From(ReplayResult result)
    {
        var failures = Failures(result);
        return new()
        {
            Exit = failures.Count > 0 ? ExitCode.Integrity : result.Options.At is not null && result.Decision.Verdict == GateVerdict.Fail ? ExitCode.GateSaidNo : ExitCode.Ok,
            Headline = Headline(result),
            Outputs = Outputs(result),
            Summary = new Summary("scan-gate replay", [new Paragraph(Made(result))]),
            Result = Json(result),
            Failures = failures,
            ResultToStandardOutput = result.Options.Json,
        };
    }

    private static IReadOnlyList<Failure> Failures(ReplayResult result) =>
        result.Difference is not { } difference ? [] :
        [
            new Failure(
                FailureCodes.DigestMismatch,
                $"The same evidence decides otherwise. Line {ScanGateText.Number(difference.Line)} of `{result.Options.Decision}` is `{difference.Was}`, and is now `{difference.Is}`.",
                "The decision was changed after it was made, or another version of this program made it: run that version to tell.",
                new SourcePlace(result.Options.Decision, difference.Line)),
        ];

    private static string Headline(ReplayResult result)
    {
        var verdict = ScanGateText.Word(result.Decision.Verdict);
        return result switch
        {
            { Difference: not null } => "The decision is not what its evidence gives.",
            { Options.At: { } at } => $"At {ScanGateText.Time(at)} the verdict is {verdict}.",
            _ => $"The decision is the same, byte for byte: {verdict}.",
        };
    }

    private static string Made(ReplayResult result) =>
        $"{result.Options.Decision}: {(result.Case.Subject.Digest is { } digest ? $"{result.Case.Subject.Name}@{digest.Text[..ShortDigest]}…" : "reports without an image")},\n"
        + $"decided for {ScanGateText.Time(result.Case.At)} from {ScanGateText.Count(result.Case.Evidence.Count, "document")} by the policy {result.Case.Policy.Name}.";

    private static OutputValue[] Outputs(ReplayResult result) =>
    [
        new(ScanGateAction.Blocking, ScanGateText.Number(result.Decision.Findings.Count(f => f.Action >= GateAction.Review))),
        new(ScanGateAction.Findings, ScanGateText.Number(result.Decision.Findings.Count)),
        new(ScanGateAction.Excused, ScanGateText.Number(result.Decision.Findings.Count(f => f.Excused.Length > 0))),
        new(ScanGateAction.DecisionPath, result.Options.Decision),
        new(ScanGateAction.DecisionDigest, result.Digest.Text),
        new(ScanGateAction.ValidUntil, result.Decision.ValidUntil is { } end ? ScanGateText.Time(end) : ""),
    ];

    private static JsonElement Json(ReplayResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("replay", result.Options.Decision);
            json.WriteBoolean("same", result.Difference is null && result.Options.At is null);
            json.WriteString("verdict", ScanGateText.Word(result.Decision.Verdict));
            json.WriteString("at", ScanGateText.Time(result.Case.At));
            json.WriteString("digest", result.Digest.Text);
            if (result.Difference is { } difference)
            {
                json.WriteStartObject("difference");
                json.WriteNumber("line", difference.Line);
                json.WriteString("was", difference.Was);
                json.WriteString("is", difference.Is);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(stream.ToArray());
        return JsonElement.ParseValue(ref reader);
    }
}
