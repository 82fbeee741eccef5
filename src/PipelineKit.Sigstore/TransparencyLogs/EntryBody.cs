namespace PipelineKit.Sigstore;

/// <summary>
/// Compares what a log recorded with the bundle: kind and version, the artifact's digest, the signature and who signed must all be the same, or the entry
/// proves nothing about this bundle (CVE-2022-36056, CVE-2026-22703).
/// </summary>
internal static class EntryBody
{
    private const string What = "body of the log entry";

    /// <summary>Null when the entry is about the subject; else what is not the same. Throws <see cref="SigstoreFormatException"/> for a body that cannot be read.</summary>
    internal static string? Problem(TransparencyLogEntry entry, EntrySubject subject)
    {
        using var document = JsonPart.Parse(entry.CanonicalizedBody, BundleLimits.BodySize, What);
        var root = JsonPart.Root(document, What);
        var (kind, version) = (root.Text("kind"), root.Text("apiVersion"));
        if (!string.Equals(kind, entry.Kind, StringComparison.Ordinal) || !string.Equals(version, entry.KindVersion, StringComparison.Ordinal))
        {
            return $"the entry is {kind} {version}, and the bundle says {entry.Kind} {entry.KindVersion}";
        }

        var spec = root.Object("spec");
        return (kind, version, subject.Content) switch
        {
            ("hashedrekord", "0.0.1", MessageSignature) => HashedRekordBody.Problem001(spec, subject),
            ("hashedrekord", "0.0.2", _) => HashedRekordBody.Problem002(spec, subject),
            ("dsse", "0.0.1", DsseContent) => DsseBody.Problem001(spec, subject),
            ("intoto", "0.0.2", DsseContent dsse) => InTotoBody.Problem002(spec, dsse.Envelope, subject),
            _ => $"an entry of kind {kind} {version} is not known for this content",
        };
    }
}
