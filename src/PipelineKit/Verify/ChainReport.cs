using System.Globalization;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Says what the chains prove.</summary>
internal static class ChainReport
{
    private const int ShortDigest = 7 + 12;

    internal static CommandReport From(ChainResult result)
    {
        var whole = result.Walks.Where(w => !w.AllProblems.Any()).ToList();
        return new CommandReport
        {
            Exit = result.AllProblems.Any(p => p.Rule.IsViolation) ? ExitCode.Integrity : result.AllProblems.Any() ? ExitCode.GateSaidNo : ExitCode.Ok,
            Headline = Headline(result),
            Annotations = [.. Annotations(result)],
            Outputs =
            [
                new(VerifyAction.Verified, VerifyText.Number(whole.Count)),
                new(VerifyAction.NotVerified, VerifyText.Number(result.Walks.Count - whole.Count)),
                new(VerifyAction.Digests, string.Join('\n', whole.Select(w => $"{w.Steps[0].Entry.Image}@{w.Digest}"))),
                new(VerifyAction.Signers, string.Join('\n', whole.SelectMany(w => w.Steps).Select(s => s.Record?.Signer).OfType<SignerIdentity>().Select(VerifyText.Signer).Distinct(StringComparer.Ordinal))),
            ],
            Summary = new Summary("verify", [.. result.Walks.Where(w => w.Steps.Count > 0).Select(Rows), Ledgers(result)]),
            Result = ChainJson.Of(result),
            ResultToStandardOutput = result.Options.Json,
        };
    }

    private static string Headline(ChainResult result) =>
        result.AllProblems.Any(p => p.Rule.IsViolation) ? "The records of the promotions contradict themselves: somebody changed them."
        : result.AllProblems.Any() ? "The way back to the build is not proved."
        : result.Walks is [{ Steps: { Count: > 0 } steps }] ? $"Proved: {steps[0].Entry.Digest.Text[..ShortDigest]} came to `{steps[0].Entry.Environment}` by {VerifyText.Count(steps.Count, "promotion")} on record."
        : $"The ways of {VerifyText.Count(result.Walks.Count, "image")} are proved.";

    private static IEnumerable<Annotation> Annotations(ChainResult result)
    {
        foreach (var walk in result.Walks)
        {
            foreach (var step in walk.Steps)
            {
                var place = new SourcePlace(step.Ledger.Path, step.Index + 1);
                foreach (var problem in step.Problems)
                {
                    yield return Error(problem, $"the promotion of {step.Entry.Digest.Text[..ShortDigest]} to `{step.Entry.Environment}`: {problem.What}", place);
                }

                if (step.Entry.Bypass)
                {
                    yield return new Annotation(
                        AnnotationLevel.Warning, "bypassed", $"gates of `{step.Entry.Environment}` were bypassed by {step.Entry.Actor} on {VerifyText.Time(step.Entry.At)}: {step.Entry.Reason}", place);
                }
            }
        }

        foreach (var problem in result.Walks.SelectMany(w => w.Problems).Concat(result.Problems))
        {
            yield return Error(problem, problem.What, place: null);
        }
    }

    private static Annotation Error(ChainProblem problem, string what, SourcePlace? place) => new(AnnotationLevel.Error, problem.Rule.Id, $"{what}\n{problem.Rule.Help}", place);

    private static Table Rows(ChainWalked walk) => new(
        "The way of " + walk.Digest,
        ["Environment", "What", "When", "Who", "Gates", "Record"],
        [.. walk.Steps.Select(Row), .. Build(walk)]);

    private static IReadOnlyList<Cell> Row(ChainStep step) =>
    [
        step.Entry.Environment,
        step.Entry.Action == Audit.LedgerAction.Rollback ? "rolled back to it" : step.Entry.Bypass ? "promoted, gates bypassed" : "promoted",
        VerifyText.Time(step.Entry.At),
        step.Entry.Actor,
        Gates(step),
        step.Problems.Count > 0 ? string.Join(", ", step.Problems.Select(p => p.Rule.Id).Distinct(StringComparer.Ordinal)) : step.Record?.Signer is { } signer ? "verified: " + VerifyText.Signer(signer) : "verified",
    ];

    // Where the way begins: the repository the build pushed to.
    private static IEnumerable<IReadOnlyList<Cell>> Build(ChainWalked walk) =>
        walk.Steps[^1] is { Entry: { FromEnvironment.Length: 0, FromImage.Length: > 0, Action: not Audit.LedgerAction.Rollback } entry } ? [["(build)", entry.FromImage, "", "", "", ""]] : [];

    private static string Gates(ChainStep step) =>
        step.Entry.Gates.Count == 0
            ? "none"
            : string.Join(", ", step.Entry.Gates.GroupBy(g => g.Value, StringComparer.OrdinalIgnoreCase).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{VerifyText.Number(g.Count())} {g.Key.ToLowerInvariant()}"));

    private static Table Ledgers(ChainResult result) => new(
        result.Ledgers.Head is { } head ? $"Ledgers, each whole, as of commit {head}" : "Ledgers, each whole",
        ["Environment", "Lines", "Last line"],
        [.. result.Ledgers.Ledgers.Select(l => (IReadOnlyList<Cell>)
        [
            l.Key,
            l.Value.Lines.Count.ToString(CultureInfo.InvariantCulture),
            new Cell(l.Value.Lines[^1].Text, Code: true) { Brief = l.Value.Lines[^1].Text[..ShortDigest] },
        ])]);
}
