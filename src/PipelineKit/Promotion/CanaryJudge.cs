using PipelineKit.Audit;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>
/// Judges the verdict about a canary in the environment before. Where the settings say who signs, only a signed verdict is believed: a line of the ledger is chained, but anybody who may
/// write to its branch can add one. A line that says no is believed from anybody.
/// </summary>
/// <param name="question">What is judged.</param>
/// <param name="now">The time.</param>
/// <param name="evidence">What is signed about the image.</param>
internal sealed class CanaryJudge(GateQuestion question, DateTimeOffset now, SignedEvidence evidence)
{
    private const string Id = "canary";

    // Clocks of machines differ.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    private string From => question.From!.Name;

    /// <summary>What is said of a rollback.</summary>
    internal GateOutcome Skipped(SignerSettings? signer) => GateOutcome.Skip(Id, "not asked of a rollback", Required(signer));

    /// <summary>Judges.</summary>
    /// <param name="signer">Who must have signed the verdict; null to believe the ledger.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<GateOutcome> JudgeAsync(SignerSettings? signer, CancellationToken cancellation)
    {
        var line = question.Ledgers.Ledgers.GetValueOrDefault(From)?.Entries.LastOrDefault(e => e.Kind == LedgerKind.Verdict && e.Digest == question.Digest);
        if (signer is null)
        {
            return line is null
                ? GateOutcome.Fail(Id, PromotionReason.CanaryMissing, $"no canary of it was judged in {From}", Required(signer))
                : Judge(WordOf(line.Reason), $"{line.Reason} on {LedgerGates.Text(line.At)}, by the ledger alone", Required(signer));
        }

        var answer = await evidence.JudgeAsync(signer, cancellation);
        return answer.Value is { } judged ? Judge([.. judged.Where(j => j.Type == CanaryAttestation.PredicateType)], signer, line)
            : GateOutcome.Fail(Id, PromotionReason.CanaryUnknown, answer.Problem!, Required(signer));
    }

    private GateOutcome Judge(List<JudgedSignature> judged, SignerSettings signer, LedgerEntry? line)
    {
        (JudgedSignature Signature, CanaryAttestation Said)? last = null;
        foreach (var verdict in judged.Where(j => j.IsVerified))
        {
            if (CanaryAttestation.Read(verdict.Result.Statement!.Predicate) is { } said && said.Environment == From && !(said.DecidedAt <= last?.Said.DecidedAt))
            {
                last = (verdict, said);
            }
        }

        if (last is not var (signature, attested))
        {
            return judged.Exists(j => j.Result.Outcome == VerificationOutcome.Undetermined)
                ? GateOutcome.Fail(Id, PromotionReason.CanaryUnknown, JudgedSignature.Details(judged), Required(signer))
                : GateOutcome.Fail(Id, PromotionReason.CanaryMissing, line is null ? $"no canary of it was judged in {From}" : $"the ledger says {WordOf(line.Reason)}, and nobody who counts signed that", Required(signer));
        }

        var observed = $"{attested.Verdict} on {LedgerGates.Text(attested.DecidedAt)}, signed";
        return attested.DecidedAt > now + Ahead ? GateOutcome.Fail(Id, PromotionReason.CanaryUnknown, $"{observed}, which is in the future", Required(signer))
            : line is not null && line.At > attested.DecidedAt && WordOf(line.Reason) != "pass" ? Judge(WordOf(line.Reason), $"{observed}, and later {line.Reason} by the ledger", Required(signer))
            : Judge(attested.Verdict, observed, Required(signer)) with { Evidence = [evidence.Of(Id, signature.Manifest)] };
    }

    private static GateOutcome Judge(string word, string observed, string required) => word switch
    {
        "pass" => GateOutcome.Pass(Id, observed, required),
        "fail" => GateOutcome.Fail(Id, PromotionReason.CanaryFailed, observed, required),
        _ => GateOutcome.Fail(Id, PromotionReason.CanaryInconclusive, observed, required),
    };

    private static string WordOf(string reason) =>
        reason.StartsWith("pass", StringComparison.OrdinalIgnoreCase) ? "pass" : reason.StartsWith("fail", StringComparison.OrdinalIgnoreCase) ? "fail" : "inconclusive";

    private string Required(SignerSettings? signer) => $"a canary that passed in {From}{(signer is null ? "" : $", by a verdict signed by {SignatureGate.Text(signer)}")}";
}
