using System.Text.Json;
using PipelineKit.Git;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>The commit an image says it was built from.</summary>
/// <param name="Repository">Where it is: <c>https://HOST/PATH</c>, without <c>.git</c>; empty when not said.</param>
/// <param name="Revision">Full hex, lower case.</param>
/// <param name="IsSigned">Whether a signature that is believed says so, and not the image about itself.</param>
internal sealed record SourceCommit(string Repository, string Revision, bool IsSigned)
{
    private const string RevisionLabel = "org.opencontainers.image.revision";
    private const string SourceLabel = "org.opencontainers.image.source";

    // Where SLSA provenance and BuildKit's own part of it name the sources; of lists, the first repository of Git counts.
    private static readonly string[] Lists = ["/buildDefinition/resolvedDependencies", "/materials"];
    private static readonly string[] Places = ["/invocation/configSource", "/buildDefinition/externalParameters/configSource"];
    private static readonly string[] VersionControl = ["/runDetails/metadata/buildkit_metadata/vcs", "/metadata/https:~1~1mobyproject.org~1buildkit@v1#metadata/vcs"];

    /// <summary>From annotations or labels (OCI image specification, annotations.md); null when they name no commit.</summary>
    internal static SourceCommit? OfLabels(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(RevisionLabel, out var revision) ? Make(labels.GetValueOrDefault(SourceLabel), revision, isSigned: false) : null;

    /// <summary>From SLSA provenance, version 1 or 0.2; null when it names no commit.</summary>
    internal static SourceCommit? OfProvenance(JsonElement predicate, bool isSigned)
    {
        var resources = Lists.Select(p => JsonPointer.Find(predicate, p)).Where(l => l is { ValueKind: JsonValueKind.Array }).SelectMany(l => l!.Value.EnumerateArray())
            .Concat(Places.Select(p => JsonPointer.Find(predicate, p)).OfType<JsonElement>());
        foreach (var resource in resources)
        {
            if (Text(resource, "/uri") is { } uri && IsGit(uri) && Make(uri, Text(resource, "/digest/gitCommit") ?? Text(resource, "/digest/sha1"), isSigned) is { } commit)
            {
                return commit;
            }
        }

        return VersionControl.Select(p => JsonPointer.Find(predicate, p)).OfType<JsonElement>().Select(v => Make(Text(v, "/source"), Text(v, "/revision"), isSigned)).FirstOrDefault(c => c is not null);
    }

    /// <summary>Whether a statement is provenance.</summary>
    internal static bool IsProvenance(InTotoStatement statement) => statement.PredicateType is PredicateTypes.SlsaProvenance or PredicateTypes.SlsaProvenance02;

    private static SourceCommit? Make(string? repository, string? revision, bool isSigned) =>
        revision is not null && GitNames.IsCommit(revision) ? new SourceCommit(AddressOf(repository ?? ""), revision, isSigned) : null;

    private static bool IsGit(string uri) => uri.StartsWith("git", StringComparison.Ordinal) || uri.Contains(".git", StringComparison.Ordinal);

    // git+https://HOST/PATH.git@refs/heads/main, https://HOST/PATH.git#main, git@HOST:PATH.git
    private static string AddressOf(string text)
    {
        text = text.StartsWith("git+", StringComparison.Ordinal) ? text[4..] : text;
        text = text.StartsWith("git@", StringComparison.Ordinal) ? "https://" + text[4..].Replace(':', '/') : text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http" or "ssh" or "git") || uri.Host.Length == 0)
        {
            return "";
        }

        var path = uri.AbsolutePath;
        path = path.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? path[..at] : path;
        path = path.TrimEnd('/');
        path = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
        return path.Length > 1 ? $"https://{(uri.Scheme is "https" or "http" ? uri.Authority : uri.Host)}{path}" : "";
    }

    private static string? Text(JsonElement element, string pointer) => JsonPointer.Find(element, pointer) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
