using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Looks whether there is a bill of materials: attested (by the signer of the image, where the settings name one), or as something that refers to the image.</summary>
/// <param name="question">What is judged.</param>
/// <param name="evidence">What is signed.</param>
internal sealed class SbomGate(GateQuestion question, SignedEvidence evidence)
{
    private const string Id = "sbom";
    private const string Required = "a bill of materials";

    internal async Task<GateOutcome> JudgeAsync(CancellationToken cancellation)
    {
        var (attested, problem) = await AttestedAsync(cancellation);
        if (attested is not null)
        {
            return Pass(attested, "attested");
        }

        var referrers = await Remote.TryAsync(() => question.Place.Store.ListReferrersAsync(question.Place.Repository, question.Digest, artifactType: null, cancellation), cancellation);
        if (referrers.Value?.FirstOrDefault(r => r.ArtifactType is { } type && SbomTypes.IsArtifact(type)) is { } referrer)
        {
            return Pass(referrer.Digest, referrer.ArtifactType!);
        }

        problem ??= referrers.Problem;
        return problem is not null ? GateOutcome.Fail(Id, PromotionReason.SbomUnknown, problem, Required) : GateOutcome.Fail(Id, PromotionReason.SbomMissing, "nothing", Required);
    }

    private static GateOutcome Pass(Digest manifest, string how) => GateOutcome.Pass(Id, $"{manifest} ({how})", Required) with { Evidence = [(Id, manifest)] };

    private async Task<(Digest? Manifest, string? Problem)> AttestedAsync(CancellationToken cancellation)
    {
        if (question.To.Gates.Signature is { } signer)
        {
            var judged = await evidence.JudgeAsync(signer, cancellation);
            return (judged.Value?.FirstOrDefault(j => j.IsVerified && SbomTypes.IsPredicate(j.Result.Statement?.PredicateType))?.Manifest, judged.Problem);
        }

        var listing = await evidence.ListAsync(cancellation);
        return (listing.Value?.Signatures.FirstOrDefault(s => SbomTypes.IsPredicate(Signatures.SignatureJudge.TypeOf(s.Bundle)))?.Manifest, listing.Problem);
    }
}
