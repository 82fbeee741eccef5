using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.CanaryVerify;

/// <summary>Says how deciding again went.</summary>
internal static class VerdictReplayReport
{
    internal static CommandReport From(VerdictReplayResult result)
    {
        var verdict = CanaryWords.Of(result.Decision.Verdict);
        var isSame = result.Difference is null;
        return new CommandReport
        {
            Exit = isSame ? ExitCode.Ok : ExitCode.Integrity,
            Headline = isSame ? $"The verdict is the same, byte for byte: {verdict}." : "The verdict is not what its data give.",
            Outputs = [new(CommonOutputs.Verdict, verdict), new(CanaryOutputs.Reason, result.Decision.Reason), new(CanaryOutputs.VerdictFile, result.Options.Verdict), new(CanaryOutputs.VerdictDigest, result.Digest.Text)],
            Summary = new Summary("canary-verify replay", [new Paragraph(Made(result))]),
            Result = CanaryJson.Element(json =>
            {
                json.WriteStartObject();
                json.WriteString("replay", result.Options.Verdict);
                json.WriteBoolean("same", isSame);
                json.WriteString("verdictDigest", result.Digest.Text);
                json.WritePropertyName("decision");
                DecisionWriter.Write(json, result.Decision);
                json.WriteEndObject();
            }),
            ResultToStandardOutput = result.Options.Json,
            Failures = result.Difference is { } difference ? [Failure(result, difference)] : [],
        };
    }

    private static Failure Failure(VerdictReplayResult result, (string Was, string Is) difference) => new(
        FailureCodes.DigestMismatch,
        $"`{result.Options.Verdict}` is not what its data decide (it was made by version {result.Document.Version}, this is {Product.Version}). It has `{difference.Was}`, and now comes `{difference.Is}`.",
        "The verdict was changed after it was made, or another version of this program made it: run that version to tell.",
        new SourcePlace(result.Options.Verdict));

    private static string Made(VerdictReplayResult result)
    {
        var document = result.Document;
        return $"{result.Options.Verdict}: canary {document.Scopes.Canary.Digest}, decided {VerdictNumbers.Text(document.DecidedAt)} from {CanaryText.Counted(document.Case.Metrics.Count, "metric")} "
            + $"over {VerdictNumbers.Text(document.Window.Start)} to {VerdictNumbers.Text(document.Window.End)}: {CanaryText.Sentence(result.Decision.Text)}";
    }
}
