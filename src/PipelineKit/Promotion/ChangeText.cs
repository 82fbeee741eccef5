using System.Globalization;
using PipelineKit.Audit;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>
/// What is said about a change. It says what the ledger and the signed record beside it say and what lies beside the images, and nothing of this run, so that the same promotion is always
/// told in the same words.
/// </summary>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown, neutralised.</param>
/// <param name="Comment">What changed last in the environment, for a comment; Markdown, neutralised.</param>
/// <param name="Trailers">Ends of the commit's message.</param>
internal sealed record ChangeText(string Title, string Body, string Comment, IReadOnlyList<(string Key, string Value)> Trailers)
{
    /// <summary>The trailers as lines.</summary>
    internal string Trailer => string.Join('\n', Trailers.Select(t => $"{t.Key}: {t.Value}"));

    /// <summary>What is said about the image that an environment has.</summary>
    /// <param name="history">As the ledger has it.</param>
    /// <param name="store">Where the ledger is, for links.</param>
    /// <param name="record">What its signed record says; null where there is none.</param>
    /// <param name="difference">How it differs from the one before; null where nobody is to look at the change.</param>
    /// <param name="host">The host, by <see cref="IPullRequests.Kind"/>.</param>
    internal static ChangeText Of(EnvironmentHistory history, LedgerStore store, RecordedFacts? record, ImageDifference? difference, string host)
    {
        var current = history.Current!;
        var entry = current.Entry;
        var ledger = store.PathOf(entry.Environment);
        var text = PullRequestText.Of(
            new PromotionDescription
            {
                App = entry.App,
                Environment = entry.Environment,
                IsRollback = entry.Action == LedgerAction.Rollback,
                Image = entry.Image,
                From = entry.Replaces,
                To = entry.Digest,
                Commits = difference?.Commits,
                Vulnerabilities = difference?.Vulnerabilities,
                Components = difference?.Components,
                Remarks = [.. Remarks(entry, record), .. difference?.Remarks ?? []],
                Gates = [.. entry.Gates.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => GateOf(g.Key, g.Value, record?.Gates.GetValueOrDefault(g.Key), store))],
                BypassReason = entry.Bypass ? entry.Reason : "",
                Actor = entry.Actor,
                Approvals = record?.Approvals ?? [],
                FourEyes = record is not null && entry.Gates.TryGetValue("approvals", out var judged) && judged != "skipped" ? FourEyesOf(record) : "",
                Policy = entry.Policy,
                Line = new LinkedText(string.Create(CultureInfo.InvariantCulture, $"{ledger}:{entry.Sequence}"), store.AddressOf(ledger), Code: true),
                Record = entry.Record is { } digest ? new LinkedText(store.PathOf(digest), store.AddressOf(store.PathOf(digest)), Code: true) : null,
                RunUrl = entry.Run,
                RollbackCommand = $"pipelinekit rollback --environment {entry.Environment}",
            },
            host);
        return new ChangeText(text.Title, text.Body, ChangeComment.Of(history, store, host), [("Image-Digest", entry.Digest.Text), ("Promotion-Line", current.Line.Text)]);
    }

    private static DescribedGate GateOf(string id, string result, RecordedGate? gate, LedgerStore store)
    {
        var holds = result is not ("failed" or "overridden");
        var seen = gate is null ? "" : holds || gate.Required.Length == 0 ? gate.Observed : $"{gate.Observed}; asked for: {gate.Required}";
        return new DescribedGate(id, result, seen, gate is { Evidence: [var first, ..] all } ? EvidenceOf(first, all.Count - 1, store) : null);
    }

    // A manifest is named by its place and digest; of a file the path is not enough.
    private static LinkedText EvidenceOf(GateEvidence evidence, int more, LedgerStore store)
    {
        var (place, digest) = (evidence.Place, evidence.Digest.Text);
        var text = place.Length == 0 ? $"{evidence.Name} {digest}" : place.EndsWith(digest, StringComparison.Ordinal) ? place : $"{place} {digest}";
        return new LinkedText(
            more == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} and {more} more"),
            place.EndsWith(".jsonl", StringComparison.Ordinal) ? store.AddressOf(place) : null,
            Code: true);
    }

    private static string FourEyesOf(RecordedFacts record)
    {
        var who = record.Authors.Count > 0 ? $"none of them ran it or wrote the commit (by {string.Join(", ", record.Authors)})" : "none of them ran it";
        return $"Four eyes: {People(record.Approvers)} approved, {record.Required.ToString(CultureInfo.InvariantCulture)} had to; {(record.IsDistinct ? who : "SOMEBODY who approved also ran it or wrote the commit")}.";
    }

    private static string People(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "person" : "people")}");

    private static IEnumerable<string> Remarks(LedgerEntry entry, RecordedFacts? record)
    {
        if (record is null)
        {
            yield return entry.Record is null
                ? "The promotion was recorded without a signature, so what its gates saw is told by its run alone."
                : "The signed record that the ledger names is not beside it, so what the gates saw cannot be told: find out who deleted it.";
        }
    }
}
