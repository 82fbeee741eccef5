using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>Judges what is attested about the image.</summary>
/// <param name="evidence">What is signed.</param>
internal sealed class AttestationJudge(SignedEvidence evidence)
{
    private const string Statement = "/predicate";

    internal async Task<GateOutcome> JudgeAsync(AttestationGate gate, SignerSettings signer, CancellationToken cancellation)
    {
        var name = PredicateTypes.NameOf(gate.PredicateType);
        var id = $"attestation:{name}";
        var where = string.Join(", ", gate.Where.Select(w => $"{w.Key} = {w.Value}"));
        var required = $"{name} by {SignatureGate.Text(signer)}{(where.Length > 0 ? $" with {where}" : "")}";
        var answer = await evidence.JudgeAsync(signer, cancellation);
        if (answer.Value is null)
        {
            return GateOutcome.Fail(id, PromotionReason.AttestationUnknown, answer.Problem!, required);
        }

        var judged = answer.Value.Where(j => j.Type == gate.PredicateType).ToList();
        var proofs = judged.Where(j => j.IsVerified && j.Result.Statement?.PredicateType == gate.PredicateType).ToList();
        if (proofs.Count == 0)
        {
            var reason = JudgedSignature.ReasonOf(judged, PromotionReason.AttestationMissing, PromotionReason.AttestationForged, PromotionReason.AttestationUnknown, PromotionReason.AttestationOther);
            return GateOutcome.Fail(id, reason, JudgedSignature.Details(judged), required);
        }

        return proofs.Find(p => Difference(gate, p.Result.Statement!) is null) is { } proof
            ? GateOutcome.Pass(id, proof.Text, required) with { Evidence = [evidence.Of(id, proof.Manifest)] }
            : GateOutcome.Fail(id, PromotionReason.AttestationValue, string.Join("; ", proofs.Select(p => Difference(gate, p.Result.Statement!)).Distinct(StringComparer.Ordinal).Take(5)), required);
    }

    private static string? Difference(AttestationGate gate, InTotoStatement statement)
    {
        foreach (var (pointer, wanted) in gate.Where)
        {
            var found = statement.Predicate.ValueKind == JsonValueKind.Undefined ? null : JsonPointer.Find(statement.Predicate, pointer[Statement.Length..]);
            if (found is not { } value)
            {
                return $"{pointer} is not there";
            }

            if (!Matches(value, wanted))
            {
                var text = Text(value) ?? value.ValueKind.ToString();
                return $"{pointer} is {(text.Length <= 100 ? text : text[..100] + "...")}";
            }
        }

        return null;
    }

    private static bool Matches(JsonElement value, string wanted) =>
        Text(value) is { } text && (wanted.EndsWith('*') ? text.StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal) : text == wanted);

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
