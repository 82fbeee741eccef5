using System.Text;
using PipelineKit.Locking;
using PipelineKit.Manifests;
using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>Hashes of what something says, whatever way it is written: SHA-256, lower-case hex.</summary>
internal static class CanonicalHashes
{
    /// <summary>
    /// Of a lock: a line for each image with repository, tag, digest and platforms, sorted. When it was made and where the images stood in files does not count.
    /// </summary>
    internal static string OfLock(LockedImages images)
    {
        var text = new StringBuilder("pipelinekit/lock/v1\n");
        var tagged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images.Entries)
        {
            if (image.Tag is not null)
            {
                tagged.Add($"{image.Repository}@{image.Digest}");
            }
        }

        foreach (var image in images.Entries)
        {
            // What digest-pin finds in rendered manifests: the same image by its digest alone, which says nothing new.
            if (image.Tag is null && tagged.Contains($"{image.Repository}@{image.Digest}"))
            {
                continue;
            }

            text.Append(image.Repository).Append(' ').Append(image.Tag ?? "-").Append(' ').Append(image.Digest?.Text ?? "-");
            foreach (var (platform, digest) in image.Platforms)
            {
                text.Append(' ').Append(platform).Append('=').Append(digest.Text);
            }

            text.Append('\n');
        }

        return Of(text);
    }

    /// <summary>Of the rules manifests are rendered and checked by: the profile, where images are looked for, which are let through, and what is written on workloads.</summary>
    internal static string OfPolicy(RenderOptions options)
    {
        var text = new StringBuilder("pipelinekit/render-policy/v1\n");
        text.Append("profile ").Append(options.Profile == Templating.TemplateProfile.Manifest ? "manifest" : "scriban").Append('\n');
        foreach (var rule in options.ImageRules.Select(Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append("image-rule ").Append(rule).Append('\n');
        }

        foreach (var pattern in options.ExcludeImages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append("exclude-image ").Append(pattern).Append('\n');
        }

        text.Append("metadata ").Append((int)options.Metadata).Append('\n').Append("annotation-prefix ").Append(options.AnnotationPrefix).Append('\n');
        return Of(text);
    }

    private static string Text(ImageRule rule) =>
        rule.Kind switch
        {
            ImageRuleKind.Argument => "arg:",
            ImageRuleKind.Environment => "env:",
            ImageRuleKind.Key => "key:",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Kind, message: null),
        } + rule.Pattern;

    private static string Of(StringBuilder text) => SourceFile.HashOf(Encoding.UTF8.GetBytes(text.ToString()));
}
