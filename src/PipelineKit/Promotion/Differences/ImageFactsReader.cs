using System.Runtime.InteropServices;
using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>Finds out about an image what a reviewer wants to compare. Whatever cannot be read is a reason told, never an error: the promotion itself does not hang on it.</summary>
/// <param name="place">Where the image is.</param>
/// <param name="digest">Which.</param>
/// <param name="statements">What is claimed about it.</param>
internal sealed class ImageFactsReader(ImagePlace place, Digest digest, ImageStatements statements)
{
    private const string Usual = "linux/amd64";
    private readonly List<string> _problems = [];

    /// <summary>Reads.</summary>
    internal async Task<ImageFacts> ReadAsync(CancellationToken cancellation)
    {
        var claims = new List<ImageClaim>();
        var attested = await TryAsync<Answer<IReadOnlyList<ImageClaim>>>(async () => await statements.AttestedAsync(cancellation), cancellation);
        claims.AddRange(attested?.Value ?? []);
        Note(attested?.Problem);
        var labels = new List<IReadOnlyDictionary<string, string>>();
        Descriptor? image = null;
        if (await TryAsync<ManifestContent>(async () => await place.Store.GetManifestAsync(place.Repository, digest, cancellation), cancellation) is { } root)
        {
            labels.Add(root.Annotations);
            image = MediaTypes.IsIndex(root.MediaType) ? ChildOf(root) : new Descriptor(root.MediaType, root.Digest, root.Bytes.Length);
            if (image is not null && image.Digest != digest)
            {
                claims.AddRange(await TryAsync<IReadOnlyList<ImageClaim>>(async () => await statements.BuiltInAsync(root, image, cancellation), cancellation) ?? []);
            }

            if (image is not null && await TryAsync<IReadOnlyList<IReadOnlyDictionary<string, string>>>(async () => await LabelsAsync(image, cancellation), cancellation) is { } own)
            {
                labels.AddRange(own);
            }
        }

        var (bom, scanned) = await BomAsync(claims, image, cancellation);
        return new ImageFacts(digest, CommitOf(claims, labels), bom, ScanOf(claims, scanned, cancellation));
    }

    private Fact<SourceCommit> CommitOf(List<ImageClaim> claims, List<IReadOnlyDictionary<string, string>> labels)
    {
        var provenance = claims.Where(c => SourceCommit.IsProvenance(c.Statement)).ToList();
        var commit = provenance.Where(c => c.IsSigned).Select(c => SourceCommit.OfProvenance(c.Statement.Predicate, isSigned: true)).FirstOrDefault(c => c is not null)
            ?? labels.Select(SourceCommit.OfLabels).FirstOrDefault(c => c is not null)
            ?? provenance.Select(c => SourceCommit.OfProvenance(c.Statement.Predicate, isSigned: false)).FirstOrDefault(c => c is not null);
        return commit is null ? Fact<SourceCommit>.Unknown(Why("names no commit in labels or provenance")) : new Fact<SourceCommit>(commit, "") { IsSigned = commit.IsSigned };
    }

    private async Task<(Fact<Bom> Bom, KnownVulnerabilities? Scanned)> BomAsync(List<ImageClaim> claims, Descriptor? image, CancellationToken cancellation)
    {
        foreach (var claim in claims.Where(c => SbomTypes.IsPredicate(c.Statement.PredicateType)).OrderByDescending(c => c.IsSigned).ThenBy(c => c.Statement.PredicateType, StringComparer.Ordinal))
        {
            if (await TryAsync(() => Task.FromResult<EvidenceDocument?>(Parse(JsonMarshal.GetRawUtf8Value(claim.Statement.Predicate).ToArray(), cancellation)), cancellation) is { Bom: { } bom } document)
            {
                return (new Fact<Bom>(bom, "") { IsSigned = claim.IsSigned, Platform = claim.Platform }, document.Report is { } report ? KnownVulnerabilities.Of(report) : null);
            }
        }

        foreach (var subject in (Descriptor?[])[new Descriptor("", digest, 0), image?.Digest == digest ? null : image])
        {
            if (subject is not null && await TryAsync(() => AttachedAsync(subject.Digest, cancellation), cancellation) is { Bom: { } bom } document)
            {
                return (new Fact<Bom>(bom, "") { Platform = subject.Platform?.ToString() ?? "" }, document.Report is { } report ? KnownVulnerabilities.Of(report) : null);
            }
        }

        return (Fact<Bom>.Unknown(Why("has no bill of materials beside it")), null);
    }

