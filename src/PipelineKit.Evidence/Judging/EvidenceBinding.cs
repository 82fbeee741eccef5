using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// Which of the image's platforms a document is about: by the digest of the manifest, by the digest of the index together with the platform, by the digest of the configuration, or by all uncompressed layers.
/// What an invocation of ours (or an attestation) says comes first, and a document that says otherwise is not bound.
/// </summary>
internal static class EvidenceBinding
{
    internal static BoundDocument Of(JudgeContext context, EvidenceItem item, EvidenceDocument document)
    {
        var facts = Facts(document);
        var platforms = new List<string>();
        foreach (var platform in context.Platforms)
        {
            if (IsAbout(context, item.BoundTo, facts, platform))
            {
                platforms.Add(platform.Platform);
            }
        }

        if (platforms.Count > 0)
        {
            return new BoundDocument(item, document, platforms, platforms.Count == 1 ? platforms[0] : "", "");
        }

        var why = Why(context, item.BoundTo, facts);
        var said = context.Platforms.FirstOrDefault(p => SamePlatform(p.Platform, facts.Platform))?.Platform;
        IReadOnlyList<string> counted = context.Policy.Evidence.Bound ? [] : said is not null ? [said] : facts.Platform is null ? [.. context.Platforms.Select(p => p.Platform)] : [];
        return new BoundDocument(item, document, counted, said ?? facts.Platform ?? "", why);
    }

    /// <summary>Whether both name the same platform; a variant only one of them has (<c>linux/arm64/v8</c>) makes no difference, two that differ do.</summary>
    internal static bool SamePlatform(string left, string? right)
    {
        if (right is null || left.Length == 0 || right.Length == 0)
        {
            return false;
        }

        return left == right
            || (left.StartsWith(right, StringComparison.Ordinal) && left[right.Length] == '/' && right.Contains('/', StringComparison.Ordinal))
            || (right.StartsWith(left, StringComparison.Ordinal) && right[left.Length] == '/' && left.Contains('/', StringComparison.Ordinal));
    }

    private static SubjectFacts Facts(EvidenceDocument document)
    {
        var facts = document.Report?.Subject ?? new SubjectFacts();
        return document.Bom is not { } bom ? facts : facts with { Manifests = [.. facts.Manifests, .. bom.SubjectDigests], Configs = [.. facts.Configs, .. bom.SubjectDigests], Platform = facts.Platform ?? bom.Platform };
    }

    private static bool IsAbout(JudgeContext context, Digest? boundTo, SubjectFacts facts, GatePlatform platform)
    {
        if (boundTo is not null)
        {
            return IsNamed(context, boundTo, facts.Platform, platform) && !Contradicts(context, facts);
        }

        foreach (var manifest in facts.Manifests)
        {
            if (IsNamed(context, manifest, facts.Platform, platform))
            {
                return true;
            }
        }

        return (platform.Config is { } config && facts.Configs.Contains(config))
            || (platform.DiffIds.Count > 0 && facts.DiffIds.SequenceEqual(platform.DiffIds));
    }

    // The digest of an index alone does not say which of its images was looked at.
    private static bool IsNamed(JudgeContext context, Digest digest, string? said, GatePlatform platform) =>
        digest == platform.Manifest
        || (digest == context.Case.Subject.Digest && (context.Platforms.Count == 1 ? said is null || SamePlatform(platform.Platform, said) || platform.Platform.Length == 0 : SamePlatform(platform.Platform, said)));

    private static bool Contradicts(JudgeContext context, SubjectFacts facts) =>
        facts.Manifests.Count > 0
        && !facts.Manifests.Any(m => m == context.Case.Subject.Digest || context.Platforms.Any(p => p.Manifest == m || p.Config == m))
        && !facts.Configs.Any(c => context.Platforms.Any(p => p.Config == c));

    private static string Why(JudgeContext context, Digest? boundTo, SubjectFacts facts)
    {
        if (context.Case.Subject.Digest is not { } digest)
        {
            return "no image was named, so nothing shows that it is about the right one";
        }

        if (boundTo is not null && boundTo != digest && !context.Platforms.Any(p => p.Manifest == boundTo))
        {
            return $"it is about {boundTo.Text}, not about {digest.Text}";
        }

        var names = facts.Manifests.Concat(facts.Configs).Select(d => d.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return facts.DiffIds.Count == 0 ? "it names no digest of an image" : "it names no digest of an image, and its layers are not those of the image";
        }

        return names.Contains(digest.Text, StringComparer.Ordinal)
            ? facts.Platform is { } said ? $"it names the index and the platform {said}, which the image does not have" : "it names the index, but not which of its platforms was looked at"
            : $"it is about {names[0]}, not about {digest.Text}";
    }
}
