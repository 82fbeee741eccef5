using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Verify;

/// <summary>Walks an image from an environment back to its build, by what the ledgers say. Does no I/O, and believes no signature.</summary>
/// <param name="ledgers">By environment.</param>
internal sealed class ChainWalk(IReadOnlyDictionary<string, Ledger> ledgers)
{
    // What the clocks of two runs may differ by.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>Walks the image back; null for the one that is there now.</summary>
    internal ChainWalked Walk(string environment, Digest? image)
    {
        var ledger = ledgers.GetValueOrDefault(environment);
        var history = ledger is null ? new EnvironmentHistory() : EnvironmentHistory.Of(ledger);
        var start = image is null ? history.Current : history.Occupancies.LastOrDefault(o => o.Digest == image);
        if (ledger is null || start is null)
        {
            var what = ledger is null ? $"there is no ledger of the environment `{environment}`"
                : image is null ? $"nothing was promoted to `{environment}` yet"
                : $"{image} was never in `{environment}`";
            return new ChainWalked(environment, image, [], [new ChainProblem(ChainRule.NothingThere, what)]);
        }

        var steps = new List<ChainStep>();
        for (var next = Place(ledger, start.Line); next is not null && !steps.Exists(s => s.Line == next.Line);)
        {
            steps.Add(next);
            CheckIntent(next);
            CheckRejected(next, next.Ledger);
            next = next.Entry.Action == LedgerAction.Rollback ? BeforeRollback(next) : Origin(next);
        }

        return new ChainWalked(environment, start.Digest, steps, []);
    }

    private static ChainStep? Place(Ledger ledger, Digest line)
    {
        for (var i = 0; i < ledger.Lines.Count; i++)
        {
            if (ledger.Lines[i] == line)
            {
                return At(ledger, i);
            }
        }

        return null;
    }

    // The intent may be of a run that was killed, and the commit of the one that went on: what counts is that nothing else came between.
    private static ChainStep At(Ledger ledger, int index)
    {
        var commit = ledger.Entries[index];
        for (var i = index - 1; i >= 0 && ledger.Entries[i] is var entry && !Ends(entry, commit); i--)
        {
            if (entry.Kind == LedgerKind.Intent && entry.Digest == commit.Digest && entry.Action == commit.Action)
            {
                return new ChainStep(ledger, index) { IntentIndex = i };
            }
        }

        return new ChainStep(ledger, index);
    }

    private static bool Ends(LedgerEntry entry, LedgerEntry commit) => entry.Kind == LedgerKind.Commit || (entry.Kind == LedgerKind.Abandon && entry.Digest == commit.Digest);

    private static void CheckIntent(ChainStep step)
    {
        if (step.IntentIndex is null)
        {
            step.Problems.Add(new ChainProblem(ChainRule.NoIntent, $"no line before it announces that {step.Entry.Digest} is to come"));
        }
    }

    // Rejected before it was announced, here or where it came from, and nobody answered for that.
    private static void CheckRejected(ChainStep step, Ledger ledger)
    {
        if (step.Entry.Gates.TryGetValue("rejected", out var gate) && step.Entry.Bypass && gate.Equals("overridden", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var announced = step.Ledger.Entries[step.IntentIndex ?? step.Index];
        var isOwn = ReferenceEquals(ledger, step.Ledger);
        var first = isOwn ? (int)announced.Sequence - 1 : ledger.Entries.Count(e => e.At < announced.At);
        var last = isOwn ? first : ledger.Entries.Count(e => e.At <= announced.At);
        if (Rejection(ledger, first, step.Entry.Digest) is { } rejection && Enumerable.Range(first + 1, last - first).All(n => Rejection(ledger, n, step.Entry.Digest) is not null))
        {
            step.Problems.Add(new ChainProblem(
                ChainRule.Rejected, $"{step.Entry.Digest} was rejected in `{rejection.Environment}` on {VerifyText.Time(rejection.At)} by {rejection.Actor}{(rejection.Reason.Length > 0 ? $" ({rejection.Reason})" : "")}, and not cleared"));
        }
    }

    // Within one ledger the place of a line says what came first. Of two, lines of the same second may have come in any order, so what was cleared in that second was cleared.
    private static LedgerEntry? Rejection(Ledger ledger, int lines, Digest image) =>
        EnvironmentHistory.Of(new Ledger(ledger.Path, default, [.. ledger.Entries.Take(lines)], [.. ledger.Lines.Take(lines)])).Rejected.GetValueOrDefault(image);

    // Where a rollback goes to was there before, and has its own way.
    private static ChainStep? BeforeRollback(ChainStep step)
    {
        for (var i = step.Index - 1; i >= 0; i--)
        {
            var earlier = step.Ledger.Entries[i];
            if (earlier.Kind == LedgerKind.Commit && earlier.Digest == step.Entry.Digest && (step.Entry.FromLine is null || step.Entry.FromLine == step.Ledger.Lines[i]))
            {
                return At(step.Ledger, i);
            }
        }

        step.Problems.Add(new ChainProblem(
            ChainRule.OriginMissing, $"it says that it went back to {step.Entry.Digest}, which was not in `{step.Entry.Environment}` before{(step.Entry.FromLine is { } line ? $" by the line {line}" : "")}"));
        return null;
    }

    private ChainStep? Origin(ChainStep step)
    {
        var entry = step.Entry;
        if (entry.FromEnvironment.Length == 0)
        {
            return null;
        }

        if (!ledgers.TryGetValue(entry.FromEnvironment, out var ledger))
        {
            step.Problems.Add(new ChainProblem(ChainRule.OriginMissing, $"it says that the image came from `{entry.FromEnvironment}`, which has no ledger here"));
            return null;
        }

        CheckRejected(step, ledger);
        if (entry.FromLine is not { } line)
        {
            step.Problems.Add(new ChainProblem(ChainRule.OriginUnrecorded, $"it does not say by which promotion the image came to `{entry.FromEnvironment}`"));
            return null;
        }

        if (Place(ledger, line) is not { } origin)
        {
            step.Problems.Add(new ChainProblem(ChainRule.OriginMissing, $"it says that the image came to `{entry.FromEnvironment}` by the line {line}, which `{ledger.Path}` does not have"));
            return null;
        }

        if (Difference(entry, origin.Entry) is { } difference)
        {
            step.Problems.Add(new ChainProblem(ChainRule.OriginDiffers, $"it names line {origin.Index + 1} of `{ledger.Path}`, and {difference}"));
        }

        return origin.Entry.Kind == LedgerKind.Commit && origin.Entry.Digest == entry.Digest ? origin : null;
    }

    private static string? Difference(LedgerEntry entry, LedgerEntry origin) =>
        origin.Kind != LedgerKind.Commit ? "that line is not a promotion that was done"
        : origin.Digest != entry.Digest ? $"that is the promotion of {origin.Digest}"
        : origin.App != entry.App ? $"that is the application `{origin.App}`"
        : origin.Image != entry.FromImage ? $"there the image is in `{origin.Image}`, here it came from `{entry.FromImage}`"
        : origin.At - entry.At > ClockSkew ? $"that is of {VerifyText.Time(origin.At)}, which is later"
        : null;
}
