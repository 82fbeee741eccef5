using System.Globalization;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>The comment that is kept up to date on the pull request of an environment: what changed there last, newest first, by the ledger.</summary>
internal static class ChangeComment
{
    private const int MaximumRows = 5;

    /// <summary>Writes it; neutralised.</summary>
    internal static string Of(EnvironmentHistory history, LedgerStore store, string host)
    {
        var now = history.Current!;
        var rows = history.Occupancies.Reverse().Take(MaximumRows).Select(o => Row(o.Entry, store));
        var summary = new Summary(
            $"Last changes of {now.Entry.App} in {now.Entry.Environment}",
            [new Table(Caption: null, ["When", "From", "To", "Gates", "By", "Record"], [.. rows])]);
        return MarkdownSummary.Render(summary, s => s, PullRequestText.LimitOf(host));
    }

    private static IReadOnlyList<Cell> Row(LedgerEntry entry, LedgerStore store) =>
    [
        PromotionText.Time(entry.At),
        entry.Replaces is { } before ? Name(before) : "nothing",
        Name(entry.Digest),
        $"{(entry.Action == LedgerAction.Rollback ? "rolled back: " : "")}{Gates(entry)}{(entry.Bypass ? $"; BYPASSED: {entry.Reason}" : "")}",
        entry.Actor,
        entry.Record is { } record ? new Cell(PromotionText.Short(record), Code: true) { Link = store.AddressOf(store.PathOf(record)) } : "not signed",
    ];

    private static string Gates(LedgerEntry entry)
    {
        var results = entry.Gates.Values.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", results.Distinct(StringComparer.Ordinal).Select(r => string.Create(CultureInfo.InvariantCulture, $"{results.FindAll(o => o == r).Count} {r}")));
    }

    private static Cell Name(Digest digest) => new(PromotionText.Short(digest), Code: true);
}
