using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Manifests;

namespace PipelineKit.DigestPin;

/// <summary>Says what digest-pin found and did.</summary>
internal static class DigestPinReport
{
    private const int ShortHash = 12;

    internal static CommandReport From(DigestPinResult result)
    {
        var exit = Exit(result);
        return new CommandReport
        {
            Exit = exit,
            Headline = Headline(result),
            Annotations = result.Findings.Where(f => f.Level != AnnotationLevel.Notice).Select(Annotate).ToArray(),
            Outputs = Outputs(result),
            Summary = Summarize(result),
            Result = DigestPinJson.Of(result),
            Failures = result.Problems,
            StandardOutput = result.Options.Diff ? result.Diff : null,
            ResultToStandardOutput = result.Options.Json,
        };
    }

    // The gravest error decides: wrong content, then files that could not be searched, then the gate, and "unavailable" only when nothing else is wrong, so that a retry is worth it.
    private static ExitCode Exit(DigestPinResult result)
    {
        var exits = result.Findings.Where(f => f.Level == AnnotationLevel.Error).Select(f => f.Exit).ToHashSet();
        return exits.Contains(ExitCode.Integrity) ? ExitCode.Integrity
            : result.Problems.Count > 0 ? ExitCode.BadInput
            : exits.Contains(ExitCode.GateSaidNo) ? ExitCode.GateSaidNo
            : exits.Contains(ExitCode.Unavailable) ? ExitCode.Unavailable
            : ExitCode.Ok;
    }

    private static Annotation Annotate(Finding finding) => new(finding.Level, finding.Rule.Id, $"{finding.Message}\n{finding.Rule.Help}", finding.Place);

    private static OutputValue[] Outputs(DigestPinResult result) =>
    [
        new(DigestPinAction.Found, Number(result.Decisions.Count)),
        new(DigestPinAction.Pinned, Number(result.PinnedCount)),
        new(DigestPinAction.Unpinned, Number(result.UnpinnedCount)),
        new(DigestPinAction.Changed, result.Changes.Count > 0 || result.LockOnlyCount > 0 ? "true" : "false"),
        new(DigestPinAction.ChangedFiles, string.Join('\n', result.Changes.Select(c => c.Path))),
        new(DigestPinAction.Digests, DigestPinJson.Digests(result)),
        new(DigestPinAction.LockPath, result.Options.LockFile),
    ];

    private static string Headline(DigestPinResult result)
    {
        var errors = result.Findings.Count(f => f.Level == AnnotationLevel.Error);
        var references = Count(result.Decisions.Count, "reference");
        var edits = result.Changes.Sum(c => c.Edits.Count) + result.LockOnlyCount;
        var files = (result.Changes.Count == 0 ? "" : $" in {Count(result.Changes.Count, "file")}")
            + (result.LockOnlyCount == 0 ? "" : result.LockOnlyCount == edits ? " in the lock alone" : $", {Number(result.LockOnlyCount)} of them in the lock alone");
        var would = result.Options.DryRun ? "would be " : "";
        var done = result.Options.Mode switch
        {
            PinMode.Check => errors == 0 ? (result is { Decisions.Count: 1, PinnedCount: 1 } ? "The 1 reference is pinned" : $"All {references} that can be pinned are pinned") : $"{references} checked",
            PinMode.Pin when edits == 0 && errors == 0 => $"Nothing to pin: {Number(result.PinnedCount)} of {references} {(result.PinnedCount == 1 ? "is" : "are")} pinned already",
            PinMode.Pin => $"{edits} of {references} {would}newly pinned{files}",
            PinMode.Update => $"{edits} of {references} {would}moved{files}",
            _ => $"{edits} of {references} {would}unpinned{files}",
        };
        return errors == 0 ? $"{done}." : $"{done}; {Count(errors, "problem")} to resolve.";
    }

