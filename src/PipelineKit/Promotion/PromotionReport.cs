using System.Globalization;
using System.Text;
using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Says what a run did.</summary>
internal static class PromotionReport
{
    private const int ShortDigest = 7 + 12;

    internal static CommandReport From(PromotionResult result, bool isJson) => new()
    {
        Exit = !result.IsRefused ? ExitCode.Ok : result.Gates.Any(g => g is { Result: GateResult.Failed, IsViolation: true }) ? ExitCode.Integrity : ExitCode.GateSaidNo,
        Headline = Headline(result),
        Annotations = [.. Annotations(result)],
        Outputs = Outputs(result),
        Artifacts = [.. Artifacts(result)],
        Summary = Summarize(result),
        Result = PromotionJson.Of(result),
        ResultToStandardOutput = isJson,
    };

    /// <summary>Seconds for an output; empty when not known.</summary>
    internal static string Seconds(double? seconds) => seconds is { } value ? value.ToString("0.###", CultureInfo.InvariantCulture) : "";

    // What is in a layout has no name that others could pull it by.
    private static IEnumerable<PinnedReference> Artifacts(PromotionResult result)
    {
        if (!result.IsRefused && !result.Request.DryRun && !OciLayoutReference.IsOne(result.Request.To.Repository)
            && PinnedReference.TryFrom(ImageReference.Parse($"{result.Subject.TargetText}@{result.Subject.Digest}"), out var pinned))
        {
            yield return pinned;
        }
    }

    private static OutputValue[] Outputs(PromotionResult result)
    {
        var (request, subject) = (result.Request, result.Subject);
        var pull = result.Proposal?.PullRequest;
        return
        [
            new(PromotionOutputs.Digest, result.IsRefused ? subject.History.Current?.Digest.Text ?? "" : subject.Digest.Text),
            new(PromotionOutputs.Image, $"{subject.TargetText}@{subject.Digest}"),
            new(PromotionOutputs.Previous, subject.Replaces?.Text ?? ""),
            new(PromotionOutputs.Environment, request.To.Name),
            new(PromotionOutputs.Changed, result.IsChanged && !result.IsRefused ? "true" : "false"),
            new(PromotionOutputs.Tag, request.To.Tag),
            new(PromotionOutputs.Record, result.Record?.Text ?? ""),
            new(PromotionOutputs.Line, result.Line?.Text ?? ""),
            new(PromotionOutputs.LedgerCommit, result.LedgerCommit ?? ""),
            new(PromotionOutputs.PullRequestUrl, pull?.Url ?? ""),
            new(PromotionOutputs.PullRequestNumber, pull?.Number.ToString(CultureInfo.InvariantCulture) ?? ""),
            new(PromotionOutputs.Branch, result.Proposal?.Branch ?? ""),
            new(PromotionOutputs.Commit, result.Proposal?.Commit ?? ""),
            new(PromotionOutputs.Gates, Encoding.UTF8.GetString(PromotionJson.Write(json => PromotionJson.WriteGates(json, result)).Span)),
            new(PromotionOutputs.Seconds, Encoding.UTF8.GetString(PromotionJson.Write(json => WriteSeconds(json, result)).Span)),
        ];
    }

    private static void WriteSeconds(Utf8JsonWriter json, PromotionResult result)
    {
        json.WriteStartObject();
        foreach (var step in result.Steps.Where(s => s.Seconds > 0).GroupBy(s => s.Id, StringComparer.Ordinal))
        {
            json.WriteNumber(step.Key, Math.Round(step.Sum(s => s.Seconds), 3));
        }

        json.WriteEndObject();
    }

    private static IEnumerable<Annotation> Annotations(PromotionResult result)
    {
        foreach (var gate in result.Gates.Where(g => g.Result is GateResult.Failed or GateResult.Overridden))
        {
            yield return gate.Result == GateResult.Failed
                ? new Annotation(AnnotationLevel.Error, gate.Reason, $"The gate `{gate.Id}` failed: {gate.Observed}; needed: {gate.Required}. {gate.Remedy}")
                : new Annotation(AnnotationLevel.Warning, gate.Reason, $"BYPASSED: the gate `{gate.Id}` failed ({gate.Observed}; needed: {gate.Required}) and was overridden: {result.Request.Reason}");
        }

        foreach (var note in result.Notes)
        {
            yield return new Annotation(AnnotationLevel.Notice, "promotion.note", note);
        }
    }

    private static string Headline(PromotionResult result)
    {
        var (request, subject) = (result.Request, result.Subject);
        var what = $"{request.Settings.App} {PromotionText.Short(subject.Digest)}";
        var bypass = result.IsBypassed ? $" {PromotionText.Count(result.Gates.Count(g => g.Result == GateResult.Overridden), "gate")} overridden: {request.Reason}" : "";
        if (result.IsRefused)
        {
            var failed = result.Gates.Where(g => g.Result == GateResult.Failed).Select(g => g.Id).ToList();
            return $"{what} may not {(request.IsRollback ? "go back" : "go")} to {request.To.Name}: {string.Join(", ", failed)} failed.";
        }

        return !result.IsChanged ? $"Nothing to do: {request.To.Name} has {what} already."
            : request.DryRun ? $"{what} would {(request.IsRollback ? "go back" : "go")} to {request.To.Name}; nothing was changed.{bypass}"
            : subject.IsThere ? $"{request.To.Name} has {what}; what was left undone is done."
            : request.IsRollback ? $"{request.To.Name} is back at {what}{(subject.Replaces is { } left ? $"; {PromotionText.Short(left)} is rejected" : "")}.{bypass}"
            : $"{request.To.Name} has {what}{(subject.From is { } from ? $", from {from.Name}" : "")}.{bypass}";
    }

    private static Summary Summarize(PromotionResult result)
    {
        var blocks = new List<SummaryBlock>();
        if (result.IsBypassed)
        {
            blocks.Add(new Paragraph($"BYPASS: gates were overridden. Reason given: {result.Request.Reason}"));
        }

        blocks.Add(new Table(
            Caption: null,
            ["Step", "State", "What"],
            [.. result.Steps.Select(s => (IReadOnlyList<Cell>)[s.Id, PromotionText.Word(s.State), s.Detail.Replace("`", "", StringComparison.Ordinal)])]));
        if (result.Gates.Count > 0)
        {
            blocks.Add(new Table(
                "Gates",
                ["Gate", "Result", "Seen", "Needed"],
                [.. result.Gates.Select(g => (IReadOnlyList<Cell>)[new Cell(g.Id, Code: true), PromotionText.Word(g.Result), g.Observed, g.Required])]));
        }

        var digest = result.Subject.Digest.Text;
        blocks.Add(new Table(
            "Image",
            ["Environment", "Image", "Digest", "Before"],
            [[result.Request.To.Name, new Cell(result.Subject.TargetText, Code: true), new Cell(digest, Code: true) { Brief = digest[..ShortDigest] }, result.Subject.Replaces is { } before ? new Cell(before.Text, Code: true) { Brief = before.Text[..ShortDigest] } : ""]]));
        return new Summary(result.Request.IsRollback ? "rollback" : "promote", blocks);
    }
}
