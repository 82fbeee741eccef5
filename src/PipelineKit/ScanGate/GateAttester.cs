using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Images;
using PipelineKit.Policy;
using PipelineKit.Signatures;
using PipelineKit.Signing;
using PipelineKit.Sigstore;

namespace PipelineKit.ScanGate;

/// <summary>Signs what was found and decided, and attaches it to the image.</summary>
internal static class GateAttester
{
    /// <summary>Signs; nothing is asked for in a rehearsal of keyless signing.</summary>
    internal static async Task<IReadOnlyList<SignedItem>> AttestAsync(
        ScanGateResult result, SigningSettings signing, OpenedImage image, ImageAccess access, CommandContext context, CancellationToken cancellation)
    {
        var target = new ImageTarget(image.Repository.Pin(image.Digest), image.Subject, IsNamed: true);
        var tasks = SignTask.All([target], signature: false, new Dictionary<string, string>(StringComparer.Ordinal), Attestations(result));
        using var http = new HttpMessageInvoker(access.Handler, disposeHandler: false);
        var (signer, _) = await SignerSource.OpenAsync(signing, run: null, result.Options.DryRun, context, http, cancellation);
        if (signer is null || image.Store is null || tasks.Count == 0)
        {
            return [.. tasks.Select(t => new SignedItem(t, SignStatus.WouldSign))];
        }

        var batch = new SignBatch(new SignBatchOptions(SignatureFormats.Bundle, BundleDir: "", result.Options.DryRun, Concurrency: 4), signer, image.Store, github: null, BundleFiles.Names(tasks), context);
        return await batch.RunAsync(tasks, cancellation);
    }

    // A verification summary that says "failed" would satisfy whoever asks for the type alone, so only a pass is attested.
    private static List<Attestation> Attestations(ScanGateResult result)
    {
        var attestations = new List<Attestation>();
        if (result.Options.Attest.HasFlag(GateAttestations.Decision) && result.Decision.Verdict == GateVerdict.Pass)
        {
            attestations.Add(new Attestation(PredicateTypes.VerificationSummary, Summary(result)));
        }

        if (result.Options.Attest.HasFlag(GateAttestations.Vulnerabilities))
        {
            attestations.AddRange(result.Case.Evidence
                .Where(e => e.Document?.Report is not null)
                .Select(e => new Attestation(PredicateTypes.Vulnerabilities, Scan(e.Document!.Report!, result.Case.At))));
        }

        return attestations;
    }

    private static System.Text.Json.JsonElement Summary(ScanGateResult result)
    {
        var judged = result.Case;
        return new VerificationSummary(
            GateSummary.Verifier,
            new Dictionary<string, string>(StringComparer.Ordinal) { [Product.Program] = Product.Version },
            judged.At,
            $"{judged.Subject.Name}@{judged.Subject.Digest}",
            Described(judged.Policy.Name, judged.Policy.Digest),
            [Described("decision", result.Digest), .. judged.Evidence.Where(e => e.Digest is not null).Select(e => Described(e.Name, e.Digest!))],
            Passed: true,
            [GateSummary.Level]).ToPredicate();
    }

    private static System.Text.Json.JsonElement Scan(ScanReport report, DateTimeOffset at)
    {
        var found = report.Findings
            .Where(f => f.Kind is FindingKind.Vulnerability or FindingKind.Malware && f.Suppression is null)
            .GroupBy(f => f.Id, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ScannedVulnerability(g.Key, [.. Severities(g)]));
        var scanned = report.ScannedAt ?? at;
        return new VulnerabilityScan(
            $"pkg:generic/{Uri.EscapeDataString(report.Scanner.Name)}{(report.Scanner.Version.Length > 0 ? "@" + Uri.EscapeDataString(report.Scanner.Version) : "")}",
            report.Scanner.Version,
            DatabaseUri: null,
            report.Scanner.DatabaseVersion.Length > 0 ? report.Scanner.DatabaseVersion : null,
            report.Scanner.DatabaseBuilt,
            scanned,
            scanned,
            [.. found]).ToPredicate();
    }

    // The scanner's own word, and each score it quotes.
    private static IEnumerable<(string Method, string Score)> Severities(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        yield return ("severity", ScanGateText.Word(all.Max(f => f.Severity)));
        foreach (var rating in all.SelectMany(f => f.Ratings).Where(r => r.Score is not null).DistinctBy(r => (r.Source, r.Score)).OrderBy(r => r.Source, StringComparer.Ordinal).ThenBy(r => r.Score))
        {
            yield return (rating.Source, rating.Score!.Value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static ResourceDescriptor Described(string name, Oci.Digest digest) => new(Uri: null, new Dictionary<string, string>(StringComparer.Ordinal) { [digest.Algorithm] = digest.Hex }, name);
}
