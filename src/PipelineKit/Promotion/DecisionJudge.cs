using System.Globalization;
using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Policy;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Promotion;

/// <summary>Judges the decision of scan-gate: in its file, or as it was attested.</summary>
/// <param name="question">What is judged.</param>
/// <param name="context">The run.</param>
/// <param name="isReturn">Whether the age does not matter, because the image goes back to where it was.</param>
internal sealed class DecisionJudge(GateQuestion question, CommandContext context, bool isReturn)
{
    private const string Id = "scan";
    private const int MaximumBytes = 64 << 20;

    // Clocks of machines differ.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    internal Task<GateOutcome> JudgeAsync(DecisionGate gate, SignedEvidence evidence, CancellationToken cancellation) =>
        gate.File.Length > 0 ? FileAsync(gate, cancellation) : AttestedAsync(gate, gate.Signer ?? question.To.Gates.Signature!, evidence, cancellation);

    private async Task<GateOutcome> FileAsync(DecisionGate gate, CancellationToken cancellation)
    {
        var required = Required(gate, $"a decision to let it pass in `{gate.File}`");
        byte[] content;
        try
        {
            content = await OutsideFile.ReadAsync(context.WorkingDirectory, gate.File, MaximumBytes, cancellation);
        }
        catch (FailureException e)
        {
            return GateOutcome.Fail(Id, PromotionReason.ScanMissing, e.Failures[0].What, required);
        }

        DecisionFacts facts;
        try
        {
            facts = DecisionFacts.Read(content);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return GateOutcome.Fail(Id, PromotionReason.ScanMalformed, $"`{gate.File}`: {e.Message}", required);
        }

        return facts.Subject != question.Digest
            ? GateOutcome.Fail(Id, PromotionReason.ScanOther, facts.Subject is null ? "it names no digest" : $"it is about {facts.Subject}", required)
            : Judge(gate, facts.HasPassed, facts.At, facts.ValidUntil, required) with { Evidence = [new GateEvidence("decision", Digest.Sha256(content), gate.File)] };
    }

    private async Task<GateOutcome> AttestedAsync(DecisionGate gate, SignerSettings signer, SignedEvidence evidence, CancellationToken cancellation)
    {
        var required = Required(gate, $"a decision to let it pass, attested by {SignatureGate.Text(signer)}");
        var answer = await evidence.JudgeAsync(signer, cancellation);
        if (answer.Value is not { } judged)
        {
            return GateOutcome.Fail(Id, PromotionReason.ScanUnknown, answer.Problem!, required);
        }

        // The last one counts: an earlier pass does not outlive a later no.
        JudgedSignature? last = null;
        DateTimeOffset at = default;
        foreach (var summary in judged.Where(j => j.IsVerified && IsDecision(j.Result.Statement)))
        {
            if (TimeOf(summary.Result.Statement!.Predicate) is not { } time)
            {
                return GateOutcome.Fail(Id, PromotionReason.ScanMalformed, $"{summary.Manifest} does not say when it was verified", required);
            }

            (last, at) = last is null || time > at ? (summary, time) : (last, at);
        }

        if (last is null)
        {
            var undetermined = judged.Any(j => j.Result.Outcome == VerificationOutcome.Undetermined);
            return GateOutcome.Fail(Id, undetermined ? PromotionReason.ScanUnknown : PromotionReason.ScanMissing, JudgedSignature.Details([.. judged.Where(j => j.Type == PredicateTypes.VerificationSummary)]), required);
        }

        var passed = JsonPointer.Find(last.Result.Statement!.Predicate, "/verificationResult") is { ValueKind: JsonValueKind.String } result && result.ValueEquals("PASSED");
        return Judge(gate, passed, at, validUntil: null, required) with { Evidence = [evidence.Of("decision", last.Manifest)] };
    }

    private GateOutcome Judge(DecisionGate gate, bool passed, DateTimeOffset at, DateTimeOffset? validUntil, string required)
    {
        var now = context.Time.GetUtcNow();
        var observed = $"decided {LedgerGates.Text(at)}";
        var stale = at > now + Ahead ? $"{observed}, which is in the future"
            : isReturn ? null
            : validUntil < now ? $"{observed}, valid until {LedgerGates.Text(validUntil.Value)}"
            : gate.MaximumAge is { } age && now - at > age ? $"{observed}, {LedgerGates.Text(now - at)} ago"
            : null;
        return !passed ? GateOutcome.Fail(Id, PromotionReason.ScanFailed, $"{observed} not to let it pass", required)
            : stale is not null ? GateOutcome.Fail(Id, PromotionReason.ScanStale, stale, required)
            : GateOutcome.Pass(Id, $"let it pass, {observed}", required);
    }

    private static string Required(DecisionGate gate, string what) => gate.MaximumAge is { } age ? $"{what}, at most {LedgerGates.Text(age)} old" : what;

    private static bool IsDecision(InTotoStatement? statement) =>
        statement?.PredicateType == PredicateTypes.VerificationSummary
        && JsonPointer.Find(statement.Predicate, "/verifier/id") is { ValueKind: JsonValueKind.String } id && id.ValueEquals(GateSummary.Verifier)
        && JsonPointer.Find(statement.Predicate, "/verifiedLevels") is { ValueKind: JsonValueKind.Array } levels
        && levels.EnumerateArray().Any(l => l.ValueKind == JsonValueKind.String && l.ValueEquals(GateSummary.Level));

    private static DateTimeOffset? TimeOf(JsonElement predicate) =>
        JsonPointer.Find(predicate, "/timeVerified") is { ValueKind: JsonValueKind.String } text
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
