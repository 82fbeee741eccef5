using PipelineKit.Actions;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>Reads the images a command is about: by digest, unless the user asks for tags to be looked up.</summary>
public static class ImageInputs
{
    /// <summary>The references, each once; problems are kept.</summary>
    /// <param name="inputs">Where they are read.</param>
    /// <param name="input">The input.</param>
    /// <param name="mayResolve">Whether a tag is allowed.</param>
    public static IReadOnlyList<ImageReference> Read(InputReader inputs, Input<IReadOnlyList<string>> input, bool mayResolve)
    {
        var references = new Dictionary<string, ImageReference>(StringComparer.Ordinal);
        foreach (var text in inputs.Get(input) ?? [])
        {
            if (!ImageReference.TryParse(text, out var reference, out var problem))
            {
                inputs.Problem(input, $"`{text}` is not an image reference: {problem}.", "Write it as in `ghcr.io/acme/shop@sha256:...`.");
            }
            else if (reference.Digest is null && !mayResolve)
            {
                inputs.Problem(
                    input, $"`{text}` has no digest: its tag can mean another image by the time it is used.",
                    "Give `name@sha256:...`, as the build step put it out, or set `resolve: true` to take what the tag means now.");
            }
            else
            {
                references.TryAdd(reference.Canonical, reference);
            }
        }

        return [.. references.Values];
    }
}
