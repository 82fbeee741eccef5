using PipelineKit.Images;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Judges everything that is signed about an image. Does no I/O.</summary>
/// <param name="judge">Judges one signature.</param>
/// <param name="required">Type URIs that must each be attested.</param>
internal sealed class ImageJudge(SignatureJudge judge, IReadOnlyList<string> required)
{
    /// <summary>The verdict over what is beside an image.</summary>
    internal ImageVerdict Judge(ImageTarget target, SignatureListing listing) =>
        Decide(target, [
            .. listing.Signatures.Select(s => Verdict(s, judge.Judge(s, target.Subject.Digest))),
            .. listing.Unreadable.Select(u => new SignatureVerdict(u.Manifest.Text, "unreadable", PredicateType: null, SignatureJudge.NotVerified(VerificationReason.MalformedBundle, u.Problem))),
        ]);

    /// <summary>The verdict over bundles in files.</summary>
    internal ImageVerdict Judge(ImageTarget target, IEnumerable<(string Path, SigstoreBundle Bundle)> files) =>
        Decide(target, [.. files.Select(f => new SignatureVerdict(f.Path, "file", SignatureJudge.TypeOf(f.Bundle), judge.Judge(f.Bundle, target.Subject.Digest)))]);

    private static SignatureVerdict Verdict(StoredSignature stored, VerificationResult result) =>
        new(
            stored.Manifest.Text,
            stored.SimpleSigning is not null || stored.Format == SignatureFormats.Legacy ? "legacy" : "bundle",
            stored.SimpleSigning is not null ? PredicateTypes.ImageSignature : SignatureJudge.TypeOf(stored.Bundle),
            result);

    private ImageVerdict Decide(ImageTarget target, IReadOnlyList<SignatureVerdict> signatures)
    {
        var proofs = signatures.Where(s => s.Result.Outcome == VerificationOutcome.Verified).ToList();
        var proved = proofs.Select(p => p.Result.Statement?.PredicateType ?? p.PredicateType).ToHashSet(StringComparer.Ordinal);
        var missing = required.Where(r => !proved.Contains(r)).ToList();
        var status = missing.Count == 0 && proofs.Count > 0 ? ImageStatus.Verified
            : signatures.Any(s => s.IsForged) ? ImageStatus.BadSignature
            : signatures.Any(s => s.Result.Outcome == VerificationOutcome.Undetermined) ? ImageStatus.Undetermined
            : ImageStatus.NotVerified;
        return new ImageVerdict(target, target.Text, status, signatures, missing, Failure: null);
    }
}
