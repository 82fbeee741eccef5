using PipelineKit.Audit;

namespace PipelineKit.Promotion;

/// <summary>What is said about a change.</summary>
/// <param name="Title">One line.</param>
/// <param name="Body">Markdown, neutralised.</param>
/// <param name="Trailers">Ends of the commit's message.</param>
internal sealed record ChangeText(string Title, string Body, IReadOnlyList<(string Key, string Value)> Trailers)
{
    /// <summary>The trailers as lines.</summary>
    internal string Trailer => string.Join('\n', Trailers.Select(t => $"{t.Key}: {t.Value}"));

    /// <summary>What is said about the image that an environment has.</summary>
    internal static ChangeText Of(PromotionResult result, Occupancy current)
    {
        var request = result.Request;
        return new ChangeText(
            $"{(current.Entry.Action == LedgerAction.Rollback ? "Roll back" : "Promote")} {request.Settings.App} in {request.To.Name} to {PromotionText.Short(current.Digest)}",
            "",
            [("Image-Digest", current.Digest.Text), ("Promotion-Line", current.Line.Text)]);
    }
}
