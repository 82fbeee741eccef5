using System.Globalization;
using System.Security.Cryptography;
using PipelineKit.Audit;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>Puts verdicts into the ledger of the environment, where the gate <c>canary</c> and <c>report</c> read them.</summary>
internal static class CanaryLedger
{
    private const int LongestReason = 2000;

    /// <summary>Adds the line of the verdict, and one that rejects an image that failed.</summary>
    /// <param name="access">The environment.</param>
    /// <param name="outcome">The verdict.</param>
    /// <param name="detect">From the first bad step to the verdict; null when not known.</param>
    /// <param name="rejects">Whether an image that failed may not be promoted any more.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<FollowUp> RecordAsync(EnvironmentAccess access, CanaryOutcome outcome, TimeSpan? detect, bool rejects, CancellationToken cancellation)
    {
        var line = LineOf(access, outcome, detect);
        var view = await access.Ledger.AppendAsync(access.Name, _ => new LedgerAddition(line), cancellation);
        var text = string.Create(CultureInfo.InvariantCulture, $"`{outcome.Verdict}` is in the ledger of `{access.Name}`");
        var isNew = rejects && !EnvironmentHistory.Of(view.Ledgers[access.Name]).Rejected.ContainsKey(outcome.Scopes.Canary.Digest);
        if (isNew)
        {
            var reject = line with { Kind = LedgerKind.Reject, Reason = Cut($"failed its canary: {outcome.Decision.Text}"), Measures = new Dictionary<string, double>(StringComparer.Ordinal), Gates = new Dictionary<string, string>(StringComparer.Ordinal) };
            await access.Ledger.AppendAsync(
                access.Name, now => EnvironmentHistory.Of(now.Ledgers[access.Name]).Rejected.ContainsKey(reject.Digest) ? null : new LedgerAddition(reject), cancellation);
        }

        return new FollowUp("ledger", Ok: true, isNew ? $"{text}, and {PromotionText.Short(line.Digest)} is rejected until somebody clears it." : $"{text}.");
    }

    private static LedgerEntry LineOf(EnvironmentAccess access, CanaryOutcome outcome, TimeSpan? detect)
    {
        var (request, context) = (access.Request, access.Tools.Context);
        var measures = new Dictionary<string, double>(StringComparer.Ordinal);
        if (detect is { } known)
        {
            measures["detect-seconds"] = Math.Round(known.TotalSeconds, 3);
        }

        return new LedgerEntry
        {
            Sequence = 0,
            Previous = null,
            Kind = LedgerKind.Verdict,
            At = context.Time.GetUtcNow(),
            App = request.Settings.App,
            Environment = access.Name,
            Digest = outcome.Scopes.Canary.Digest,
            Image = EnvironmentPlace.TextOf(request.To.Repository),
            Replaces = outcome.Scopes.Baseline.Digest,
            Policy = request.Settings.Digest,
            Actor = context.Ci.Actor ?? context.Environment.Variables.GetValueOrDefault("USER") ?? "",
            Run = context.Ci.RunUrl ?? "",
            Attempt = RandomNumberGenerator.GetHexString(32, lowercase: true),
            Reason = Cut($"{outcome.Verdict}: {outcome.Decision.Text}") + (outcome.VerdictDigest is { } digest ? $" (verdict.json {digest})" : ""),
            Measures = measures,
        };
    }

    private static string Cut(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "...";
}
