using System.Text.Json;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

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
        var (attested, what, problem) = await AttestedAsync(cancellation);
        if (attested is not null)
        {
            return Pass(attested, $"{what}, attested");
        }

        var referrers = await Remote.TryAsync(() => question.Place.Store.ListReferrersAsync(question.Place.Repository, question.Digest, artifactType: null, cancellation), cancellation);
        if (referrers.Value?.FirstOrDefault(r => r.ArtifactType is { } type && SbomTypes.IsArtifact(type)) is { } referrer)
        {
            return Pass(referrer.Digest, $"{referrer.ArtifactType}, beside the image and not attested");
        }

        problem ??= referrers.Problem;
        return problem is not null ? GateOutcome.Fail(Id, PromotionReason.SbomUnknown, problem, Required) : GateOutcome.Fail(Id, PromotionReason.SbomMissing, "nothing", Required);
    }

    private GateOutcome Pass(Digest manifest, string observed) => GateOutcome.Pass(Id, observed, Required) with { Evidence = [question.Referrer(Id, manifest)] };

    private async Task<(Digest? Manifest, string What, string? Problem)> AttestedAsync(CancellationToken cancellation)
    {
        if (question.To.Gates.Signature is { } signer)
        {
            var judged = await evidence.JudgeAsync(signer, cancellation);
            var proof = judged.Value?.FirstOrDefault(j => j.IsVerified && SbomTypes.IsPredicate(j.Result.Statement?.PredicateType));
            return (proof?.Manifest, proof is null ? "" : Text(proof.Result.Statement!), judged.Problem);
        }

        var listing = await evidence.ListAsync(cancellation);
        var claim = listing.Value?.Signatures.FirstOrDefault(s => SbomTypes.IsPredicate(Signatures.SignatureJudge.TypeOf(s.Bundle)));
        return (claim?.Manifest, claim is null ? "" : Text(InTotoStatement.Parse(((DsseContent)claim.Bundle.Content).Envelope.Payload)), listing.Problem);
    }

    /// <summary>Format and size of a bill of materials, for people: <c>CycloneDX 1.6 with 214 components</c>.</summary>
    internal static string Text(InTotoStatement statement)
    {
        var bill = statement.Predicate;
        return JsonPointer.Find(bill, "/specVersion") is { ValueKind: JsonValueKind.String } version ? $"CycloneDX {version.GetString()}{Size("/components", "component")}"
            : JsonPointer.Find(bill, "/spdxVersion") is { ValueKind: JsonValueKind.String } spdx ? $"{spdx.GetString()!.Replace('-', ' ')}{Size("/packages", "package")}"
            : PredicateTypes.NameOf(statement.PredicateType);

        string Size(string pointer, string noun) => JsonPointer.Find(bill, pointer) is { ValueKind: JsonValueKind.Array } list ? $" with {PromotionText.Count(list.GetArrayLength(), noun)}" : $" without {noun}s";
    }
}
