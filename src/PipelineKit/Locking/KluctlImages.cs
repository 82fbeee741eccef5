using System.Text;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>
/// Kluctl's fixed images: <c>image</c> (or a pattern, <c>imageRegex</c>) is what a deployment asks for, <c>resultImage</c> what it gets; <c>namespace</c>, <c>deployment</c> and
/// <c>container</c> narrow an entry down, and do not change which image it is.
/// </summary>
internal static class KluctlImages
{
    /// <summary>Whether the only thing in it is a list of images, and it is empty or speaks of results.</summary>
    internal static bool LooksLike(YamlValue root) =>
        root is { Shape: YamlShape.Mapping, Pairs: [{ Key: "images", Value.Shape: YamlShape.Sequence }] } && (root.Pairs[0].Value.Items.Count == 0 || root.Pairs[0].Value.Items.Any(HasResult));

    internal static IReadOnlyList<KnownImage> Read(YamlValue root) => LockFormText.ReadAll(root["images"], Image);

    internal static byte[] Write(ImageLock content)
    {
        var images = LockFormText.ByRepository(content, "Kluctl");
        var output = new StringBuilder("images:").Append(images.Count == 0 ? " []\n" : "\n");
        foreach (var (repository, _, digest) in images)
        {
            foreach (var name in LockFormText.Spellings(repository))
            {
                LockFormText.Pair(output, "- image: ", name);
                LockFormText.Pair(output, "  resultImage: ", $"{repository}@{digest}");
            }
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static bool HasResult(YamlValue item) => item.Shape == YamlShape.Mapping && item.Pairs.Any(p => p.Key == "resultImage");

    private static KnownImage Image(YamlValue item)
    {
        var result = LockFormText.ReferenceOf(item.Require("resultImage"));
        var name = item["image"] is null && item["imageRegex"] is not null ? result.Name : item.Require("image").AsText();
        return new KnownImage(name, result) { Place = item.Place };
    }
}
