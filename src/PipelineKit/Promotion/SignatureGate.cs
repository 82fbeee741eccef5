using PipelineKit.Audit;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>Judges who signed the image.</summary>
/// <param name="evidence">What is signed.</param>
internal sealed class SignatureGate(SignedEvidence evidence)
{
    private const string Id = "signature";

    internal async Task<GateOutcome> JudgeAsync(SignerSettings signer, CancellationToken cancellation)
    {
        var required = $"signed by {Text(signer)}";
        var answer = await evidence.JudgeAsync(signer, cancellation);
        if (answer.Value is not { } all)
        {
            return GateOutcome.Fail(Id, PromotionReason.SignatureUnknown, answer.Problem!, required);
        }

        // What promotions and gates sign about every image they let pass says nothing about who built it.
        var judged = all.Where(j => j.Type is not (PromotionRecord.PredicateType or PredicateTypes.VerificationSummary or CanaryAttestation.PredicateType) || SignatureJudge.IsForged(j.Result)).ToList();

        var proofs = judged.Where(j => j.IsVerified).ToList();
        if (proofs.Count == 0)
        {
            var reason = JudgedSignature.ReasonOf(judged, PromotionReason.SignatureMissing, PromotionReason.SignatureForged, PromotionReason.SignatureUnknown, PromotionReason.SignatureOther);
            return GateOutcome.Fail(Id, reason, JudgedSignature.Details(judged), required);
        }

        // A statement that is the signature of the image is better evidence than one that is about something else as well.
        var proof = proofs.Find(p => p.Type is null or PredicateTypes.ImageSignature) ?? proofs[0];
        return GateOutcome.Pass(Id, proof.Text, required) with { Evidence = [evidence.Of(Id, proof.Manifest)] };
    }

    /// <summary>Who must have signed, for people.</summary>
    internal static string Text(SignerSettings signer)
    {
        var keyless = signer.Identity is not { } identity ? null
            : identity.Extensions.TryGetValue(12, out var repository) ? $"a workflow of {repository}"
            : $"{identity.Subject} (vouched for by {identity.Issuer})";
        return string.Join(" or ", [.. signer.Keys.Select(k => $"the key `{k}`"), .. keyless is null ? [] : (string[])[keyless]]);
    }
}
