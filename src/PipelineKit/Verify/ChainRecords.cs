using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Verifies the signed records of the steps.</summary>
/// <param name="judge">By which signers.</param>
/// <param name="files">Where the records are.</param>
internal sealed class ChainRecords(ImageJudge judge, ChainFiles files)
{
    /// <summary>Verifies them; problems are kept with their step.</summary>
    internal async Task VerifyAsync(IReadOnlyList<ChainStep> steps, CancellationToken cancellation)
    {
        string[] paths = [.. steps.Select(s => s.Entry.Record).OfType<Digest>().Select(files.PathOf).Distinct(StringComparer.Ordinal)];
        var contents = paths.Length > 0 ? await files.ReadAsync(paths, cancellation) : new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var step in steps)
        {
            if (Problem(step, contents) is { } problem)
            {
                step.Problems.Add(problem);
            }
        }
    }

    private ChainProblem? Problem(ChainStep step, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents)
    {
        if (step.Entry.Record is not { } digest)
        {
            return new ChainProblem(ChainRule.NoRecord, "it has no signed record");
        }

        var path = files.PathOf(digest);
        if (!contents.TryGetValue(path, out var content))
        {
            return new ChainProblem(ChainRule.RecordMissing, $"its signed record `{path}` is not there");
        }

        if (Digest.Sha256(content.Span) != digest)
        {
            return new ChainProblem(ChainRule.RecordChanged, $"the file `{path}` has the digest {Digest.Sha256(content.Span)}");
        }

        return Verify(step, path, content);
    }

    private ChainProblem? Verify(ChainStep step, string path, ReadOnlyMemory<byte> content)
    {
        SigstoreBundle bundle;
        try
        {
            bundle = SigstoreBundle.Parse(content);
        }
        catch (SigstoreFormatException e)
        {
            return new ChainProblem(ChainRule.RecordForged, $"its record `{path}` is not a Sigstore bundle: {e.Message}");
        }

        // Of a digest that is only compared, neither type nor size matters, nor the name.
        var image = ImageReference.Parse($"registry.invalid/image@{step.Entry.Digest}");
        var target = new ImageTarget(image.Pin(step.Entry.Digest), new Descriptor(MediaTypes.OciManifest, step.Entry.Digest, 0), IsNamed: true);
        var verdict = judge.Judge(target, [(path, bundle)]).Signatures[0];
        step.Record = verdict.Result;
        if (verdict.Result.Outcome != VerificationOutcome.Verified)
        {
            return new ChainProblem(
                verdict.IsForged || verdict.Result.Reason == VerificationReason.ArtifactMismatch ? ChainRule.RecordForged : ChainRule.RecordNotVerified,
                $"its record does not verify: {VerifyText.ReasonName(verdict.Result.Reason)}: {verdict.Result.Detail}");
        }

        return verdict.Result.Statement is not { } statement ? new ChainProblem(ChainRule.RecordDiffers, "its record is a signature without a statement")
            : ChainClaims.Difference(statement, step) is { } difference ? new ChainProblem(ChainRule.RecordDiffers, $"its record says something else: {difference}")
            : null;
    }
}
