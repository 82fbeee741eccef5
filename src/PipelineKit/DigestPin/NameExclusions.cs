using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>The names an <c>exclude</c> pattern means, beside files: as spelled, and normalised; with or without the tag.</summary>
internal sealed class NameExclusions
{
    private readonly Glob[] _globs;

    internal NameExclusions(IReadOnlyList<string> patterns) => _globs = patterns.Where(p => !p.StartsWith('!')).Select(Glob.Parse).ToArray();

    internal bool Match(Reference reference) => _globs.Length > 0 && Names(reference).Any(name => Array.Exists(_globs, g => g.Matches(name)));

    private static IEnumerable<string> Names(Reference reference)
    {
        if (reference.Uses is { } uses)
        {
            return [uses.Name, $"{uses.Name}@{uses.Ref}"];
        }

        if (reference.Image is not { } image)
        {
            return [reference.Site.Reference];
        }

        return [image.Name, $"{image.Name}:{image.EffectiveTag}", $"{image.Registry}/{image.Repository}", Reference.ImageKey(image)];
    }
}
