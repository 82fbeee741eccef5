using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Verify;

/// <summary>Says what verify found.</summary>
internal static class VerifyReport
{
    private const int ShortDigest = 7 + 12;

    internal static CommandReport From(VerifyResult result) => new()
    {
        Exit = Exit(result),
        Headline = Headline(result),
        Annotations = [.. result.Images.Where(i => i.Status != ImageStatus.Verified).Select(VerifyRule.Annotate)],
        Outputs = Outputs(result),
        Summary = Summarize(result),
        Result = VerifyJson.Of(result),
        ResultToStandardOutput = result.Options.Json,
    };

    // Wrong content before everything; then a refusal; then the gate; and "unavailable" only when nothing else is wrong, so that a retry is worth it.
    private static ExitCode Exit(VerifyResult result)
    {
        var exits = result.Images.Select(Exit).ToHashSet();
        return exits.Contains(ExitCode.Integrity) ? ExitCode.Integrity
            : exits.Contains(ExitCode.Refused) ? ExitCode.Refused
            : exits.Contains(ExitCode.GateSaidNo) ? ExitCode.GateSaidNo
            : exits.Contains(ExitCode.Unavailable) ? ExitCode.Unavailable
            : ExitCode.Ok;
    }

    private static ExitCode Exit(ImageVerdict image) =>
        image.Failure is { } failure ? failure.Code.Exit
        : image.Status switch
        {
            ImageStatus.Verified => ExitCode.Ok,
            ImageStatus.NotVerified => ExitCode.GateSaidNo,
            ImageStatus.BadSignature => ExitCode.Integrity,
            _ => ExitCode.Unavailable,
        };

    private static OutputValue[] Outputs(VerifyResult result)
    {
        var verified = result.Images.Where(i => i.Status == ImageStatus.Verified).ToList();
        return
        [
            new(VerifyAction.Verified, VerifyText.Number(verified.Count)),
            new(VerifyAction.NotVerified, VerifyText.Number(result.Images.Count - verified.Count)),
            new(VerifyAction.Digests, string.Join('\n', verified.Select(i => i.Text))),
            new(VerifyAction.Signers, string.Join('\n', verified.SelectMany(i => i.Proofs).Select(p => p.Result.Signer).OfType<Sigstore.SignerIdentity>().Select(VerifyText.Signer).Distinct(StringComparer.Ordinal))),
        ];
    }

    private static string Headline(VerifyResult result)
    {
        var verified = result.Images.Count(i => i.Status == ImageStatus.Verified);
        var images = VerifyText.Count(result.Images.Count, "image");
        return verified == result.Images.Count ? $"{images} verified."
            : result.Images.All(i => i.Status is ImageStatus.Undetermined or ImageStatus.Verified) ? $"{VerifyText.Count(result.Images.Count - verified, "image")} of {result.Images.Count} could not be judged."
            : result.Images.Count == 1 ? "The image did not pass."
            : $"{VerifyText.Number(result.Images.Count - verified)} of {images} did not pass.";
    }

    private static Summary Summarize(VerifyResult result)
    {
        var blocks = new List<SummaryBlock>();
        var proved = result.Images.Where(i => i.Status == ImageStatus.Verified).SelectMany(i => i.Proofs.Select(p => (Image: i, Proof: p))).ToList();
        if (proved.Count > 0)
        {
            blocks.Add(new Table(
                "Proved",
                ["Image", "What", "Signed by", "When"],
                [.. proved.Select(p => (IReadOnlyList<Cell>)
                [
                    Name(p.Image),
                    VerifyText.What(p.Proof),
                    p.Proof.Result.Signer is { } signer ? VerifyText.Signer(signer) : "",
                    p.Proof.Result.Times.Count > 0 ? VerifyText.When(p.Proof.Result) : "not proved",
                ])]));
        }

        var others = result.Images.SelectMany(i => i.Signatures.Where(s => s.Result.Outcome != Sigstore.VerificationOutcome.Verified).Select(s => (Image: i, Signature: s))).ToList();
        if (others.Count > 0)
        {
            blocks.Add(new Table(
                "What does not count",
                ["Image", "What", "Found in", "Reason", "Detail"],
                [.. others.Select(o => (IReadOnlyList<Cell>)
                [
                    Name(o.Image),
                    VerifyText.What(o.Signature),
                    new Cell(o.Signature.Where, Code: true) { Brief = o.Signature.Where.StartsWith("sha256:", StringComparison.Ordinal) ? o.Signature.Where[..ShortDigest] : null },
                    VerifyText.ReasonName(o.Signature.Result.Reason),
                    o.Signature.Result.Detail ?? "",
                ])])
            {
                RepeatsTheLog = others.All(o => o.Image.Status != ImageStatus.Verified),
            });
        }

        if (blocks.Count == 0)
        {
            blocks.Add(new Paragraph("Nothing is signed about any of the images."));
        }

        return new Summary("verify", blocks);
    }

    private static Cell Name(ImageVerdict image) =>
        new(image.Text, Code: true) { Brief = image.Target is { } target ? $"{target.Image.Reference.Name}@{target.Subject.Digest.Text[..ShortDigest]}" : null };
}
