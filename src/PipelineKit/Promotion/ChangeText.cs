using PipelineKit.Audit;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>What is said about a change. It says what the ledger says and what lies beside the images, and nothing of this run, so that the same promotion is always told in the same words.</summary>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown, neutralised.</param>
/// <param name="Trailers">Ends of the commit's message.</param>
internal sealed record ChangeText(string Title, string Body, IReadOnlyList<(string Key, string Value)> Trailers)
{
    /// <summary>The trailers as lines.</summary>
    internal string Trailer => string.Join('\n', Trailers.Select(t => $"{t.Key}: {t.Value}"));

    /// <summary>What is said about the image that an environment has.</summary>
    /// <param name="current">As the ledger has it.</param>
    /// <param name="difference">How it differs from the one before; null where nobody is to look at the change.</param>
    /// <param name="host">The host, by <see cref="IPullRequests.Kind"/>.</param>
    internal static ChangeText Of(Occupancy current, ImageDifference? difference, string host)
    {
        var entry = current.Entry;
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
                Remarks = difference?.Remarks ?? [],
                Gates = [.. entry.Gates.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new DescribedGate(g.Key, g.Value, "", Evidence: null))],
                BypassReason = entry.Bypass ? entry.Reason : "",
                Policy = entry.Policy,
                Record = entry.Record,
                RunUrl = entry.Run,
                RollbackCommand = $"pipelinekit rollback --environment {entry.Environment}",
            },
            host);
        return new ChangeText(text.Title, text.Body, [("Image-Digest", entry.Digest.Text), ("Promotion-Line", current.Line.Text)]);
    }
}