    private static Summary Summarize(DigestPinResult result)
    {
        var blocks = new List<SummaryBlock>
        {
            new Paragraph($"{Count(result.FilesRead, "file")} read, {Count(result.Decisions.Count, "reference")} found{Standing(result)}."),
        };
        AddFindings(blocks, "What needs a look", result.Findings.Where(f => f.Level != AnnotationLevel.Notice), inLog: true);
        AddFindings(blocks, "Good to know", result.Findings.Where(f => f.Level == AnnotationLevel.Notice), inLog: false);
        var edited = result.Decisions.Where(d => d.Edit is not null || DigestPinResult.IsLockOnlyChange(d)).ToArray();
        if (edited.Length > 0)
        {
            blocks.Add(new Table(
                result.Options.DryRun ? "What would change" : "What changed",
                ["Where", "Reference", "Now"],
                edited.Select(d => (IReadOnlyList<Cell>)
                [
                    new Cell($"{d.Reference.Site.Path}:{d.Reference.Site.Line}", Code: true),
                    new Cell(d.Reference.Site.Reference, Code: true) { Brief = ShortName(d.Reference.Site) },
                    Now(d, result.Options.Mode),
                ]).ToArray()));
        }

        if (result.ManagedFiles.Count > 0)
        {
            blocks.Add(new Paragraph($"Left to GitHub's actions.lock: {string.Join(", ", result.ManagedFiles)}. Images in these files are ours all the same."));
        }

        return new Summary($"digest-pin: {DigestPinJson.ModeName(result.Options.Mode)}", blocks);
    }

    private static Cell Now(Decision decision, PinMode mode) =>
        decision.Edit is { } edit ? new Cell(edit.NewText, Code: true) { Brief = mode == PinMode.Unpin ? null : Shortened(decision.Reference.Site, edit.NewText) }
        : decision.PinAfter is { } pin ? new Cell($"{pin} (in the lock)") { Brief = $"{Shortened(decision.Reference.Site, pin)} (in the lock)" }
        : new Cell("not in the lock");

    private static void AddFindings(List<SummaryBlock> blocks, string caption, IEnumerable<Finding> findings, bool inLog)
    {
        var rows = findings
            .OrderByDescending(f => f.Level)
            .Select(f => (IReadOnlyList<Cell>)[f.Level.ToString().ToLowerInvariant(), new Cell(f.Place.ToString(), Code: true), f.Message, new Cell(f.Rule.Help) { Brief = f.Rule.Title }])
            .ToArray();
        if (rows.Length > 0)
        {
            blocks.Add(new Table(caption, ["", "Where", "What", "Do"], rows) { RepeatsTheLog = inLog });
        }
    }

    // For people at a command line: the lock, the diff and result.json have the whole digest.
    private static string Shortened(ReferenceSite site, string text)
    {
        var digest = text.IndexOf("sha256:", StringComparison.Ordinal);
        return digest >= 0 ? Cut(text[digest..], "sha256:".Length + ShortHash)
            : site.IsUses ? Cut(text, ShortHash) + (text.IndexOf(" #", StringComparison.Ordinal) is var comment and >= 0 ? text[comment..] : "")
            : text;
    }

    private static string ShortName(ReferenceSite site)
    {
        var at = site.Reference.LastIndexOf('@') + 1;
        return at == 0 ? site.Reference
            : site.Reference.AsSpan(at).StartsWith("sha256:", StringComparison.Ordinal) ? Cut(site.Reference, at + "sha256:".Length + ShortHash)
            : site.Reference.Length - at == 40 ? Cut(site.Reference, at + ShortHash)
            : site.Reference;
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;

    // After unpin the headline says it all.
    private static string Standing(DigestPinResult result)
    {
        if (result.Options.Mode == PinMode.Unpin)
        {
            return "";
        }

        var leftAlone = result.Decisions.Count(d => d.PinAfter is null && d.Status is ReferenceStatus.Excluded or ReferenceStatus.Managed);
        return $": {Number(result.PinnedCount)} pinned, {Number(result.UnpinnedCount)} not" + (leftAlone > 0 ? $", {Number(leftAlone)} left alone" : "");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