    private Fact<KnownVulnerabilities> ScanOf(List<ImageClaim> claims, KnownVulnerabilities? ofBom, CancellationToken cancellation)
    {
        var scans = new List<(KnownVulnerabilities Scan, bool IsSigned)>();
        foreach (var claim in claims.Where(c => KnownVulnerabilities.IsScan(c.Statement)))
        {
            try
            {
                scans.Add((KnownVulnerabilities.Of(claim.Statement, cancellation), claim.IsSigned));
            }
            catch (EvidenceException e)
            {
                Note($"{e.Name}: {e.Message}");
            }
        }

        return scans.OrderByDescending(s => s.IsSigned).ThenByDescending(s => s.Scan.At ?? DateTimeOffset.MinValue).ToList() is [var last, ..] ? new Fact<KnownVulnerabilities>(last.Scan, "") { IsSigned = last.IsSigned }
            : ofBom is not null ? new Fact<KnownVulnerabilities>(ofBom, "")
            : Fact<KnownVulnerabilities>.Unknown(Why("has no scan attested"));
    }

    private async Task<EvidenceDocument?> AttachedAsync(Digest subject, CancellationToken cancellation)
    {
        var referrers = await place.Store.ListReferrersAsync(place.Repository, subject, artifactType: null, cancellation);
        foreach (var referrer in referrers.Where(r => r.ArtifactType is { } type && SbomTypes.IsArtifact(type)).OrderBy(r => r.Digest.Text, StringComparer.Ordinal))
        {
            var manifest = await place.Store.GetManifestAsync(place.Repository, referrer.Digest, cancellation);
            if (manifest.Subject?.Digest == subject && manifest.Layers is [var only, ..])
            {
                return Parse(await statements.ReadAsync(only, cancellation), cancellation);
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> LabelsAsync(Descriptor image, CancellationToken cancellation)
    {
        var manifest = await place.Store.GetManifestAsync(place.Repository, image.Digest, cancellation);
        if (manifest.Config is not { } config || !config.MediaType.EndsWith("+json", StringComparison.Ordinal))
        {
            return [manifest.Annotations];
        }

        using var json = JsonDocument.Parse(await statements.ReadAsync(config, cancellation), new JsonDocumentOptions { AllowDuplicateProperties = false });
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in JsonPointer.Find(json.RootElement, "/config/Labels") is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : default)
        {
            labels[label.Name] = label.Value.ValueKind == JsonValueKind.String ? label.Value.GetString()! : "";
        }

        return [manifest.Annotations, labels];
    }

    private static Descriptor? ChildOf(ManifestContent index)
    {
        var images = index.Manifests.Where(m => m.Platform is { IsUnknown: false } && MediaTypes.IsManifest(m.MediaType)).OrderBy(m => m.Platform!.ToString(), StringComparer.Ordinal).ToList();
        return images.Find(m => m.Platform!.ToString() == Usual) ?? images.FirstOrDefault();
    }

    private static EvidenceDocument Parse(byte[] content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content, writable: false);
        return EvidenceReader.Read(stream, "the bill of materials", EvidenceLimits.Default, cancellation);
    }

    private string Why(string otherwise) => $"{PromotionText.Short(digest)} {otherwise}{(_problems.Count == 0 ? "" : $" ({string.Join("; ", _problems.Distinct(StringComparer.Ordinal).Take(3))})")}";

    // What is damaged is told like what is missing; the image itself was checked when it was copied.
    private async Task<T?> TryAsync<T>(Func<Task<T?>> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var answer = await Remote.TryAsync(read, cancellation);
            Note(answer.Problem);
            return answer.Value;
        }
        catch (Exception e) when (e is DigestMismatchException or EvidenceException or SigstoreFormatException or JsonException)
        {
            Note(e.Message);
            return null;
        }
    }

    private void Note(string? problem)
    {
        if (problem is not null)
        {
            _problems.Add(problem.TrimEnd('.'));
        }
    }
}
