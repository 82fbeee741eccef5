using PipelineKit.Manifests;
using PipelineKit.Oci;

namespace PipelineKit.Render;

/// <summary>The images that <c>exclude-images</c> lets through.</summary>
/// <param name="patterns">Names, as written or normalised, in which <c>*</c> stands for any characters.</param>
internal sealed class ImageExclusions(IReadOnlyList<string> patterns)
{
    private readonly ImageRule[] _patterns = [.. patterns.Select(p => new ImageRule(ImageRuleKind.Key, p))];

    /// <summary>Whether an image is let through: by its text, by its name without tag and digest, or by its normalised name.</summary>
    internal bool Match(string value)
    {
        if (_patterns.Length == 0)
        {
            return false;
        }

        string[] names = ImageReference.TryParse(value, out var image, out _) ? [value, image.Name, $"{image.Registry}/{image.Repository}"] : [value];
        return Array.Exists(_patterns, p => Array.Exists(names, p.Matches));
    }
}
